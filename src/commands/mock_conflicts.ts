import type { Problem } from "../config/problem.ts";
import { refuseForeign } from "../mock-openai/misbehaviour/foreign_sessions.ts";
import type { FaultRule } from "../mock-openai/misbehaviour/read_faults.ts";
import type { FlagTexts } from "./flag_command.ts";

/** Flags of the mock's own sessions: those of a recording or a replay are somebody else's. */
const OWN_SESSIONS = {
  think: "--think",
  pace: "--pace",
  script: "--script",
  sessionLimit: "--session-limit",
};
const RECORDING = { cassette: "--cassette", recordAudio: "--record-audio" };

/** The flags and faults of `ttfa mock` that would have no effect beside the others. */
export function mockConflicts(texts: FlagTexts, faults: readonly FaultRule[]): Problem[] {
  const given = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).filter(([key]) => texts[key]).map(([, name]) => name);
  const without = texts.record ? [] : given(RECORDING);
  const foreign = texts.record ? "--record" : texts.replay && "--replay";
  return [
    ...without.map((field) => ({
      field,
      rule: "has no meaning without --record",
      remedy: "name the service to --record, or leave it out",
    })),
    ...(foreign ? given(OWN_SESSIONS) : []).map((field) => ({
      field,
      rule: `has no meaning beside ${foreign}, whose sessions are not the mock's own`,
      remedy: "give one of them",
    })),
    ...(foreign ? refuseForeign(faults) : []),
  ];
}
