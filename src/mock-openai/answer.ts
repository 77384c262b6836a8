import type { Distribution } from "../random/distribution.ts";
import type { Pace, Speech } from "./voice.ts";

export interface MessageOutput {
  readonly kind: "message";
  readonly speech: Speech;
}

/** A call of a function. */
export interface CallOutput {
  readonly kind: "call";
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export type Output = MessageOutput | CallOutput;

/** How a response ends that nobody interrupts and that is not completed all the same. */
export type Ending =
  | { readonly status: "incomplete"; readonly reason: "max_output_tokens" | "content_filter" }
  | {
    readonly status: "failed";
    readonly error: { readonly type: string; readonly code: string; readonly message: string };
  };

/** What the mock has decided to answer: one output item after the other. */
export interface Answer {
  readonly outputs: readonly Output[];
  readonly ending?: Ending;
  /** Comes so long after the first output, at the latest. Default: after the last one. */
  readonly endAfterMs?: number;
  /** In place of the mock's own think time. */
  readonly think?: Distribution;
  /** In place of the mock's own pace. */
  readonly pace?: Pace;
}
