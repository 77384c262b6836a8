import type { Pcm } from "../audio/wav.ts";
import type { Transcriber, Transcription } from "./transcriber.ts";

/** The audio of a committed turn, until somebody asks for its words or it is forgotten. */
export class HeardTurn {
  #transcribe: (() => Transcription) | undefined;
  #transcription: Transcription = { transcript: "" };

  constructor(pcm: Pcm, transcribe: Transcriber) {
    this.#transcribe = () => transcribe(pcm);
  }

  /** Listened for once, when first asked. Nothing where the turn was forgotten before that. */
  get transcription(): Transcription {
    this.#transcription = this.#transcribe?.() ?? this.#transcription;
    this.forget();
    return this.#transcription;
  }

  /** Lets go of the audio. */
  forget(): void {
    this.#transcribe = undefined;
  }
}
