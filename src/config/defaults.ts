/** `--frame-ms`: audio per frame. */
export const DEFAULT_FRAME_MS = 20;

/** `--late-limit`: with a frame or a hold-up later than this a turn is no measurement. */
export const DEFAULT_LATE_LIMIT_MS = 20;
