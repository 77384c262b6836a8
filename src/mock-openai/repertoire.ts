import type { Output } from "./answer.ts";
import { Clip } from "./clip.ts";
import type { LoadedRule, Rule } from "./rule.ts";
import type { ReplyVoice, Speech } from "./voice.ts";

/** All that a mock can say, prepared once for all its sessions. */
export interface Repertoire {
  /** At least one. */
  readonly replies: readonly Speech[];
  readonly rules: readonly Rule[];
}

/** A usual pace of speech. */
const MS_PER_LETTER = 65;

export function prepareRepertoire(
  voices: readonly ReplyVoice[],
  script: readonly LoadedRule[] = [],
): Repertoire {
  const replies = voices.map(({ transcript, samples }) => ({
    transcript,
    clip: new Clip(samples),
  }));
  return { replies, rules: script.map((rule) => prepareRule(rule, replies)) };
}

/**
 * A text in the voice of the mock: the words are the text's, the sound is that of the reply whose length
 * comes nearest to what saying the text would take.
 */
export function voiced(text: string, replies: readonly Speech[]): Speech {
  const wantedMs = text.length * MS_PER_LETTER;
  const distance = ({ clip }: Speech) => Math.abs(clip.durationMs - wantedMs);
  const { clip } = replies.reduce((a, b) => distance(b) < distance(a) ? b : a);
  return { transcript: text, clip };
}

function prepareRule(rule: LoadedRule, replies: readonly Speech[]): Rule {
  const { when, preamble, say, audio, calls, ...answer } = rule;
  const speeches = [
    ...(preamble === undefined ? [] : [voiced(preamble, replies)]),
    ...(audio ? [{ transcript: say ?? "", clip: new Clip(audio) }] : []),
    ...(say !== undefined && !audio ? [voiced(say, replies)] : []),
  ];
  const messages = speeches.map((speech): Output => ({ kind: "message", speech }));
  return { when, answer: { ...answer, outputs: [...messages, ...calls] } };
}
