import type {
  BridgeHopsEvent,
  BridgeSessionEvent,
  UpstreamPhases,
} from "../protocol/bridge_events.ts";
import { isEvent } from "./is_event.ts";
import type { SessionObserver } from "./observation.ts";

/** What an event holds at most: 40 s of audio frames, about 8 KB. */
const MAX_HOPS = 2048;

/**
 * Tells a client that asked what the relay saw. So as not to disturb what is measured, it speaks once
 * the session is there, then at the end of a reply, or when as many frames have passed as one event
 * holds; always behind a frame that the client is sent anyway.
 */
export class Probe implements SessionObserver {
  readonly #instance: Omit<BridgeSessionEvent, "type" | "upstream_ms">;
  #session: BridgeSessionEvent | undefined;
  #us = { up: [] as number[], down: [] as number[] };
  #omitted = 0;

  constructor(instance: Omit<BridgeSessionEvent, "type" | "upstream_ms">) {
    this.#instance = instance;
  }

  hop(direction: "up" | "down", ms: number): void {
    if (this.#isFull) this.#omitted++;
    else this.#us[direction].push(Math.round(1000 * ms));
  }

  ready(upstreamMs: UpstreamPhases): void {
    const rounded = Object.entries(upstreamMs).map(([phase, ms]) => [phase, Number(ms.toFixed(3))]);
    const upstream_ms = Object.fromEntries(rounded);
    this.#session = { type: "bridge.session", ...this.#instance, upstream_ms };
  }

  sent(frame: string): string | undefined {
    const event = this.#session ?? (this.#isDue(frame) ? this.#takeHops() : undefined);
    this.#session = undefined;
    return event && JSON.stringify(event);
  }

  get #isFull(): boolean {
    return this.#us.up.length + this.#us.down.length >= MAX_HOPS;
  }

  #isDue(frame: string): boolean {
    return this.#isFull || isEvent(frame, "response.done");
  }

  #takeHops(): BridgeHopsEvent {
    const { up, down } = this.#us;
    const omitted = this.#omitted;
    this.#us = { up: [], down: [] };
    this.#omitted = 0;
    return { type: "bridge.hops", up_us: up, down_us: down, omitted };
  }
}
