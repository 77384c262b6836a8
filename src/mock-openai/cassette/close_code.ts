const CLOSE_INTERNAL_ERROR = 1011;

/** The code to close with where the other side was closed with `code`: some cannot be sent. */
export function sendableCode(code: number): number {
  const reserved = code < 1000 || code === 1004 || code === 1005 || code === 1006 || code === 1015;
  return reserved ? CLOSE_INTERNAL_ERROR : code;
}
