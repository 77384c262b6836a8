/** How far from its ends an event's `type` is looked for: past the audio no one writes that much. */
const MARGIN = 200;

/** Whether a frame is an event of `type`, told from its ends without parsing what lies between. */
export function isEvent(frame: string, type: string): boolean {
  const quoted = `"${type}"`;
  return frame.slice(0, MARGIN).includes(quoted) || frame.slice(-MARGIN).includes(quoted);
}
