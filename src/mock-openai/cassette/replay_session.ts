import type { ClientEvent } from "../../protocol/events.ts";
import type { Cancel } from "../../time/clock.ts";
import { clientEventOf } from "../client_events.ts";
import type { ClientLink, LiveSession, OpenSession } from "../live_session.ts";
import { BINARY_STEP, type ClientStep, Ear } from "./ear.ts";
import { type Frame, toFrame, toText } from "./frame.ts";
import { IdMap } from "./id_map.ts";
import type { Reaction, Recording } from "./recording.ts";
import { serverEventOf } from "./server_event.ts";
import { StepMatcher } from "./step_matcher.ts";

/** Steps that a conversation does not wait for: a client that has no use for them never does them. */
const ASIDES: ReadonlySet<ClientStep> = new Set<ClientEvent["type"]>([
  "response.cancel",
  "conversation.item.retrieve",
  "conversation.item.truncate",
  "conversation.item.delete",
  "input_audio_buffer.clear",
]);
/** So much later than recorded they may come. */
const ASIDE_GRACE_MS = 2_000;

/** The n-th client is played the n-th recording, and after the last the first again. */
export function replaySessions(recordings: readonly Recording[]): OpenSession {
  return (link) => new ReplaySession(link, recordings[(link.number - 1) % recordings.length]!);
}

/**
 * Plays what the server did, each frame as long after the client's step before it as it was
 * recorded, and always in the recorded order.
 */
class ReplaySession implements LiveSession {
  readonly #link: ClientLink;
  readonly #recording: Recording;
  readonly #matcher: StepMatcher;
  readonly #ear = new Ear();
  readonly #ids = new IdMap();
  /** When each step was done; −∞ for those left out, so that what follows them is due at once. */
  readonly #doneMs: number[] = [];
  readonly #openedMs: number;
  #nextReaction = 0;
  #cancel: Cancel = () => {};
  #ended = false;

  constructor(link: ClientLink, recording: Recording) {
    this.#link = link;
    this.#recording = recording;
    this.#matcher = new StepMatcher(recording.steps.map(({ step }) => step));
    this.#openedMs = link.clock.now();
    this.#play();
  }

  receive(text: string): void {
    if (this.#ended) return;
    this.#link.received(text, clientEventOf(text));
    const frame = toFrame(text);
    for (const step of this.#ear.hear(frame)) this.#take(step, frame);
  }

  receiveBinary(): void {
    if (!this.#ended) this.#take(BINARY_STEP, "");
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancel();
    const departure = this.#matcher.end();
    if (departure) this.#link.departed(departure);
  }

  #take(step: ClientStep, frame: Frame): void {
    const { index, departure } = this.#matcher.take(step);
    if (departure) this.#link.departed(departure);
    if (index === undefined) return;
    while (this.#doneMs.length < index) this.#doneMs.push(-Infinity);
    this.#doneMs.push(this.#link.clock.now());
    const recorded = this.#recording.steps[index]!.frame;
    if (recorded !== undefined) this.#ids.learn(recorded, frame);
    this.#play();
  }

  /** Does all that is due, and comes back when the next reaction is. */
  #play(): void {
    this.#cancel();
    for (
      let reaction;
      !this.#ended && (reaction = this.#recording.reactions[this.#nextReaction]);
      this.#nextReaction++
    ) {
      const dueMs = this.#dueMs(reaction);
      if (dueMs === undefined) return this.#waitForStep();
      if (dueMs > this.#link.clock.now()) {
        this.#cancel = this.#link.clock.at(dueMs, () => this.#play());
        return;
      }
      this.#do(reaction);
    }
  }

  /** Without end, but for an aside: it is passed over in the end, and what followed it goes on. */
  #waitForStep(): void {
    const index = this.#doneMs.length;
    const { step, afterMs } = this.#recording.steps[index]!;
    if (!ASIDES.has(step)) return;
    const { clock } = this.#link;
    const fromMs = this.#doneMs[index - 1] ?? this.#openedMs;
    this.#cancel = clock.at(fromMs + afterMs + ASIDE_GRACE_MS, () => {
      this.#link.departed(this.#matcher.passOver());
      this.#doneMs.push(clock.now());
      this.#play();
    });
  }

  /** `undefined` while the client has not come so far. */
  #dueMs({ after, delayMs }: Reaction): number | undefined {
    const doneMs = after < 0 ? this.#openedMs : this.#doneMs[after];
    return doneMs === undefined ? undefined : doneMs + delayMs;
  }

  #do({ act }: Reaction): void {
    if ("close" in act) return this.#link.close(act.close.code, act.close.reason);
    const frame = this.#ids.translate(act.frame);
    this.#link.sendText(toText(frame), serverEventOf(frame));
  }
}
