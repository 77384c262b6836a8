import type { Transcription } from "./transcriber.ts";

/** What was said in a committed turn, until somebody asks or its audio gives way to the next one's. */
export class HeardTurn {
  #listen: (() => Transcription) | undefined;
  #transcription: Transcription = { transcript: "" };

  constructor(listen: () => Transcription) {
    this.#listen = listen;
  }

  /** Listened for once, when first asked. Nothing where the turn was forgotten before that. */
  get transcription(): Transcription {
    this.#transcription = this.#listen?.() ?? this.#transcription;
    this.forget();
    return this.#transcription;
  }

  /** To be called before its audio is gone. */
  forget(): void {
    this.#listen = undefined;
  }
}
