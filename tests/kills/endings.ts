import type { Random } from "../../src/random/random.ts";
import type { Caller } from "./caller.ts";
import type { Handshake } from "./upstream.ts";

/**
 * What is on its way at the end. `none`; `delivered`: the upstream gets and has read whatever the bridge
 * sends it and receives; `cut`: the upstream leg breaks, so that some was sent and not received.
 */
export type Traffic = "none" | "delivered" | "cut";

/** One way in which a session ends. */
export interface Ending {
  readonly kind: string;
  /** What the upstream does to the dial. */
  readonly handshake: Handshake;
  readonly traffic: Traffic;
  /** Whether the upstream, which does not listen, learns of the end long after the bridge. */
  readonly isSeenLate?: boolean;
  /** Brings the end about; the bridge may take its time to see it. */
  run(caller: Caller, random: Random): Promise<void> | void;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Up to two turns, each answered to the end. */
async function talk(caller: Caller, random: Random): Promise<void> {
  for (let turns = Math.floor(random() * 3); turns > 0; turns--) {
    await caller.turn(Math.floor(random() * 20), Math.floor(random() * 20));
  }
}

/** Talks, and when nothing is under way comes to the end. */
function quiet(kind: string, end: (caller: Caller) => void): Ending {
  const run: Ending["run"] = async (caller, random) => {
    // Even where nothing is said the upstream is open then.
    await caller.turn(1, 1);
    await talk(caller, random);
    end(caller);
  };
  return { kind, run, traffic: "none", handshake: "accept" };
}

/** Ends amid traffic both ways. */
function busy(
  kind: string,
  end: (caller: Caller) => void,
  traffic: Traffic = "delivered",
): Ending {
  const run: Ending["run"] = async (caller, random) => {
    await talk(caller, random);
    caller.stream();
    await wait(20 + random() * 60);
    end(caller);
  };
  return { kind, run, traffic, handshake: "accept" };
}

/** Ends with frames that wait for the upstream, which opens at about the same time or never. */
function early(
  kind: string,
  end: (caller: Caller) => void,
  handshake: Handshake = "accept",
): Ending {
  const run: Ending["run"] = async (caller, random) => {
    caller.speak(Math.floor(random() * 10));
    await wait(random() * 30);
    end(caller);
  };
  return { kind, run, traffic: "delivered", handshake };
}

/** Leaves the end to the bridge. */
const nothing = () => {};

/** Those that end at once. */
export const ENDINGS: readonly Ending[] = [
  quiet("client closes", (caller) => caller.close()),
  quiet("client resets", (caller) => caller.reset()),
  quiet("client drops", (caller) => caller.drop()),
  busy("client closes, busy", (caller) => caller.close()),
  busy("client resets, busy", (caller) => caller.reset()),
  early("client closes, dialling", (caller) => caller.close()),
  early("client resets, dialling", (caller) => caller.reset()),
  quiet("upstream closes", (caller) => caller.askUpstreamTo("close")),
  quiet("upstream resets", (caller) => caller.askUpstreamTo("reset")),
  busy("upstream closes, busy", (caller) => caller.askUpstreamTo("close")),
  busy("upstream resets, busy", (caller) => caller.askUpstreamTo("reset"), "cut"),
  quiet("both close", (caller) => (caller.askUpstreamTo("close"), caller.close())),
  quiet("both reset", (caller) => (caller.askUpstreamTo("reset"), caller.reset())),
  early("upstream refuses", nothing, "refuse"),
  early("upstream cuts the dial", nothing, "reset"),
  early("no answer, client closes", (caller) => caller.close(), "hang"),
  early("no answer, client resets", (caller) => caller.reset(), "hang"),
];

/** Those that the bridge has to find out: up to a minute each. */
export const SLOW_ENDINGS: readonly Ending[] = [
  early("no answer", nothing, "hang"),
  quiet("client falls silent", (caller) => caller.fallSilent()),
  quiet("upstream falls silent", (caller) => caller.askUpstreamTo("fall silent")),
  {
    ...quiet("both fall silent", (caller) => {
      caller.askUpstreamTo("fall silent");
      setTimeout(() => caller.fallSilent(), 50);
    }),
    // The bridge misses the client after half the time.
    isSeenLate: true,
  },
];

/** Those that SIGTERM ends. */
export const STOPPED_ENDINGS: readonly Ending[] = [
  quiet("SIGTERM", nothing),
  busy("SIGTERM, busy", nothing),
  early("SIGTERM, no answer", nothing, "hang"),
  quiet("SIGTERM, client silent", (caller) => caller.fallSilent()),
  quiet("SIGTERM, upstream silent", (caller) => caller.askUpstreamTo("fall silent")),
];
