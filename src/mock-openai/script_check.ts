import type { Distribution } from "../random/distribution.ts";
import type { CallOutput, Ending } from "./answer.ts";
import { failedEnding } from "./failed_ending.ts";
import type { Condition, LoadedRule } from "./rule.ts";
import type { ScriptFailure, ScriptRule } from "./script.ts";
import {
  complain,
  duration,
  fields,
  flag,
  listOf,
  numberFrom,
  oneOf,
  pattern,
  type Place,
  type Read,
  type ScriptPath,
  type ScriptProblem,
  text,
} from "./script_value.ts";
import type { Pace } from "./voice.ts";

/** A rule that is right, but for its audio, which is still to be read. */
export interface CheckedRule extends Omit<LoadedRule, "audio"> {
  readonly audioFile?: AudioFile;
}

export interface AudioFile {
  /** As the script names it. */
  readonly name: string;
  readonly path: ScriptPath;
}

/** Reads the value of a script. The rules are complete where `problems` is empty. */
export function checkScript(value: unknown): { rules: CheckedRule[]; problems: ScriptProblem[] } {
  const problems: ScriptProblem[] = [];
  const rules = script({ value, path: [], problems })?.rules ?? [];
  return { rules, problems };
}

const condition: Read<Condition> = fields<Required<Condition>>({
  session: numberFrom(1, "whole"),
  turn: numberFrom(1, "whole"),
  transcript: pattern,
  tool: text,
  result: pattern,
  outOfBand: flag,
});

const json: Read<string> = (place) => {
  if (typeof place.value === "string") return place.value;
  if (typeof place.value === "object" && place.value) return JSON.stringify(place.value);
  return complain(place, "is neither an object nor a text", "give the arguments by name");
};

const call: Read<CallOutput> = (place) => {
  const read = fields<{ name: string; arguments: string }, "name">(
    { name: text, arguments: json },
    "name",
  )(place);
  return read && { kind: "call", name: read.name, arguments: read.arguments ?? "{}" };
};

const calls: Read<CallOutput[]> = (place) => {
  if (Array.isArray(place.value)) return listOf(call)(place);
  const only = call(place);
  return only && [only];
};

type Failure = Required<Pick<LoadedRule, "ending">> & Pick<LoadedRule, "endAfterMs">;

const failure: Read<Failure> = (place) => {
  const read = fields<Required<ScriptFailure>, "status" | "code">(
    {
      status: oneOf("failed", "incomplete"),
      code: text,
      type: text,
      message: text,
      afterMs: numberFrom(0, "any"),
    },
    "status",
    "code",
  )(place);
  const ending = read &&
    (read.status === "failed" ? failedEnding(read) : incomplete(place, read.code));
  if (!ending) return undefined;
  return { ending, ...(read.afterMs === undefined ? {} : { endAfterMs: read.afterMs }) };
};

function incomplete(place: Place, code: string): Ending | undefined {
  const reasons = ["max_output_tokens", "content_filter"] as const;
  const reason = reasons.find((reason) => reason === code);
  if (reason) return { status: "incomplete", reason };
  return complain(place, `'${code}' leaves no response incomplete`, `use ${reasons.join(" or ")}`);
}

const recording: Read<AudioFile> = (place) => {
  const name = text(place);
  return name === undefined ? undefined : { name, path: place.path };
};

const rule: Read<CheckedRule> = (place) => {
  const read = fields<RuleFields>({
    when: condition,
    preamble: text,
    say: text,
    audio: recording,
    call: calls,
    think: duration,
    pace: oneOf("burst", "realtime"),
    fail: failure,
  })(place);
  if (!read) return undefined;
  const { when = {}, call = [], audio: audioFile, fail, ...rest } = read;
  // Not of what was read: a misspelt field was meant to do something.
  if (Object.keys(place.value as object).every((name) => name === "when")) {
    return complain(place, "does nothing", "give preamble, say, call, think, pace or fail");
  }
  return { when, calls: call, ...rest, ...fail, ...(audioFile && { audioFile }) };
};

/** What the fields of a rule are read into. */
interface RuleFields extends Record<keyof ScriptRule, unknown> {
  readonly when: Condition;
  readonly preamble: string;
  readonly say: string;
  readonly audio: AudioFile;
  readonly call: readonly CallOutput[];
  readonly think: Distribution;
  readonly pace: Pace;
  readonly fail: Failure;
}

const script = fields<{ rules: CheckedRule[] }, "rules">({ rules: listOf(rule) }, "rules");
