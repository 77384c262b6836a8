import type { Pace } from "./voice.ts";

/**
 * What the mock answers, as a script file says it. The first rule whose `when` fits decides; where none
 * does, the mock answers as it does without a script.
 */
export interface Script {
  readonly rules: readonly ScriptRule[];
}

/** What to answer, and when. */
export interface ScriptRule {
  /** All that is given must be so. Without it the rule fits every turn of the user. */
  readonly when?: ScriptCondition;
  /** Said before the rest, as an item of its own. */
  readonly preamble?: string;
  readonly say?: string;
  /** A WAV file to say it with, from the folder of the script on. */
  readonly audio?: string;
  readonly call?: ScriptCall | readonly ScriptCall[];
  /** As `--think`: ms, or a distribution. */
  readonly think?: number | string;
  readonly pace?: Pace;
  readonly fail?: ScriptFailure;
}

/** When a rule fits. */
export interface ScriptCondition {
  /** The n-th session of the mock, from 1. */
  readonly session?: number;
  /** The n-th turn of the session, from 1. */
  readonly turn?: number;
  /** Part of what the user said, in any case of letters, or a regular expression (`/…/i` in YAML). */
  readonly transcript?: string | RegExp;
  /** The response answers to the result of the tool of this name. */
  readonly tool?: string;
  /** The response answers to a tool's result that holds this text. */
  readonly result?: string | RegExp;
  /** The response is out of band (`conversation: "none"`). */
  readonly outOfBand?: boolean;
}

/** A function that is called. */
export interface ScriptCall {
  readonly name: string;
  /** A text stands as it is, so that it need not be JSON. Default: `{}`. */
  readonly arguments?: string | Readonly<Record<string, unknown>>;
}

/** How a response fails. */
export interface ScriptFailure {
  readonly status: "failed" | "incomplete";
  /** For `incomplete`: `max_output_tokens` or `content_filter`. */
  readonly code: string;
  /** For `failed`. Default: `server_error`. */
  readonly type?: string;
  /** For `failed`. */
  readonly message?: string;
  /** So long after the first output. Default: when all has been said. */
  readonly afterMs?: number;
}

/** Gives a script in TypeScript its types: `export default defineScript({ rules: [...] })`. */
export function defineScript(script: Script): Script {
  return script;
}
