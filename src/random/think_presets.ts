/**
 * Think times of real models, from the voice-to-voice latencies that aiewf-eval measured (Kwindla
 * Hultman Kramer, MIT; github.com/kwindla/aiewf-eval at 9526aac, docs/ten-run-aggregates, ten runs of
 * 2026-03-28). Those reach from the end of the user's speech to the start of the reply, so what lies
 * before and around the think time is taken off: an estimate, and the presets are synthetic by so much.
 */
import type { Distribution, Percentile } from "./distribution.ts";

/** Endpointing and network within a voice-to-voice latency. */
const NOT_THINKING_MS = 400;
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/** Minimum, p10, p25, p50, p75, p90, p95, p99 and maximum in ms. Tool turns hold two responses. */
const VOICE_TO_VOICE_MS: Readonly<Record<string, readonly number[]>> = {
  "gpt-realtime-1.5": [896, 992, 1120, 1280, 1440, 1760, 2080, 3264, 3552],
  "gpt-realtime-1.5-tool-turn": [1216, 1952, 2272, 2560, 3104, 3872, 5056, 5216, 5216],
  "gpt-realtime": [704, 928, 1088, 1248, 1440, 1664, 1856, 2368, 2752],
  "gpt-realtime-tool-turn": [928, 1024, 1248, 1792, 2144, 2496, 2624, 2784, 2784],
};

export const THINK_PRESETS: Readonly<Record<string, Distribution>> = Object.fromEntries(
  Object.entries(VOICE_TO_VOICE_MS).map(([name, latenciesMs]) => {
    const points = latenciesMs.map((ms, i): Percentile => [SHARES[i]!, ms - NOT_THINKING_MS]);
    return [name, { kind: "percentiles", points }];
  }),
);
