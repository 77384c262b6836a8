import { base64Bytes } from "../protocol/decode.ts";
import { REALTIME_SAMPLE_RATE, type ServerEvent } from "../protocol/events.ts";
import { TurnTimeline, type Verdict } from "../protocol/turn_timeline.ts";
import { VirtualPlayer } from "./player.ts";
import type { Outcome, TurnRecord } from "./record.ts";

/** Why a turn was given up before the service had finished it. */
export type TurnEnd = "finished" | "timeout" | "closed";

export interface TurnStart {
  readonly turn: number;
  readonly scenario: string;
  readonly fixture: string;
  readonly startedAtMs: number;
  /** t_se on the client's clock. */
  readonly speechEndMs: number;
  readonly cold: boolean;
}

/** One attempted turn while it runs. */
export class Turn {
  readonly timeline: TurnTimeline;
  readonly player = new VirtualPlayer(REALTIME_SAMPLE_RATE);
  rttMs: number | undefined;
  bridgeRttMs: number | undefined;

  constructor(readonly start: TurnStart) {
    this.timeline = new TurnTimeline(start.speechEndMs);
  }

  receive(event: ServerEvent, atMs: number): void {
    this.timeline.receive(event, atMs);
    if (event.type !== "response.output_audio.delta") return;
    const { delta } = event;
    this.player.receive(atMs, base64Bytes(delta), () => Uint8Array.fromBase64(delta));
  }

  /**
   * @param pacingMs lateness of the frames sent during the turn.
   * @param lateLimitMs a frame later than this makes the turn `late_generator`.
   */
  record(end: TurnEnd, pacingMs: Float64Array, lateLimitMs: number): TurnRecord {
    const { timeline, player } = this;
    const { speechEndMs, ...start } = this.start;
    const since = (atMs: number | undefined, originMs: number | undefined) =>
      atMs === undefined || originMs === undefined ? undefined : atMs - originMs;
    const isLate = pacingMs.some((ms) => ms > lateLimitMs);
    return compact({
      ...start,
      outcome: outcomeOf(timeline.verdict, end, timeline.errorCode, isLate),
      errorCode: timeline.errorCode,
      ttfaMs: since(timeline.firstAudioAtMs, speechEndMs),
      ttfaAudibleMs: since(player.audibleAtMs, speechEndMs),
      endpointingMs: since(timeline.speechStoppedAtMs, speechEndMs),
      responseLatencyMs: since(timeline.firstAudioAtMs, timeline.speechStoppedAtMs),
      turnMs: since(timeline.doneAtMs, speechEndMs),
      rttMs: this.rttMs,
      bridgeRttMs: this.bridgeRttMs,
      ...(player.audioMs > 0 && {
        replyAudioMs: player.audioMs,
        underruns: player.underruns,
        underrunWorstMs: player.underrunWorstMs,
        underrunTotalMs: player.underrunTotalMs,
      }),
      pacingMs,
    });
  }
}

function outcomeOf(
  verdict: Verdict,
  end: TurnEnd,
  errorCode: string | undefined,
  isLate: boolean,
): Outcome {
  if (verdict === "unfinished") {
    return errorCode !== undefined || end === "finished" ? "error" : end;
  }
  // What a late generator saw of the service's turn-taking proves nothing; an error stays an error.
  return isLate && verdict !== "error" ? "late_generator" : verdict;
}

/** Leaves out what was not measured. */
function compact<T extends object>(record: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
