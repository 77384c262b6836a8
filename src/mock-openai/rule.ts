import type { Distribution } from "../random/distribution.ts";
import type { Answer, CallOutput, Ending } from "./answer.ts";
import type { Cue } from "./cue.ts";
import type { Pace } from "./voice.ts";

/** When a rule fits; all that is given must be so. The patterns are neither global nor sticky. */
export interface Condition {
  readonly session?: number;
  readonly turn?: number;
  readonly transcript?: RegExp;
  readonly tool?: string;
  readonly result?: RegExp;
  readonly outOfBand?: boolean;
}

/** A rule of a script, checked, its files read: plain data that a worker can be sent. */
export interface LoadedRule {
  readonly when: Condition;
  readonly preamble?: string;
  readonly say?: string;
  /** 24 kHz mono. */
  readonly audio?: Int16Array;
  readonly calls: readonly CallOutput[];
  readonly think?: Distribution;
  readonly pace?: Pace;
  readonly ending?: Ending;
  readonly endAfterMs?: number;
}

/** A rule whose answer is ready to be given. */
export interface Rule {
  readonly when: Condition;
  readonly answer: Answer;
}

/** Whether a rule fits. One that does not speak of tools or of out-of-band responses is not for them. */
export function fits(when: Condition, cue: Cue): boolean {
  const { session = cue.session, turn = cue.turn, outOfBand = false } = when;
  return session === cue.session && turn === cue.turn && outOfBand === cue.outOfBand &&
    fitsResults(when, cue) && fitsTranscript(when, cue);
}

function fitsTranscript({ transcript }: Condition, cue: Cue): boolean {
  if (!transcript) return true;
  const words = cue.transcript();
  return words !== undefined && transcript.test(words);
}

function fitsResults({ tool, result }: Condition, { toolResults }: Cue): boolean {
  if (tool === undefined && result === undefined) return toolResults.length === 0;
  return toolResults.some(({ name, output }) =>
    (tool === undefined || tool === name) && (result === undefined || result.test(output))
  );
}
