import { base64Bytes } from "../protocol/decode.ts";
import { REALTIME_SAMPLE_RATE, type ServerEvent, type ServerEventOf } from "../protocol/events.ts";
import type { Timeline, Verdict } from "../protocol/timeline.ts";
import { compact } from "./compact.ts";
import { VirtualPlayer } from "./player.ts";
import { type Outcome, RUN_STOPPED, type TurnHead, type TurnRecord } from "./record.ts";

/**
 * Why a turn ended: the service finished it, or it was given up because time was up, the peer hung up,
 * the run was stopped, this generator could not keep up, or the scenario failed.
 */
export type TurnEnd = "finished" | "timeout" | "closed" | "cut" | "overload" | "failed";

/** How far this generator can be trusted during a turn. */
export interface Lateness {
  /** Of each frame sent: due → written. */
  readonly pacingMs: Float64Array;
  /** The longest hold-up of the thread. */
  readonly heldMs: number;
  /** Anything longer makes the turn `late_generator`. */
  readonly limitMs: number;
}

export interface TurnStart extends TurnHead {
  /** Capture of the first speech sample, on the client's clock. */
  readonly speechStartMs: number;
  /** t_se on the client's clock. */
  readonly speechEndMs: number;
}

/** One attempted turn while it runs. */
export class Turn {
  readonly player = new VirtualPlayer(REALTIME_SAMPLE_RATE);
  rttMs: number | undefined;
  bridgeRttMs: number | undefined;
  /** When the client itself said that the turn was over. */
  committedAtMs: number | undefined;
  /** By which the service would name the words of a written turn where it refused them. */
  itemEventId: string | undefined;
  /** Where it spoke into the reply of the turn before: until when that went on. */
  bargeInStopMs: number | undefined;
  /** The item of the last reply audio, when it was heard, and how long it had waited at most. */
  lastAudio:
    | { readonly itemId: string; readonly atMs: number; readonly waitedMs: number }
    | undefined;
  /** At the end of speech: what this process had not got rid of by then. */
  unsentBytes = 0;
  /** The longest that something on which its figures rest may have waited to be heard. */
  #waitedMs = 0;
  #refusedWith: string | undefined;

  constructor(readonly start: TurnStart, readonly timeline: Timeline) {}

  /** @param waitedMs how long the event may have waited to be heard. */
  receive(event: ServerEvent, atMs: number, waitedMs: number): void {
    if (event.type === "error" && this.itemEventId !== undefined) this.#onError(event.error);
    const weight = this.timeline.receive(event, atMs);
    const isHeeded = weight === "reply_audio"
      ? this.#play(event as ServerEventOf<"response.output_audio.delta">, atMs, waitedMs)
      : weight === "decides";
    if (isHeeded) this.heard(waitedMs);
  }

  /** Something was heard on which a figure rests; it may have waited for so long. */
  heard(waitedMs: number): void {
    if (waitedMs > this.#waitedMs) this.#waitedMs = waitedMs;
  }

  get head(): TurnHead {
    const { speechStartMs: _, speechEndMs: __, ...head } = this.start;
    return head;
  }

  record(end: TurnEnd, { pacingMs, heldMs, limitMs }: Lateness): TurnRecord {
    const { timeline, player } = this;
    const { speechEndMs } = this.start;
    const since = (atMs: number | undefined, originMs: number | undefined) =>
      atMs === undefined || originMs === undefined ? undefined : atMs - originMs;
    const isLate = heldMs > limitMs || this.#waitedMs > limitMs || this.unsentBytes > 0 ||
      pacingMs.some((ms) => ms > limitMs);
    const errorCode = this.#refusedWith ?? timeline.errorCode;
    // An answer to what was never taken is none.
    const verdict = this.#refusedWith === undefined ? timeline.verdict : "error";
    const outcome = outcomeOf(verdict, end, errorCode, isLate);
    return compact({
      ...this.head,
      outcome,
      errorCode: end === "cut" ? RUN_STOPPED : errorCode,
      ttfaMs: since(timeline.firstAudioAtMs, speechEndMs),
      ttfaAudibleMs: since(player.audibleAtMs, speechEndMs),
      endpointingMs: since(timeline.speechStoppedAtMs, speechEndMs),
      responseLatencyMs: since(
        timeline.firstAudioAtMs,
        timeline.speechStoppedAtMs ?? this.committedAtMs,
      ),
      turnMs: since(timeline.doneAtMs, speechEndMs),
      transcriptMs: since(timeline.transcriptAtMs, speechEndMs),
      rttMs: this.rttMs,
      bridgeRttMs: this.bridgeRttMs,
      ...(player.audioMs > 0 && {
        replyAudioMs: player.audioMs,
        underruns: player.underruns,
        underrunWorstMs: player.underrunWorstMs,
        underrunTotalMs: player.underrunTotalMs,
      }),
      bargeInStopMs: this.bargeInStopMs,
      pacingMs,
      unsentBytes: this.unsentBytes,
    });
  }

  /** @returns whether the listener waited for it. */
  #play(
    { item_id: itemId, delta }: ServerEventOf<"response.output_audio.delta">,
    atMs: number,
    waitedMs: number,
  ): boolean {
    this.lastAudio = { itemId, atMs, waitedMs };
    return this.player.receive(atMs, base64Bytes(delta), () => Uint8Array.fromBase64(delta));
  }

  #onError({ event_id, code, type }: ServerEventOf<"error">["error"]): void {
    if (event_id === this.itemEventId) this.#refusedWith = code ?? type;
  }
}

function outcomeOf(
  verdict: Verdict,
  end: TurnEnd,
  errorCode: string | undefined,
  isLate: boolean,
): Outcome {
  if (end === "overload") return "late_generator";
  if (end === "cut") return "interrupted";
  if (end === "failed") return "error";
  // A refusal and a close are the target's doing; anything else that a late generator saw, and what it
  // waited for in vain, proves nothing.
  if (verdict === "error") return "error";
  if (verdict !== "unfinished") return isLate ? "late_generator" : verdict;
  if (errorCode !== undefined || end === "finished") return "error";
  return isLate && end === "timeout" ? "late_generator" : end;
}
