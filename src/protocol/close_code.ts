/** Whether a close frame may carry this code (RFC 6455 §7.4): some stand for what was never sent. */
export function isSendableCode(code: number): boolean {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
    (code >= 3000 && code <= 4999);
}
