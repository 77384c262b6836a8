import type { BridgeEvent, BridgeHopsEvent, UpstreamPhases } from "../protocol/bridge_events.ts";
import { compact } from "./compact.ts";
import { HopCounts } from "./hop_counts.ts";

/** What a bridge said of its own part; `undefined` where it did not. */
export interface BridgeFacts {
  /** Where it says it is. */
  readonly bridgeRegion?: string;
  /** Its dial to the upstream. */
  readonly upstreamMs?: UpstreamPhases;
  /** How many frames it held for how many µs, in either direction. */
  readonly relayHops?: ReadonlyMap<number, number>;
  /** Frames whose time it did not keep. */
  readonly relayHopsOmitted?: number;
}

/** Collects the events of a bridge that was asked for them; a list that is none counts for nothing. */
export class BridgeReport {
  #region: string | undefined;
  #upstreamMs: UpstreamPhases | undefined;
  readonly #hops = new HopCounts();
  #omitted = 0;

  /** @returns whether the event is the bridge's and not the service's. */
  receive(event: { readonly type: string }): boolean {
    if (!event.type.startsWith("bridge.")) return false;
    const told = event as Partial<BridgeEvent>;
    if (told.type === "bridge.session") {
      this.#upstreamMs = told.upstream_ms;
      if (typeof told.region === "string") this.#region = told.region;
    }
    if (told.type === "bridge.hops") this.#take(told);
    return true;
  }

  get facts(): BridgeFacts {
    const { framesByUs } = this.#hops;
    const hasHops = framesByUs.size > 0;
    return compact({
      bridgeRegion: this.#region,
      upstreamMs: this.#upstreamMs,
      relayHops: hasHops ? framesByUs : undefined,
      relayHopsOmitted: hasHops ? this.#omitted : undefined,
    });
  }

  #take({ up_us, down_us, omitted }: Partial<BridgeHopsEvent>): void {
    for (const list of [up_us, down_us]) {
      if (!Array.isArray(list)) continue;
      for (const us of list) if (!this.#hops.add(us)) this.#omitted++;
    }
    if (Number.isSafeInteger(omitted) && omitted! > 0) this.#omitted += omitted!;
  }
}
