import { conversation } from "../scenarios/conversation.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { Pacer } from "./pacer.ts";
import type { SessionRecord, TurnRecord } from "./record.ts";
import { runSession } from "./session.ts";
import type { DialResult, SocketHandlers } from "./socket.ts";

const FRAME_MS = 20;
/** The end of what is said: with it the answer begins. */
const LAST = "last";
const SPEECH = {
  name: "rehearsal",
  frames: ["first", LAST],
  speechStartMs: 0,
  speechEndMs: 2 * FRAME_MS,
};
/** After each other pieces are received as they will be at length: a few would leave code unready. */
const TURNS = 4;
const PIECES = 50;
const PIECE = new Uint8Array(FRAME_MS * 48).fill(0x11).toBase64();
/** Longer than the turns take, on a clock that passes as fast as it can. */
const ENOUGH_MS = 10_000;

/** Answers each turn with speech, and every probe. */
class Service {
  #responses = 0;

  constructor(readonly clock: VirtualClock, readonly handlers: SocketHandlers) {}

  open(): DialResult {
    const socket = {
      send: (text: string) => this.#receive(text),
      ping: (payload: string) => this.#after(1, () => this.handlers.onPong(payload)),
      close: () => this.handlers.onClose(1000),
      pause: () => {},
      terminate: () => this.handlers.onClose(1006),
    };
    this.#say(0, { type: "session.created", session: {} });
    return { ok: true, socket, phases: {}, openedAtMs: this.clock.now(), headers: {} };
  }

  #receive(text: string): void {
    if (text === LAST) return this.#reply(`resp_${++this.#responses}`);
    if (!text.startsWith("{")) return;
    const { event_id } = JSON.parse(text);
    this.#say(1, { type: "error", error: { code: "item_not_found", event_id } });
  }

  #reply(id: string): void {
    this.#say(0, { type: "input_audio_buffer.speech_stopped" });
    this.#say(1, { type: "response.created", response: { id } });
    for (let i = 0; i < PIECES; i++) {
      this.#say(2 + i, { type: "response.output_audio.delta", response_id: id, delta: PIECE });
    }
    this.#say(2 + PIECES, { type: "response.done", response: { id, status: "completed" } });
  }

  #say(afterMs: number, event: object): void {
    const text = JSON.stringify(event);
    this.#after(afterMs, () => this.handlers.onText(text, text.length));
  }

  #after(ms: number, task: () => void): void {
    this.clock.at(this.clock.now() + ms, task);
  }
}

/**
 * Goes through a conversation in memory, in no time: what a thread does for the first time takes it a
 * millisecond, which would else be added to the first replies. Once for each thread.
 */
export async function rehearseCall(): Promise<{ session: SessionRecord; turns: TurnRecord[] }> {
  const clock = new VirtualClock();
  const turns: TurnRecord[] = [];
  const session = runSession({
    clock,
    dial: (handlers) => Promise.resolve(new Service(clock, handlers).open()),
    scenario: conversation,
    turns: Array<string>(TURNS).fill(SPEECH.name),
    speech: new Map([[SPEECH.name, SPEECH]]),
    room: ["room"],
    pacer: new Pacer(clock, FRAME_MS),
    turnTimeoutMs: ENOUGH_MS,
    lateLimitMs: FRAME_MS,
    attention: UNDIVIDED,
    onTurn: (turn) => turns.push(turn),
  }, new AbortController().signal);
  let ended: SessionRecord | undefined;
  void session.then((record) => ended = record);
  await clock.advance(ENOUGH_MS);
  if (!ended) throw new Error("the rehearsed call does not end");
  return { session: ended, turns };
}
