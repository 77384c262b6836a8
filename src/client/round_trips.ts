import type { ServerEvent } from "../protocol/events.ts";
import { type Clock, sleepUntil } from "../time/clock.ts";
import { probe } from "./probe.ts";

/**
 * Two round trips in each turn, while the person speaks and the line is otherwise quiet: a Realtime
 * request without side effect (`rtt`, through everything) and a WebSocket ping (`bridge_rtt`, to the
 * first server alone).
 */
export class RoundTrips {
  rttMs: number | undefined;
  bridgeRttMs: number | undefined;
  #probes = 0;
  #probe: { readonly id: string; readonly sentAtMs: number } | undefined;
  #pings = 0;
  #ping: { readonly payload: string; readonly sentAtMs: number } | undefined;

  constructor(
    readonly clock: Clock,
    readonly send: (text: string) => void,
    readonly ping: (payload: string) => void,
    /** Called when a value is taken, at a time on the clock. */
    readonly onTaken: (atMs: number) => void,
  ) {}

  /** Schedules both, at one and two thirds of the speech, and forgets those of the turn before. */
  begin(speechStartMs: number, speechEndMs: number, signal: AbortSignal): void {
    this.rttMs =
      this.bridgeRttMs =
      this.#probe =
      this.#ping =
        undefined;
    const thirdMs = (speechEndMs - speechStartMs) / 3;
    this.#at(speechStartMs + thirdMs, () => this.#sendPing(), signal);
    this.#at(speechStartMs + 2 * thirdMs, () => this.#sendProbe(), signal);
  }

  /** @returns whether the event was the answer to a probe, of this or an earlier turn. */
  receive(event: ServerEvent, atMs: number): boolean {
    if (event.type !== "error" || !event.error.event_id?.startsWith(PROBE)) return false;
    if (event.error.event_id === this.#probe?.id) {
      this.rttMs = atMs - this.#probe.sentAtMs;
      this.onTaken(atMs);
    }
    return true;
  }

  /** A pong repeats its ping's payload: one that comes a turn late is not taken for another's. */
  receivePong(payload: string, atMs: number): void {
    if (payload !== this.#ping?.payload) return;
    this.bridgeRttMs = atMs - this.#ping.sentAtMs;
    this.onTaken(atMs);
  }

  #at(dueMs: number, task: () => void, signal: AbortSignal): void {
    // Rejects only when the call is over, and then there is nothing left to probe.
    sleepUntil(this.clock, dueMs, signal).then(task, () => {});
  }

  #sendPing(): void {
    this.#ping = { payload: String(++this.#pings), sentAtMs: this.clock.now() };
    this.ping(this.#ping.payload);
  }

  #sendProbe(): void {
    const id = `${PROBE}${++this.#probes}`;
    this.#probe = { id, sentAtMs: this.clock.now() };
    this.send(probe(id));
  }
}

const PROBE = "ttfa_rtt_";
