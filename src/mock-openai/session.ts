import type { SessionRequest } from "../protocol/events.ts";
import type { Distribution } from "../random/distribution.ts";
import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import { type HandledEvent, parseClientEvent } from "./client_events.ts";
import { Conversation, type WireItem } from "./conversation.ts";
import { decodeAudio } from "./decode_audio.ts";
import { BAD_AUDIO, BINARY_FRAME, bufferTooSmall, type Fault, SESSION_EXPIRED } from "./faults.ts";
import { InputAudio } from "./input_audio.ts";
import { announceItem, ItemCommands } from "./item_commands.ts";
import { Outbox } from "./outbox.ts";
import { Responder } from "./responder.ts";
import { ScopedClock } from "./scoped_clock.ts";
import { defaultSession, SESSION_LIFETIME_MS, updateSession } from "./session_config.ts";
import type { TurnEdge } from "./turn_detection.ts";
import type { PreparedReply } from "./voice.ts";
import type { WireEvent, WireSession } from "./wire.ts";

const MIN_COMMIT_MS = 100;
const CLOSE_GOING_AWAY = 1001;

export interface SessionDeps {
  readonly clock: Clock;
  /** Independent streams of one seed: event ids and think times do not shift each other. */
  random(stream: "ids" | "think"): Random;
  readonly model: string;
  readonly think: Distribution;
  readonly replies: readonly PreparedReply[];
  send(event: WireEvent): void;
  close(code: number, reason: string): void;
}

/**
 * One Realtime session without its socket: frames of the client go in, events come out through
 * `send`, and the clock is the only source of time. `session.created` leaves on construction.
 */
export class MockSession {
  readonly #deps: SessionDeps;
  readonly #clock: ScopedClock;
  readonly #outbox: Outbox;
  readonly #conversation: Conversation;
  readonly #items: ItemCommands;
  readonly #responder: Responder;
  readonly #input = new InputAudio();
  #session: WireSession;
  /** The turn that is being spoken: its item's id and where it began. */
  #turn: { readonly itemId: string; readonly startMs: number } | undefined;
  #ended = false;

  constructor(deps: SessionDeps) {
    const { model, think, replies } = deps;
    const clock = this.#clock = new ScopedClock(deps.clock);
    const outbox = this.#outbox = new Outbox((event) => deps.send(event), deps.random("ids"));
    const conversation = this.#conversation = new Conversation(outbox.makeId("conv"));
    const random = deps.random("think");
    this.#deps = deps;
    this.#items = new ItemCommands(conversation, outbox);
    this.#responder = new Responder({ clock, outbox, conversation, think, random, replies });
    this.#session = defaultSession(outbox.makeId("sess"), model, clock.wallMs());
    this.#input.detectTurns(this.#session.audio.input.turn_detection);
    outbox.emit({ type: "session.created", session: this.#session });
    clock.at(clock.now() + SESSION_LIFETIME_MS, () => this.#expire());
  }

  /** Takes one text frame of the client. */
  receive(text: string): void {
    if (this.#ended) return;
    const frame = parseClientEvent(text);
    if ("fault" in frame) return this.#outbox.refuse(frame.fault, frame.eventId);
    const fault = this.#handle(frame.event);
    if (fault) this.#outbox.refuse(fault, frame.event.event_id);
  }

  receiveBinary(): void {
    if (!this.#ended) this.#outbox.refuse(BINARY_FRAME);
  }

  /** Stops everything that is still to come. Harmless when repeated. */
  end(): void {
    this.#ended = true;
    this.#clock.cancelAll();
  }

  #handle(event: HandledEvent): Fault | undefined {
    switch (event.type) {
      case "session.update":
        // Only the realtime kind passes the check of the frame.
        return this.#update(event.session as SessionRequest);
      case "input_audio_buffer.append":
        return this.#append(event.audio);
      case "input_audio_buffer.commit":
        return this.#commitHeld();
      case "input_audio_buffer.clear":
        return this.#clear();
      case "conversation.item.create":
        return this.#items.create(event);
      case "conversation.item.retrieve":
        return this.#items.retrieve(event.item_id);
      case "conversation.item.delete":
        return this.#items.delete(event.item_id);
      case "conversation.item.truncate":
        return this.#items.truncate(event);
      case "response.create":
        return this.#responder.respond(this.#session, event.response ?? {}, this.#clock.now());
      case "response.cancel":
        return this.#responder.cancel(event.response_id);
    }
  }

  #update(request: SessionRequest): Fault | undefined {
    const updated = updateSession(this.#session, request, this.#conversation.hasReplyAudio);
    if ("fault" in updated) return updated.fault;
    this.#session = updated.session;
    this.#input.detectTurns(this.#session.audio.input.turn_detection);
    this.#outbox.emit({ type: "session.updated", session: this.#session });
  }

  #append(base64: string): Fault | undefined {
    const bytes = decodeAudio(base64);
    if (!bytes) return BAD_AUDIO;
    for (const edge of this.#input.append(bytes)) this.#takeEdge(edge);
  }

  #takeEdge(edge: TurnEdge): void {
    if (edge.kind === "started") this.#startTurn(edge.audioStartMs);
    else this.#stopTurn(edge.audioEndMs);
  }

  #startTurn(audio_start_ms: number): void {
    const itemId = this.#outbox.makeId("item");
    this.#turn = { itemId, startMs: audio_start_ms };
    this.#outbox.emit({
      type: "input_audio_buffer.speech_started",
      audio_start_ms,
      item_id: itemId,
    });
    if (this.#session.audio.input.turn_detection?.interrupt_response) this.#responder.interrupt();
  }

  #stopTurn(audio_end_ms: number): void {
    const { itemId, startMs } = this.#turn!;
    this.#turn = undefined;
    this.#input.takeTurn(audio_end_ms);
    const stoppedMs = this.#clock.now();
    this.#outbox.emit({ type: "input_audio_buffer.speech_stopped", audio_end_ms, item_id: itemId });
    this.#commit(itemId, audio_end_ms - startMs);
    if (!this.#session.audio.input.turn_detection?.create_response) return;
    const fault = this.#responder.respond(this.#session, {}, stoppedMs);
    if (fault) this.#outbox.refuse(fault);
  }

  #commitHeld(): Fault | undefined {
    const { heldMs } = this.#input;
    if (heldMs < MIN_COMMIT_MS) return bufferTooSmall(heldMs);
    const itemId = this.#turn?.itemId ?? this.#outbox.makeId("item");
    this.#dropHeld();
    this.#commit(itemId, heldMs);
  }

  #commit(id: string, audioMs: number): void {
    const previousId = this.#conversation.lastId;
    const entry = { id, item: spokenItem(id), audioMs };
    this.#conversation.append(entry);
    const committed = { previous_item_id: previousId, item_id: id };
    this.#outbox.emit({ type: "input_audio_buffer.committed", ...committed });
    announceItem(this.#outbox, entry.item, previousId);
  }

  #clear(): undefined {
    this.#dropHeld();
    this.#outbox.emit({ type: "input_audio_buffer.cleared" });
  }

  #dropHeld(): void {
    this.#turn = undefined;
    this.#input.takeAll();
  }

  #expire(): void {
    this.#outbox.refuse(SESSION_EXPIRED);
    this.end();
    this.#deps.close(CLOSE_GOING_AWAY, SESSION_EXPIRED.message);
  }
}

function spokenItem(id: string): WireItem {
  return {
    id,
    type: "message",
    status: "completed",
    role: "user",
    content: [{ type: "input_audio", transcript: null }],
  };
}
