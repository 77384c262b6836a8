/** What somebody used: whole numbers that only grow, so that they can be summed anywhere. */
export interface Usage {
  readonly sessions: number;
  readonly sessionMs: number;
  /** Audio sent upstream. */
  readonly audioInMs: number;
  /** Audio received from upstream. */
  readonly audioOutMs: number;
  /** Of all `response.done`. Cached ones are among the input tokens. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export const NO_USAGE: Usage = {
  sessions: 0,
  sessionMs: 0,
  audioInMs: 0,
  audioOutMs: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
};

export const USAGE_FIELDS = Object.keys(NO_USAGE) as readonly (keyof Usage)[];

export function plus(a: Usage, b: Usage): Usage {
  return mapUsage((field) => a[field] + b[field]);
}

/** `total` in whole numbers, less what of it was `counted` before. */
export function uncounted(total: Usage, counted: Usage): Usage {
  return mapUsage((field) => Math.round(total[field]) - counted[field]);
}

export function isNothing(usage: Usage): boolean {
  return USAGE_FIELDS.every((field) => usage[field] === 0);
}

function mapUsage(value: (field: keyof Usage) => number): Usage {
  return Object.fromEntries(USAGE_FIELDS.map((field) => [field, value(field)])) as unknown as Usage;
}
