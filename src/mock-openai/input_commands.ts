import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import type { Conversation, Entry, WireItem } from "./conversation.ts";
import { decodeAudio } from "./decode_audio.ts";
import { BAD_AUDIO, bufferTooSmall, type Refusal } from "./refusals.ts";
import { HeardTurn } from "./heard_turn.ts";
import { IdleTimer } from "./idle_timer.ts";
import { InputAudio } from "./input_audio.ts";
import { announceItem } from "./item_commands.ts";
import type { Outbox } from "./outbox.ts";
import type { Transcriber } from "./transcriber.ts";
import { playTranscription } from "./transcription.ts";
import { TurnAudio } from "./turn_audio.ts";
import type { TurnEdge } from "./turn_detection.ts";
import type { WireAudioInput, WireEvent } from "./wire.ts";

const MIN_COMMIT_MS = 100;

export interface InputDeps {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly conversation: Conversation;
  /** Of transcription delays. */
  readonly random: Random;
  readonly transcribe: Transcriber;
  /** Somebody began to speak, and whoever answers shall stop. */
  interrupt(): void;
  /** A turn ended by itself at `endedMs` of the clock, and shall be answered. */
  answer(endedMs: number): void;
}

/** Answers the `input_audio_buffer.*` events of a client, and says what is heard in the audio. */
export class InputCommands {
  readonly #deps: InputDeps;
  readonly #audio: InputAudio;
  readonly #idle: IdleTimer;
  #settings: WireAudioInput;
  /** The turn that is being spoken: its item's id and where it began. */
  #turn: { readonly itemId: string; readonly startMs: number } | undefined;
  readonly #turnAudio = new TurnAudio();
  #lastHeard: HeardTurn | undefined;

  constructor(deps: InputDeps, settings: WireAudioInput) {
    this.#deps = deps;
    this.#settings = settings;
    this.#audio = new InputAudio(settings.format);
    this.#audio.detectTurns(settings.turn_detection);
    this.#idle = new IdleTimer({
      clock: deps.clock,
      timeoutMs: () => this.#idleTimeoutMs,
      audioMs: () => this.#audio.nowMs,
      onIdle: (playedAtMs) => this.#timeOut(playedAtMs),
    });
  }

  /** Takes every event that leaves the session. */
  see(event: WireEvent): void {
    this.#idle.see(event);
  }

  configure(settings: WireAudioInput): void {
    this.#settings = settings;
    this.#audio.setFormat(settings.format);
    this.#audio.detectTurns(settings.turn_detection);
  }

  append(base64: string): Refusal | undefined {
    const bytes = decodeAudio(base64);
    if (!bytes) return BAD_AUDIO;
    for (const edge of this.#audio.append(bytes)) this.#takeEdge(edge);
  }

  commit(): Refusal | undefined {
    const { heldFromMs, nowMs } = this.#audio;
    if (nowMs - heldFromMs < MIN_COMMIT_MS) return bufferTooSmall(nowMs - heldFromMs);
    const itemId = this.#turn?.itemId ?? this.#deps.outbox.makeId("item");
    this.#dropHeld();
    this.#commit(itemId, heldFromMs, nowMs);
  }

  clear(): undefined {
    this.#dropHeld();
    this.#deps.outbox.emit({ type: "input_audio_buffer.cleared" });
  }

  #takeEdge(edge: TurnEdge): void {
    if (edge.kind === "started") this.#startTurn(edge.audioStartMs);
    else this.#stopTurn(edge.audioEndMs);
  }

  #startTurn(detectedMs: number): void {
    // The padding does not reach back over audio that is committed or cleared.
    const audio_start_ms = Math.max(detectedMs, Math.ceil(this.#audio.heldFromMs));
    const item_id = this.#deps.outbox.makeId("item");
    this.#turn = { itemId: item_id, startMs: audio_start_ms };
    this.#deps.outbox.emit({
      type: "input_audio_buffer.speech_started",
      audio_start_ms,
      item_id,
    });
    if (this.#settings.turn_detection?.interrupt_response) this.#deps.interrupt();
  }

  #stopTurn(audio_end_ms: number): void {
    const { itemId, startMs } = this.#turn!;
    this.#turn = undefined;
    const stoppedMs = this.#deps.clock.now();
    this.#deps.outbox.emit({
      type: "input_audio_buffer.speech_stopped",
      audio_end_ms,
      item_id: itemId,
    });
    this.#endTurn(itemId, startMs, audio_end_ms, stoppedMs);
  }

  /** Nobody has spoken for a while: what was heard since the reply is a turn too. */
  #timeOut(startMs: number): void {
    const itemId = this.#deps.outbox.makeId("item");
    const endMs = this.#audio.nowMs;
    this.#deps.outbox.emit({
      type: "input_audio_buffer.timeout_triggered",
      audio_start_ms: Math.round(startMs),
      audio_end_ms: Math.round(endMs),
      item_id: itemId,
    });
    this.#endTurn(itemId, startMs, endMs, this.#deps.clock.now());
  }

  get #idleTimeoutMs(): number | null {
    const { turn_detection } = this.#settings;
    return turn_detection?.type === "server_vad" ? turn_detection.idle_timeout_ms ?? null : null;
  }

  #endTurn(itemId: string, startMs: number, endMs: number, endedMs: number): void {
    this.#audio.takeTurn(endMs);
    this.#commit(itemId, startMs, endMs);
    if (this.#settings.turn_detection?.create_response) this.#deps.answer(endedMs);
  }

  #commit(id: string, startMs: number, endMs: number): void {
    const { outbox, conversation, transcribe } = this.#deps;
    this.#lastHeard?.forget();
    this.#turnAudio.keep(this.#audio.read(startMs, endMs));
    const heard = this.#lastHeard = new HeardTurn(() => transcribe(this.#turnAudio.copy()));
    const entry: Entry = { id, item: spokenItem(id), audioMs: endMs - startMs, heard };
    const previous_item_id = conversation.lastId;
    conversation.append(entry);
    outbox.emit({ type: "input_audio_buffer.committed", previous_item_id, item_id: id });
    announceItem(outbox, entry.item, previous_item_id);
    const { transcription } = this.#settings;
    if (transcription) playTranscription(this.#deps, transcription, entry, heard.transcription);
  }

  #dropHeld(): void {
    this.#turn = undefined;
    this.#audio.takeAll();
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
