import { runUntil } from "../scenarios/run_until.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { codeOf } from "../scenarios/step_error.ts";
import { CallEnd, HungUp } from "./call_end.ts";
import type { LineSetup } from "./line.ts";
import type { SessionOutcome, SessionRecord, TurnHead, TurnRecord } from "./record.ts";
import type { EncodedSpeech } from "./speech.ts";
import { Steps } from "./steps.ts";
import type { TurnEnd } from "./turn.ts";
import type { Pacer } from "./pacer.ts";

export interface SessionSetup extends LineSetup {
  readonly scenario: Scenario;
  /** Fixture of each turn. */
  readonly turns: Iterable<string>;
  readonly speech: ReadonlyMap<string, EncodedSpeech>;
  readonly room: readonly string[];
  /** Of all microphones of this thread. */
  readonly pacer: Pacer;
  readonly turnTimeoutMs: number;
  onTurnBegun?(head: TurnHead): void;
  onTurn(record: TurnRecord): void;
  /** A connection that the scenario closed to open another one. */
  onEarlierConnection?(record: SessionRecord): void;
  /** Where in the scenario's file an error arose; `undefined` where nobody knows. */
  placeOf?(error: unknown): string | undefined;
}

/** How an open turn ends when the call does. */
const TURN_END: { readonly [outcome in SessionOutcome]?: TurnEnd } = {
  ok: "finished",
  interrupted: "cut",
  late_generator: "overload",
  error: "failed",
};

/** Runs one synthetic client from dial to close. Never throws: whatever goes wrong is in the record. */
export async function runSession(setup: SessionSetup, signal: AbortSignal): Promise<SessionRecord> {
  const end = new CallEnd();
  const onAbort = () => end.hangUp("interrupted");
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const steps = new Steps(setup, end);
  try {
    const failure = await callThrough(setup, steps, end);
    const outcome = failure instanceof HungUp ? failure.outcome : failure ? "error" : "ok";
    const errorCode = failure instanceof HungUp ? undefined : failure && codeOf(failure.error);
    steps.endTurn(TURN_END[outcome] ?? "closed", errorCode);
    const record = await steps.finish(outcome);
    if (!failure || failure instanceof HungUp) return record;
    return { ...record, errorCode: errorCode!, scenarioError: describe(setup, failure.error) };
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Whatever still waits, a probe say, must not outlive the call.
    end.hangUp("ok");
  }
}

/** What the scenario threw, that the call ended before it, or `undefined` where all went well. */
async function callThrough(
  { clock, scenario, turns }: SessionSetup,
  steps: Steps,
  end: CallEnd,
): Promise<HungUp | { readonly error: unknown } | undefined> {
  try {
    await runUntil(end.signal, clock, scenario, steps, turns);
    return undefined;
  } catch (error) {
    return error instanceof HungUp ? error : { error };
  }
}

function describe({ placeOf }: SessionSetup, error: unknown): string {
  if (!(error instanceof Error)) return `${error} (thrown bare: an Error would tell its line)`;
  const place = placeOf?.(error);
  return place === undefined ? error.message : `${error.message} (${place})`;
}
