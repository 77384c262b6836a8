import { given } from "../config/given.ts";
import type { ClientEvent, RealtimeResponse, ServerEvent } from "../protocol/events.ts";
import type { Tool } from "../scenarios/scenario.ts";
import type { CallEnd } from "./call_end.ts";
import { Inbox } from "./inbox.ts";
import { Line, type Listener } from "./line.ts";
import { Microphone } from "./microphone.ts";
import type { SessionOutcome, SessionRecord } from "./record.ts";
import { oneLine } from "./refusal.ts";
import { RoundTrips } from "./round_trips.ts";
import { SentEvents } from "./sent_events.ts";
import type { SessionSetup } from "./session.ts";
import { truncation } from "./truncation.ts";
import type { Turn } from "./turn.ts";
import { TurnTaking } from "./turn_taking.ts";

/** One connection with all that a caller has on it: microphone, turns, probes, and what came in. */
export class Connection implements Listener {
  readonly line: Line;
  readonly mic: Microphone;
  readonly roundTrips: RoundTrips;
  readonly turns: TurnTaking;
  readonly inbox = new Inbox();
  readonly sent = new SentEvents();
  /** Responses that are done, for whoever answers their function calls. */
  readonly #responses = new Inbox();
  /** The turn whose reply is no longer played. */
  #stopped: Turn | undefined;

  constructor(readonly setup: SessionSetup, end: CallEnd) {
    const { clock, pacer, room, scenario: { microphone = "open" }, attention, lateLimitMs } = setup;
    this.line = new Line(setup, end, this);
    this.mic = new Microphone(
      pacer,
      microphone === "open" ? room : [],
      (frame) => this.line.send(frame, true),
      () => end.hangUp("late_generator"),
    );
    this.roundTrips = new RoundTrips(
      clock,
      (text) => this.line.send(text),
      (payload) => this.line.ping(payload),
      (atMs) => this.turns.heard(atMs),
    );
    this.turns = new TurnTaking({
      clock,
      lateness: (sinceMs) => ({
        pacingMs: this.mic.takeLateness(),
        heldMs: attention.heldMs(sinceMs),
        limitMs: lateLimitMs,
      }),
      waitedMs: (atMs) => attention.waitedMs(atMs),
      roundTrips: () => this.roundTrips,
      ...given("onTurnBegun", setup.onTurnBegun),
      onTurn: setup.onTurn,
    });
  }

  async open(): Promise<void> {
    await this.line.connect();
    if (this.setup.scenario.microphone !== "off") this.mic.start();
  }

  async close(): Promise<void> {
    this.mic.stop();
    await this.line.close();
  }

  record(outcome: SessionOutcome): SessionRecord {
    const { refusals } = this.sent;
    const record = this.line.record(outcome, this.turns.begun);
    return refusals.length > 0 ? { ...record, refusals } : record;
  }

  send(event: ClientEvent): void {
    this.line.send(JSON.stringify(event));
  }

  /** A turn is about to begin: what came before it explains nothing that happens now. */
  forget(): void {
    this.line.errorCode = this.line.errorMessage = undefined;
    this.inbox.clear();
    this.#responses.clear();
    this.mic.takeLateness();
  }

  /** Answers the function calls of each response as far as there are tools for them, until `over`. */
  async answerCalls(tools: Readonly<Record<string, Tool>>, over: Promise<unknown>): Promise<void> {
    for (;;) {
      const done = await this.#responses.next("response.done", over);
      if (!done) return;
      await this.#answer(done.response, tools);
    }
  }

  onEvent(event: ServerEvent | undefined, atMs: number): void {
    if (!event) return this.#onError("malformed_event");
    if (this.roundTrips.receive(event, atMs)) return;
    this.turns.receive(event, atMs);
    this.inbox.receive(event);
    if (event.type === "error") this.sent.receive(event);
    if (event.type === "response.done") this.#responses.receive(event);
    else if (event.type === "input_audio_buffer.speech_started") this.#stopPlaying(atMs);
    else if (event.type === "error" && !this.turns.open) {
      this.line.errorCode = event.error.code ?? event.error.type;
      this.line.errorMessage = oneLine(event.error.message ?? "");
    }
  }

  onPong(payload: string, atMs: number): void {
    this.roundTrips.receivePong(payload, atMs);
  }

  #onError(code: string): void {
    const { open, undecided } = this.turns;
    if (undecided) undecided.timeline.errorCode = code;
    else if (!open) [this.line.errorCode, this.line.errorMessage] = [code, undefined];
  }

  /** As a player does when it learns that it is spoken over. */
  #stopPlaying(atMs: number): void {
    const turn = this.turns.interrupted;
    if (!turn || turn === this.#stopped) return;
    this.#stopped = turn;
    const event = truncation(turn, atMs);
    if (event) this.send(event);
  }

  async #answer(response: RealtimeResponse, tools: Readonly<Record<string, Tool>>): Promise<void> {
    let answered = false;
    // Where the response was cut off its calls are not whole.
    for (const item of response.status === "completed" ? response.output ?? [] : []) {
      if (item.type !== "function_call" || !Object.hasOwn(tools, item.name!)) continue;
      const result = await tools[item.name!]!(parsed(item.arguments ?? ""));
      this.send({
        type: "conversation.item.create",
        item: {
          type: "function_call_output",
          call_id: item.call_id!,
          output: typeof result === "string" ? result : JSON.stringify(result ?? null),
        },
      });
      answered = true;
    }
    // A choice that forces a call would do so again.
    if (answered) this.send({ type: "response.create", response: { tool_choice: "auto" } });
  }
}

/** The arguments as they were meant, or as they came where they are no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
