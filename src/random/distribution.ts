import { normal, type Random } from "./random.ts";

/** A distribution of durations in ms, as `--think` and link jitter name it. */
export type Distribution =
  | { readonly kind: "constant"; readonly ms: number }
  | { readonly kind: "lognormal"; readonly medianMs: number; readonly sigma: number };

/**
 * Think times of real models: the log-normal fit of voice-to-voice latency from aiewf-eval (ten
 * runs, 2026-03-28, MIT) less 400 ms for endpointing and network, so synthetic where it matters.
 */
export const THINK_PRESETS: Readonly<Record<string, Distribution>> = {
  "gpt-realtime-1.5": { kind: "lognormal", medianMs: 880, sigma: 0.24 },
  "gpt-realtime": { kind: "lognormal", medianMs: 850, sigma: 0.235 },
};

/** Thrown by {@linkcode parseDistribution}. */
export class DistributionSyntaxError extends SyntaxError {
  constructor(readonly rule: string, readonly remedy: string) {
    super(`${rule}; ${remedy}`);
  }
}

const DURATION = String.raw`(\d+(?:\.\d+)?)(?:ms)?`;
const CONSTANT = new RegExp(`^${DURATION}$`);
const LOGNORMAL = new RegExp(String.raw`^lognormal\(\s*${DURATION}\s*,\s*(\d+(?:\.\d+)?)\s*\)$`);

/** Reads `300`, `300ms`, `lognormal(900ms,0.24)` (median, sigma of the logarithm) or a preset's name. */
export function parseDistribution(text: string): Distribution {
  const constant = CONSTANT.exec(text);
  if (constant) return { kind: "constant", ms: Number(constant[1]) };
  const lognormal = LOGNORMAL.exec(text);
  if (lognormal) {
    return { kind: "lognormal", medianMs: Number(lognormal[1]), sigma: Number(lognormal[2]) };
  }
  if (Object.hasOwn(THINK_PRESETS, text)) return THINK_PRESETS[text]!;
  throw new DistributionSyntaxError(
    `'${text}' is not a duration`,
    `write 300, 300ms, lognormal(900ms,0.24) or one of ${Object.keys(THINK_PRESETS).join(", ")}`,
  );
}

/** One draw in ms, never negative. */
export function draw(distribution: Distribution, random: Random): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.ms;
    case "lognormal":
      return distribution.medianMs * Math.exp(distribution.sigma * normal(random));
  }
}
