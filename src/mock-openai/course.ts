import type { Answer, Ending, Output } from "./answer.ts";
import { hear, NOTHING_SAID, tokensOf } from "./said.ts";
import { argued, type Delivery, type Reply, spoken, type Utterance, written } from "./voice.ts";

export type Modality = "audio" | "text";

/** A step of a response, `atMs` after its first output begins. `say` and `close` are of the open item. */
export type Beat =
  & { readonly atMs: number }
  & (
    | { readonly kind: "open"; readonly output: Output }
    | { readonly kind: "say"; readonly utterance: Utterance }
    | { readonly kind: "close" }
  );

/** All that a response will do if nobody interrupts it, in order of time. */
export interface Course {
  readonly beats: readonly Beat[];
  readonly endMs: number;
  /** Where it does not complete. */
  readonly ending?: Ending;
}

export interface CourseSettings {
  readonly modality: Modality;
  readonly delivery: Delivery;
  readonly maxOutputTokens: number | "inf";
}

/** Lays an answer out in time. It is cut where the tokens run out or the answer wants its early end. */
export function planCourse(answer: Answer, settings: CourseSettings): Course {
  const whole = layOut(answer.outputs, settings);
  return endEarly(spend(whole, settings.maxOutputTokens), answer);
}

function layOut(outputs: readonly Output[], settings: CourseSettings): Course {
  const beats: Beat[] = [];
  let endMs = 0;
  for (const output of outputs) {
    const reply = replyOf(output, settings);
    const startMs = endMs;
    endMs += reply.endMs;
    beats.push(
      { kind: "open", atMs: startMs, output },
      ...reply.utterances.map((utterance): Beat => ({
        kind: "say",
        atMs: startMs + utterance.atMs,
        utterance,
      })),
      { kind: "close", atMs: endMs },
    );
  }
  return { beats, endMs };
}

function replyOf(output: Output, { modality, delivery }: CourseSettings): Reply {
  if (output.kind === "call") return argued(output.arguments);
  const { speech } = output;
  return modality === "audio" ? spoken(speech, delivery) : written(speech.transcript);
}

/** The first piece that would take more tokens than allowed is not said. */
function spend(course: Course, maxTokens: number | "inf"): Course {
  if (maxTokens === "inf") return course;
  let said = NOTHING_SAID;
  for (const [i, beat] of course.beats.entries()) {
    if (beat.kind !== "say") continue;
    said = hear(said, beat.utterance);
    const { text, audio } = tokensOf(said);
    if (text + audio <= maxTokens) continue;
    const ending = { status: "incomplete", reason: "max_output_tokens" } as const;
    return { beats: course.beats.slice(0, i), endMs: beat.atMs, ending };
  }
  return course;
}

/** An item that is open at the end stays so: it is not closed but broken off. */
function endEarly(course: Course, { ending, endAfterMs = Infinity }: Answer): Course {
  if (!ending || (course.ending && course.endMs <= endAfterMs)) return course;
  const endMs = Math.min(course.endMs, endAfterMs);
  return { beats: course.beats.filter(({ atMs }) => atMs < endMs), endMs, ending };
}
