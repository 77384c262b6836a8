import { conversation } from "../scenarios/conversation.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { SessionRecord, TurnRecord } from "./record.ts";
import { runSession, type SessionSetup } from "./session.ts";
import type { DialResult, SocketHandlers } from "./socket.ts";
import { Pacer } from "./pacer.ts";

/** 60 ms of speech whose last sample is captured after 50 ms, in frames of 20 ms. */
const HELLO = { name: "hello", frames: ["s0", "s1", "s2"], speechStartMs: 0, speechEndMs: 50 };
export const AUDIO = new Uint8Array(new Int16Array(2400).fill(9000).buffer).toBase64(); // 100 ms

/** A scripted service on a virtual clock: it answers speech with the events a test gives. */
export class FakeService {
  readonly onSent: ((text: string) => void)[] = [];
  /** Every frame that came, and when. */
  readonly received: { readonly text: string; readonly atMs: number }[] = [];
  handlers!: SocketHandlers;
  dials = 0;
  closed = false;
  #responses = 0;
  answersClose = true;

  headers: Record<string, string> = {};
  /** What the client's side has not got rid of, at any time. */
  unsentBytes = 0;

  constructor(readonly clock: VirtualClock, readonly script: (service: FakeService) => void) {}

  dial = (handlers: SocketHandlers): Promise<DialResult> => {
    this.handlers = handlers;
    this.dials++;
    this.closed = false;
    const socket = {
      unsentBytes: this.unsentBytes,
      send: (text: string) => this.#onText(text),
      ping: (payload: string) => {
        this.clock.at(this.clock.now() + 2, () => handlers.onPong(payload));
      },
      close: () => this.answersClose && this.end(1000),
      pause: () => {},
      terminate: () => this.end(1006),
    };
    this.after(5, { type: "session.created" });
    const openedAtMs = this.clock.now();
    const { headers } = this;
    return Promise.resolve({ ok: true, socket, phases: { upgradeMs: 3 }, openedAtMs, headers });
  };

  /** Sends an event after `ms`, on the present connection or else the first. */
  after(ms: number, event: object): void {
    const connection = this.handlers;
    this.clock.at(this.clock.now() + ms, () => {
      if (this.closed || (connection && connection !== this.handlers)) return;
      const text = JSON.stringify({ event_id: "event_1", ...event });
      this.handlers.onText(text, text.length);
    });
  }

  end(code: number): void {
    if (this.closed) return;
    this.closed = true;
    this.handlers.onClose(code);
  }

  /** A whole answer, `ms` after now the first audio. */
  answer(ms: number): void {
    this.after(0, { type: "input_audio_buffer.speech_started" });
    this.after(ms - 30, { type: "input_audio_buffer.speech_stopped" });
    const id = `resp_${++this.#responses}`;
    this.after(ms - 20, { type: "response.created", response: { id } });
    this.after(ms, { type: "response.output_audio.delta", response_id: id, delta: AUDIO });
    this.after(ms + 10, { type: "response.done", response: { id, status: "completed" } });
  }

  /** A reply, `ms` after now its only audio, and nothing of a turn before it. */
  reply(ms: number, status: string): void {
    const id = `resp_${++this.#responses}`;
    this.after(ms - 1, { type: "response.created", response: { id } });
    this.after(ms, { type: "response.output_audio.delta", response_id: id, delta: AUDIO });
    this.after(ms + 10, { type: "response.done", response: { id, status } });
  }

  /** The events that came of these types, with the times of their coming. */
  events(...types: string[]): { readonly type: string; readonly atMs: number }[] {
    return this.received.filter(({ text }) => text.startsWith("{"))
      .map(({ text, atMs }) => ({ ...JSON.parse(text), atMs }))
      .filter(({ type }) => types.includes(type));
  }

  #onText(text: string): void {
    this.received.push({ text, atMs: this.clock.now() });
    this.onSent.forEach((tell) => tell(text));
    if (text === "s0") return this.script(this);
    if (!text.startsWith("{")) return;
    const { type, event_id } = JSON.parse(text);
    if (type === "session.update") this.after(3, { type: "session.updated" });
    if (type !== "conversation.item.retrieve") return;
    this.after(7, { type: "error", error: { code: "item_retrieve_invalid_item_id", event_id } });
  }
}

/** Runs a session against a {@linkcode FakeService} that plays `script` when speech begins. */
export async function call(
  script: (service: FakeService) => void,
  options: Partial<SessionSetup> & {
    advanceMs?: number;
    abortAtMs?: number;
    prepare?: (service: FakeService) => void;
  } = {},
) {
  const { advanceMs = 5000, abortAtMs, prepare, ...setup } = options;
  const clock = new VirtualClock();
  const service = new FakeService(clock, script);
  prepare?.(service);
  const turns: TurnRecord[] = [];
  const earlier: SessionRecord[] = [];
  const abort = new AbortController();
  if (abortAtMs) clock.at(abortAtMs, () => abort.abort());
  const session = runSession({
    clock,
    dial: service.dial,
    scenario: conversation,
    turns: ["hello", "hello"],
    speech: new Map([["hello", HELLO]]),
    room: ["room"],
    pacer: new Pacer(clock, 20),
    turnTimeoutMs: 1000,
    lateLimitMs: 20,
    attention: UNDIVIDED,
    onTurn: (turn) => turns.push(turn),
    onEarlierConnection: (record) => earlier.push(record),
    ...setup,
  }, abort.signal);
  await clock.advance(advanceMs);
  return { record: await session, turns, earlier, service };
}
