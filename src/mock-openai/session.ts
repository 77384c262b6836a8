import type { ClientEvent, ResponseRequest } from "../protocol/events.ts";
import type { Distribution } from "../random/distribution.ts";
import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import { Answerer } from "./answerer.ts";
import { type HandledEvent, parseClientEvent } from "./client_events.ts";
import { Conversation } from "./conversation.ts";
import { BINARY_FRAME, NO_RESPONSES, type Refusal, sessionExpired } from "./refusals.ts";
import { bytesPerMs } from "./audio_coding.ts";
import { InputCommands } from "./input_commands.ts";
import { ItemCommands } from "./item_commands.ts";
import type { LiveSession } from "./live_session.ts";
import { Outbox } from "./outbox.ts";
import type { Repertoire } from "./repertoire.ts";
import { Responder } from "./responder.ts";
import { ScopedClock } from "./scoped_clock.ts";
import { type AnySessionRequest, updateAnySession } from "./session_kinds.ts";
import type { Transcriber } from "./transcriber.ts";
import type { Pace } from "./voice.ts";
import type { AnyWireSession, WireEvent } from "./wire.ts";

const CLOSE_GOING_AWAY = 1001;

export interface SessionDeps {
  readonly clock: Clock;
  /** Independent streams of one seed: event ids and think times do not shift each other. */
  random(stream: "ids" | "think" | "transcription"): Random;
  /** The n-th session of the mock, from 1. */
  readonly number: number;
  /** The session as it is opened, but for its id and expiry. */
  readonly template: AnyWireSession;
  /** Why the client may do nothing, although it got in. */
  readonly denied?: Refusal;
  /** The session ends after so long; never at `Infinity`. */
  readonly limitMs: number;
  /** Says what was said in a turn. */
  readonly transcribe: Transcriber;
  readonly think: Distribution;
  readonly pace: Pace;
  readonly repertoire: Repertoire;
  send(event: WireEvent): void;
  /** Told of each text frame before it is answered; without an event it is refused for its form. */
  received?(text: string, event: ClientEvent | undefined): void;
  close(code: number, reason: string): void;
}

/**
 * One Realtime session without its socket: frames of the client go in, events come out through
 * `send`, and the clock is the only source of time. `session.created` leaves on construction.
 */
export class MockSession implements LiveSession {
  readonly #deps: SessionDeps;
  readonly #clock: ScopedClock;
  readonly #outbox: Outbox;
  readonly #conversation: Conversation;
  readonly #items: ItemCommands;
  readonly #responder: Responder;
  readonly #input: InputCommands;
  #session: AnyWireSession;
  #ended = false;

  constructor(deps: SessionDeps) {
    const { template, think, pace, transcribe, limitMs } = deps;
    const clock = this.#clock = new ScopedClock(deps.clock);
    const outbox = this.#outbox = new Outbox((event) => this.#send(event), deps.random("ids"));
    const conversation = this.#conversation = new Conversation(outbox.makeId("conv"));
    const random = deps.random("think");
    this.#deps = deps;
    this.#items = new ItemCommands(conversation, outbox);
    const answerer = new Answerer(deps.repertoire, deps.number);
    this.#responder = new Responder({
      ...{ clock, outbox, conversation, answerer },
      ...{ think, random, pace },
    });
    const ends = limitMs < Infinity;
    const expires_at = ends ? Math.floor((clock.wallMs() + limitMs) / 1000) : null;
    this.#session = { ...template, id: outbox.makeId("sess"), expires_at };
    this.#input = new InputCommands({
      clock,
      outbox,
      conversation,
      random: deps.random("transcription"),
      transcribe,
      interrupt: () => this.#responder.interrupt(),
      answer: (endedMs) => this.#answer(endedMs),
    }, this.#session.audio.input);
    outbox.emit({ type: "session.created", session: this.#session });
    if (ends) clock.at(clock.now() + limitMs, () => this.#expire());
  }

  /** Takes one text frame of the client. */
  receive(text: string): void {
    if (this.#ended) return;
    const frame = parseClientEvent(text);
    this.#deps.received?.(text, "event" in frame ? frame.event : undefined);
    if ("refusal" in frame) return this.#outbox.refuse(frame.refusal, frame.eventId);
    const refusal = this.#deps.denied ?? this.#handle(frame.event);
    if (refusal) this.#outbox.refuse(refusal, frame.event.event_id);
  }

  receiveBinary(): void {
    if (!this.#ended) this.#outbox.refuse(BINARY_FRAME);
  }

  /** Stops everything that is still to come. Harmless when repeated. */
  end(): void {
    this.#ended = true;
    this.#clock.cancelAll();
  }

  #send(event: WireEvent): void {
    this.#deps.send(event);
    this.#input.see(event);
  }

  #handle(event: HandledEvent): Refusal | undefined {
    switch (event.type) {
      case "session.update":
        return this.#update(event.session);
      case "input_audio_buffer.append":
        return this.#input.append(event.audio);
      case "input_audio_buffer.commit":
        return this.#input.commit();
      case "input_audio_buffer.clear":
        return this.#input.clear();
      case "conversation.item.create":
        return this.#items.create(event, bytesPerMs(this.#session.audio.input.format));
      case "conversation.item.retrieve":
        return this.#items.retrieve(event.item_id);
      case "conversation.item.delete":
        return this.#items.delete(event.item_id);
      case "conversation.item.truncate":
        return this.#items.truncate(event);
      case "response.create":
        return this.#respond(event.response ?? {}, this.#clock.now());
      case "response.cancel":
        return this.#responder.cancel(event.response_id);
    }
  }

  #update(request: AnySessionRequest): Refusal | undefined {
    const updated = updateAnySession(this.#session, request, this.#conversation.hasReplyAudio);
    if ("refusal" in updated) return updated.refusal;
    this.#session = updated.session;
    this.#input.configure(this.#session.audio.input);
    this.#outbox.emit({ type: "session.updated", session: this.#session });
  }

  #respond(request: ResponseRequest, startMs: number): Refusal | undefined {
    if (this.#session.type !== "realtime") return NO_RESPONSES;
    return this.#responder.respond(this.#session, request, startMs);
  }

  /** Answers a turn that ended by itself. */
  #answer(endedMs: number): void {
    const refusal = this.#respond({}, endedMs);
    if (refusal) this.#outbox.refuse(refusal);
  }

  #expire(): void {
    const refusal = sessionExpired(this.#deps.limitMs);
    this.#outbox.refuse(refusal);
    this.end();
    this.#deps.close(CLOSE_GOING_AWAY, refusal.message);
  }
}
