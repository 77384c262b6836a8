import { type Close, closeToSend } from "../../protocol/close_frame.ts";
import type { AudioType } from "../audio_coding.ts";
import { isAudioFormat } from "../session_check.ts";
import type { WireAudioFormat } from "../wire.ts";
import { withSilence } from "./audio.ts";
import type { ClientStep } from "./ear.ts";
import { type Frame, typeOf } from "./frame.ts";
import { headerProblem } from "./header.ts";
import type { TapeLine } from "./tape.ts";

/** What the server does, `delayMs` after the client's step before it. */
export interface Reaction {
  /** Index of that step; −1 is the opening of the session. */
  readonly after: number;
  readonly delayMs: number;
  readonly act: { readonly frame: Frame } | { readonly close: Close };
}

export interface RecordedStep {
  readonly step: ClientStep;
  /** After the step before it, or the opening of the session. */
  readonly afterMs: number;
  /** The event, where the step is one. */
  readonly frame: Frame | undefined;
}

/** A session ready to be played. */
export interface Recording {
  readonly steps: readonly RecordedStep[];
  readonly reactions: readonly Reaction[];
}

/** Reads a cassette: its sessions, at least one, or what is wrong with it as a sentence. */
export function readCassette(text: string): readonly Recording[] | string {
  // The last line has no end where the recording was cut off.
  const [first = "", ...lines] = text.split("\n").slice(0, -1);
  try {
    const problem = headerProblem(JSON.parse(first));
    if (problem) return problem;
  } catch {
    return "it is no cassette";
  }
  const builders = new Map<number, RecordingBuilder>();
  for (const [i, line] of lines.entries()) {
    try {
      const entry: TapeLine = JSON.parse(line);
      const builder = builders.get(entry.session) ?? new RecordingBuilder();
      builders.set(entry.session, builder);
      builder.add(entry);
    } catch {
      return `its line ${i + 2} cannot be read`;
    }
  }
  return builders.size === 0 ? "no session is recorded in it" : [...builders.values()];
}

class RecordingBuilder implements Recording {
  readonly steps: RecordedStep[] = [];
  readonly reactions: Reaction[] = [];
  #lastStepMs = 0;
  #clientFrame: Frame | undefined;
  /** Of the audio that the server sends. */
  #format: AudioType = "audio/pcm";

  add(line: TapeLine): void {
    if ("client" in line) this.#clientFrame = line.client;
    else if ("step" in line) this.#addStep(line.step, line.ms);
    else if ("server" in line) this.#addFrame(line.server, line.ms);
    else if ("closed" in line && line.closed.by === "server") {
      const { code, reason } = line.closed;
      this.#addReaction({ close: closeToSend("upstream", code, reason) }, line.ms);
    }
  }

  #addStep(step: ClientStep, ms: number): void {
    const isEvent = this.#clientFrame !== undefined && typeOf(this.#clientFrame) === step;
    const afterMs = ms - this.#lastStepMs;
    this.steps.push({ step, afterMs, frame: isEvent ? this.#clientFrame : undefined });
    this.#lastStepMs = ms;
  }

  #addFrame(frame: Frame, ms: number): void {
    this.#format = outputFormat(frame) ?? this.#format;
    this.#addReaction({ frame: withSilence(frame, this.#format) }, ms);
  }

  #addReaction(act: Reaction["act"], ms: number): void {
    this.reactions.push({ after: this.steps.length - 1, delayMs: ms - this.#lastStepMs, act });
  }
}

/** The format that a frame of the server announces, of the session or of a response. */
function outputFormat(frame: Frame): AudioType | undefined {
  if (typeof frame === "string") return undefined;
  const { session, response } = frame as Record<
    string,
    { audio?: { output?: { format?: unknown } } } | undefined
  >;
  const format = (session ?? response)?.audio?.output?.format;
  return isAudioFormat(format, "") ? undefined : (format as WireAudioFormat).type;
}
