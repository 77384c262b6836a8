import type { ClientEvent, ServerEventOf, ServerEventType } from "../protocol/events.ts";
import { QuietTimeline } from "../protocol/quiet_timeline.ts";
import type { Timeline } from "../protocol/timeline.ts";
import { TranscriptTimeline } from "../protocol/transcript_timeline.ts";
import { TurnTimeline } from "../protocol/turn_timeline.ts";
import type { Caller, Tool, Utterance } from "../scenarios/scenario.ts";
import {
  eventText,
  requireEvent,
  requireEventType,
  requireMs,
  requireUtterance,
} from "../scenarios/step_arguments.ts";
import { StepError } from "../scenarios/step_error.ts";
import { sleep, sleepUntil } from "../time/clock.ts";
import type { CallEnd } from "./call_end.ts";
import { Connection } from "./connection.ts";
import type { SessionOutcome, SessionRecord } from "./record.ts";
import type { SessionSetup } from "./session.ts";
import type { EncodedSpeech } from "./speech.ts";
import type { Turn, TurnEnd } from "./turn.ts";

/** Shorter waits only cost: no reply is heard more exactly. */
const LEAST_WAIT_MS = 1;

/** The steps of a scenario, done by one client. */
export class Steps implements Caller {
  /** The present connection, or the last one. */
  #connection: Connection;
  #state: "new" | "connected" | "hung up" = "new";

  constructor(readonly setup: SessionSetup, readonly end: CallEnd) {
    this.#connection = new Connection(setup, end);
  }

  async connect(): Promise<void> {
    if (this.#state === "connected") await this.hangUp();
    this.end.signal.throwIfAborted();
    if (this.#state === "hung up") {
      this.setup.onEarlierConnection?.(this.#connection.record("ok"));
      this.#connection = new Connection(this.setup, this.end);
    }
    this.#state = "connected";
    await this.#connection.open();
  }

  async hangUp(): Promise<void> {
    if (this.#state !== "connected") return;
    this.#state = "hung up";
    this.#connection.turns.end("finished");
    await this.#connection.close();
    this.end.signal.throwIfAborted();
  }

  async say(utterance: Utterance): Promise<void> {
    this.#connected();
    requireUtterance(utterance);
    if (typeof utterance === "string") {
      const speech = this.#encoded(utterance);
      await this.#startAfresh();
      await this.#speak(speech);
    } else {
      await this.#startAfresh();
      this.#write(utterance.text);
    }
  }

  async hearReply(tools: Readonly<Record<string, Tool>> = {}): Promise<void> {
    const connection = this.#connected();
    const { turns } = connection;
    const turn = this.#openTurn("hearReply");
    using timeout = this.#timeout(turn.start.speechEndMs + this.setup.turnTimeoutMs);
    const over = Promise.race([turns.finished, timeout.reached]);
    await this.end.unlessOver(connection.answerCalls(tools, over));
    turns.settle(turn.timeline.finished ? "finished" : "timeout");
    await this.#playOut(turn);
    turns.end("finished");
  }

  async interrupt(fixture: string, afterMs: number): Promise<void> {
    const { turns } = this.#connected();
    const turn = this.#openTurn("interrupt");
    requireMs("interrupt", afterMs);
    const speech = this.#encoded(fixture);
    const isHeard = await this.#hear(turn, afterMs);
    if (isHeard) turns.interrupt();
    else turns.end(turn.timeline.finished ? "finished" : "timeout");
    await this.#startAfresh();
    await this.#speak(speech);
  }

  async keepQuiet(ms: number): Promise<void> {
    this.#connected();
    requireMs("keepQuiet", ms);
    await this.#startAfresh();
    const nowMs = this.setup.clock.now();
    const timeline = new QuietTimeline();
    this.#begin("silence", nowMs, nowMs + ms, timeline);
    await this.wait(ms);
    timeline.finish();
    this.#connection.turns.end("finished");
  }

  async wait(ms: number): Promise<void> {
    requireMs("wait", ms);
    await sleep(this.setup.clock, ms, this.end.signal);
  }

  // deno-lint-ignore require-await -- what it throws must be a rejection, as of every other step
  async sendEvent(event: ClientEvent): Promise<void> {
    const { turns, sent, line } = this.#connected();
    requireEvent(event);
    const text = eventText(sent.marked(event, this.setup.placeOf?.(new Error())));
    line.send(text);
    if (event.type === "input_audio_buffer.commit" && turns.open) {
      turns.open.committedAtMs ??= this.setup.clock.now();
    }
  }

  async expectEvent<T extends ServerEventType>(
    type: T,
    withinMs: number,
  ): Promise<ServerEventOf<T>> {
    const { inbox } = this.#connected();
    requireEventType(type);
    requireMs("expectEvent", withinMs);
    using timeout = this.#timeout(this.setup.clock.now() + withinMs);
    const event = await this.end.unlessOver(inbox.next(type, timeout.reached));
    if (event) return event;
    const { attention, clock, lateLimitMs } = this.setup;
    // It may have come, and not been heard.
    if (attention.waitedMs(clock.now()) > lateLimitMs) this.end.hangUp("late_generator");
    this.end.signal.throwIfAborted();
    throw new StepError("expected_event_missing", `no '${type}' came within ${withinMs} ms`);
  }

  /** Records what is open; `errorCode` is why the call failed, where the scenario knows. */
  endTurn(how: TurnEnd, errorCode: string | undefined): void {
    const { turns, line } = this.#connection;
    const code = errorCode ?? line.errorCode;
    for (const turn of [turns.undecided, turns.interrupted]) {
      if (how !== "failed" || !turn || turn.timeline.finished) continue;
      turn.timeline.errorCode = code ?? turn.timeline.errorCode;
    }
    turns.end(how);
  }

  async finish(outcome: SessionOutcome): Promise<SessionRecord> {
    await this.#connection.close();
    return this.#connection.record(outcome);
  }

  #encoded(fixture: string): EncodedSpeech {
    const { speech, scenario } = this.setup;
    const encoded = speech.get(fixture);
    if (!encoded) {
      const known = [...speech.keys()].join(", ");
      throw new StepError("unknown_fixture", `there is no fixture '${fixture}' among ${known}`);
    }
    if (scenario.microphone === "off") {
      throw new StepError("microphone_off", `'${fixture}' cannot be said with microphone: "off"`);
    }
    return encoded;
  }

  /**
   * Ends the turn before. Where its answer may still come, the next one calls again: nothing on the
   * wire says for certain which of two turns is answered.
   */
  async #startAfresh(): Promise<void> {
    const { turns } = this.#connection;
    turns.endOpen("finished");
    if (turns.owesAnswer) await this.connect();
  }

  async #speak({ name, frames, speechStartMs, speechEndMs }: EncodedSpeech): Promise<void> {
    const { scenario } = this.setup;
    const { mic, line, turns } = this.#connected();
    const startMs = mic.speak(frames);
    const endMs = startMs + speechEndMs;
    const isTranscribed = scenario.session?.type === "transcription";
    const timeline = isTranscribed ? new TranscriptTimeline(endMs) : new TurnTimeline(endMs);
    this.#begin(name, startMs + speechStartMs, endMs, timeline, startMs);
    await this.end.unlessOver(mic.sent(endMs));
    if (turns.open) turns.open.unsentBytes = line.unsentBytes;
    if (scenario.microphone === "push-to-talk") mic.mute();
  }

  #write(text: string): void {
    const connection = this.#connected();
    const nowMs = this.setup.clock.now();
    const turn = this.#begin("text", nowMs, nowMs, new TurnTimeline(nowMs));
    turn.committedAtMs = nowMs;
    const content = [{ type: "input_text" as const, text }];
    turn.itemEventId = `ttfa_say_${turn.start.turn}`;
    connection.send({
      type: "conversation.item.create",
      event_id: turn.itemEventId,
      item: { type: "message", role: "user", content },
    });
    connection.send({ type: "response.create" });
  }

  #begin(
    fixture: string,
    speechStartMs: number,
    speechEndMs: number,
    timeline: Timeline,
    startMs = speechStartMs,
  ): Turn {
    const { clock, scenario } = this.setup;
    const { turns, line, roundTrips } = this.#connection;
    this.#connection.forget();
    const turn = turns.begin({
      scenario: scenario.name,
      fixture,
      startedAtMs: clock.wallMs() + startMs - clock.now(),
      speechStartMs,
      speechEndMs,
      cold: turns.begun === 0 && line.isCold,
    }, timeline);
    roundTrips.begin(startMs, speechEndMs, this.end.signal);
    return turn;
  }

  /** @returns whether so much of the reply was heard, or else it is over or does not come. */
  async #hear({ start, timeline, player }: Turn, afterMs: number): Promise<boolean> {
    const { clock, turnTimeoutMs } = this.setup;
    const latestMs = start.speechEndMs + turnTimeoutMs;
    for (;;) {
      const nowMs = clock.now();
      const missingMs = afterMs - player.heardMs(nowMs);
      if (player.audioMs > 0 && missingMs <= 0) return true;
      const isOver = timeline.finished && player.playEndMs <= nowMs;
      if (isOver || nowMs >= latestMs) return false;
      await this.wait(Math.max(Math.min(missingMs, latestMs - nowMs), LEAST_WAIT_MS));
    }
  }

  async #playOut({ player }: Turn): Promise<void> {
    const { clock } = this.setup;
    if (player.playEndMs <= clock.now()) return;
    await sleepUntil(clock, player.playEndMs, this.end.signal);
  }

  #timeout(atMs: number): Disposable & { readonly reached: Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.setup.clock.at(atMs, resolve);
    return { reached: promise, [Symbol.dispose]: cancel };
  }

  #connected(): Connection {
    this.end.signal.throwIfAborted();
    if (this.#state === "connected") return this.#connection;
    throw new StepError("not_connected", "there is no connection: call connect() first");
  }

  #openTurn(step: string): Turn {
    const { open } = this.#connected().turns;
    if (open) return open;
    throw new StepError(
      `${step === "interrupt" ? "interrupt" : "hear_reply"}_without_say`,
      `${step}() without say() before it`,
    );
  }
}
