/** How many bytes `text` takes on the wire; a lone surrogate counts as the three it is sent as. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Each unit of a surrogate pair is half of four bytes; a lone one is written as U+FFFD.
    bytes += unit < 0x800 || isPairAt(text, i) || isPairAt(text, i - 1) ? 1 : 2;
  }
  return bytes;
}

/** Whether `text` takes more than `limit` bytes. Counts only where its length does not tell. */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  return text.length * 3 > limit && utf8Length(text) > limit;
}

function isPairAt(text: string, i: number): boolean {
  return (text.charCodeAt(i) & 0xFC00) === 0xD800 && (text.charCodeAt(i + 1) & 0xFC00) === 0xDC00;
}
