/**
 * The mock as `mock_capacity.ts` measures it, in a process of its own. Prints its URL; then, for each
 * line on stdin, what it did since the line before, as JSON {@linkcode MockWork}.
 */
import process from "node:process";
import { loadReplies } from "../src/mock-openai/replies.ts";
import { startMock } from "../src/mock-openai/server.ts";
import type { Cancel, Clock } from "../src/time/clock.ts";
import { systemClock } from "../src/time/system_clock.ts";
import { print } from "./print.ts";

export interface MockWork {
  /** From due to handed to the socket, for all that is timed: ms, in order of size. */
  readonly latenessMs: readonly number[];
  readonly events: number;
  readonly cpuMs: number;
  /** How long its thread could have run and was not let: the core was somebody else's. */
  readonly stolenMs: number;
  readonly elapsedMs: number;
}

/** The real clock, noting how late each task is done. */
class NotingClock implements Clock {
  latenessMs: number[] = [];

  now(): number {
    return systemClock.now();
  }

  wallMs(): number {
    return systemClock.wallMs();
  }

  at(dueMs: number, task: () => void): Cancel {
    return systemClock.at(dueMs, () => {
      task();
      this.latenessMs.push(systemClock.now() - dueMs);
    });
  }
}

/** CPU time of this process with all its threads. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Second of /proc/self/schedstat: ns that the main thread waited in the run queue. */
function stolenMs(): number {
  return Number(Deno.readTextFileSync("/proc/self/schedstat").split(" ")[1]) / 1e6;
}

const clock = new NotingClock();
let events = 0;
const mock = await startMock({
  clock,
  replies: await loadReplies(),
  think: { kind: "constant", ms: 300 },
  onEvent: () => events++,
});
print(mock.url);
const used = () => ({ elapsedMs: clock.now(), cpuMs: cpuMs(), stolenMs: stolenMs() });
let before = used();
for await (const _line of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const after = used();
  const work: MockWork = {
    latenessMs: clock.latenessMs.sort((a, b) => a - b),
    events,
    cpuMs: after.cpuMs - before.cpuMs,
    stolenMs: after.stolenMs - before.stolenMs,
    elapsedMs: after.elapsedMs - before.elapsedMs,
  };
  print(JSON.stringify(work));
  clock.latenessMs = [];
  events = 0;
  before = used();
}
await mock.close();
