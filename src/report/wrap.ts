/** Breaks a sentence between words at `width` columns; `indent` begins the lines after the first. */
export function wrap(text: string, indent = "  ", width = 80): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
