import process from "node:process";
import type { RowsRecord, WindowRecord } from "../src/fleet/records.ts";
import { WindowMaker } from "../src/fleet/window_maker.ts";
import { sessionSample, turnSample } from "../src/metrics/sample_fixtures.ts";
import type { TurnSample } from "../src/metrics/sample.ts";
import { normal, type Random } from "../src/random/random.ts";
import { VirtualClock } from "../src/time/virtual_clock.ts";

/** A client has a turn each five seconds, with 50 frames a second. */
const TURN_S = 5;
const FRAMES = 50 * TURN_S;

/** What one second of so many clients is on the wire, and the CPU that it cost to make it. */
export interface MadeSecond {
  readonly turns: readonly TurnSample[];
  readonly windows: readonly WindowRecord[];
  readonly rows: readonly RowsRecord[];
  readonly cpuMs: number;
}

/** A second of an agent with so many clients, its waits spread about `medianMs`. */
export function makeSecond(clients: number, medianMs: number, random: Random): MadeSecond {
  const turns = Array.from({ length: Math.round(clients / TURN_S) }, (_, i) => {
    const ttfaMs = medianMs * Math.exp(0.4 * normal(random));
    const pacingMs = Float64Array.from({ length: FRAMES }, () => Math.exp(normal(random)) / 4);
    const tags = { runId: "bench", region: "eu", agent: "eu-1", sessionId: `eu-${i}` };
    return turnSample({ tags, ttfaMs, turnMs: ttfaMs + 2000, rttMs: 20 + 10 * random(), pacingMs });
  });
  const windows: WindowRecord[] = [];
  const rows: RowsRecord[] = [];
  const before = process.cpuUsage();
  const maker = new WindowMaker(new VirtualClock(), {
    window: (record) => windows.push(record),
    rows: (record) => rows.push(record),
  });
  maker.start(0);
  for (const turn of turns) maker.turn(turn);
  for (const { tags } of turns.slice(0, Math.ceil(turns.length / 5))) {
    maker.session(sessionSample({ tags }));
  }
  maker.finish();
  const { user, system } = process.cpuUsage(before);
  return { turns, windows, rows, cpuMs: (user + system) / 1000 };
}
