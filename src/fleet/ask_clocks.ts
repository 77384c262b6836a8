import { epochMs } from "../time/epoch.ts";
import type { Bus } from "./bus.ts";
import { type ClockOffset, type ClockSample, estimateOffset } from "./clock_offset.ts";
import type { Member } from "./roster.ts";
import { askAgent } from "./subjects.ts";

const ROUNDS = 8;
const REPLY_MS = 2_000;

/** The offsets of all agents' clocks; an agent that never answered has none. */
export async function askClocks(
  bus: Bus,
  members: readonly Member[],
): Promise<Map<string, ClockOffset>> {
  const offsets = await Promise.all(members.map(async ({ name }) => {
    const samples: ClockSample[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const askedMs = epochMs();
      const reply = await bus.ask<{ epochMs: number }>(askAgent(name, "clock"), {}, REPLY_MS);
      if (!reply) break;
      samples.push({ askedMs, answeredMs: epochMs(), theirMs: reply.epochMs });
    }
    return [name, estimateOffset(samples)] as const;
  }));
  return new Map(offsets.flatMap(([name, offset]) => offset ? [[name, offset]] : []));
}
