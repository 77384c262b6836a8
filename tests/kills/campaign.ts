import { type Random, seeded } from "../../src/random/random.ts";
import { type BridgeProcess, startBridgeProcess } from "../bridge_process.ts";
import { residentMb, socketsTo } from "../proc.ts";
import { Caller } from "./caller.ts";
import { type Difference, differences } from "./compare.ts";
import { type Ending, ENDINGS, SLOW_ENDINGS, STOPPED_ENDINGS } from "./endings.ts";
import { usageIn, usageOf } from "./read_usage.ts";
import type { Tallies } from "./tally.ts";
import { CountingUpstream } from "./upstream.ts";

export interface CampaignOptions {
  readonly seed: number;
  readonly sessions: number;
  /** How many sessions are under way at once. */
  readonly atOnce: number;
  /** Whether to wait for what the bridge finds out by itself: takes more than a minute. */
  readonly patient: boolean;
  /** Deno KV's path; without one usage is kept in memory, where the SIGTERM takes it away. */
  readonly usageKv?: string;
}

/** What there is of the bridge while it ought to be idle. */
export interface Remains {
  readonly openSessions: number;
  /** To the upstream: of the bridge's process, and as the upstream counts them. */
  readonly bridgeSockets: number;
  readonly upstreamSockets: number;
  readonly residentMb: number;
}

/** What is left after all sessions have been opened and killed. */
export interface CampaignResult {
  /** As the clients, the upstream and the bridge counted. */
  readonly client: Tallies;
  readonly upstream: Tallies;
  readonly bridge: Tallies;
  readonly differences: readonly Difference[];
  /** After each round of sessions, before the SIGTERM. */
  readonly remains: readonly Remains[];
  readonly stop: { readonly code: number; readonly tookMs: number };
  readonly upstreamSocketsAfterStop: number;
  readonly output: string;
}

const ROUNDS = 4;
/** How long the bridge may take to see what is obvious, and what is not. */
const SETTLE_MS = 10_000;
const PATIENCE_MS = 90_000;
const LOOK_MS = 50;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens sessions at a bridge and kills them in every way, in a random order that `seed` decides. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  await using upstream = await CountingUpstream.start();
  const { usageKv } = options;
  await using bridge = await startBridgeProcess({
    UPSTREAM_URL: `ws://127.0.0.1:${upstream.port}/v1/realtime`,
    ...(usageKv !== undefined && { BRIDGE_USAGE_KV: usageKv }),
  });
  return await new Campaign(options, upstream, bridge).run();
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #upstream: CountingUpstream;
  readonly #bridge: BridgeProcess;
  readonly #random: Random;
  readonly #firstDay = today();
  readonly #client: Tallies = new Map();
  readonly #callers: Caller[] = [];
  readonly #remains: Remains[] = [];

  constructor(options: CampaignOptions, upstream: CountingUpstream, bridge: BridgeProcess) {
    this.#options = options;
    this.#upstream = upstream;
    this.#bridge = bridge;
    this.#random = seeded(options.seed, "kills");
  }

  async run(): Promise<CampaignResult> {
    const [fast, slow, stopped] = this.#plan();
    for (let round = 0; round < ROUNDS; round++) {
      await this.#round(fast.filter((_, i) => i % ROUNDS === round), SETTLE_MS);
    }
    if (slow.length > 0) await this.#round(slow, PATIENCE_MS);
    const live = await usageOf(this.#bridge, this.#days());
    await this.#openEach(stopped);
    const stop = await this.#bridge.stop();
    this.#upstream.wake();
    await this.#until(() => this.#upstream.openSockets === 0, SETTLE_MS);
    for (const caller of this.#callers) caller.drop();
    const { usageKv } = this.#options;
    const bridge = usageKv === undefined ? live : await usageIn(usageKv, this.#days());
    const counted = { bridge, client: this.#client, upstream: this.#upstream.tallies };
    const endings = [...ENDINGS, ...SLOW_ENDINGS, ...usageKv === undefined ? [] : STOPPED_ENDINGS];
    return {
      ...counted,
      differences: differences(endings, counted),
      remains: this.#remains,
      stop,
      upstreamSocketsAfterStop: this.#upstream.openSockets,
      output: this.#bridge.output,
    };
  }

  /** The days on which there may be usage. */
  #days(): Set<string> {
    return new Set([this.#firstDay, today()]);
  }

  /** As many of each kind, in random order; apart those that take long and those that SIGTERM ends. */
  #plan(): [Ending[], Ending[], Ending[]] {
    const groups = [ENDINGS, this.#options.patient ? SLOW_ENDINGS : [], STOPPED_ENDINGS];
    const all = groups.flat();
    const sessions = Array.from({ length: this.#options.sessions }, (_, i) => all[i % all.length]!);
    const order = sessions.map((ending) => ({ ending, at: this.#random() }))
      .sort((a, b) => a.at - b.at).map(({ ending }) => ending);
    return groups.map((group) => order.filter((ending) => group.includes(ending))) as [
      Ending[],
      Ending[],
      Ending[],
    ];
  }

  async #round(endings: readonly Ending[], maxMs: number): Promise<void> {
    await this.#openEach(endings, () => this.#settle(maxMs));
    this.#remains.push(await this.#look());
  }

  /** The upstream treats all dials alike: those that it is to treat alike come together. */
  async #openEach(endings: readonly Ending[], settle = () => Promise.resolve()): Promise<void> {
    for (const handshake of ["accept", "refuse", "reset", "hang"] as const) {
      this.#upstream.handshake = handshake;
      const todo = endings.filter((ending) => ending.handshake === handshake);
      const work = async () => {
        for (let next = todo.pop(); next; next = todo.pop()) await this.#live(next);
      };
      await Promise.all(Array.from({ length: this.#options.atOnce }, work));
      await settle();
    }
  }

  async #live(ending: Ending): Promise<void> {
    const caller = await Caller.dial(this.#bridge.url, ending.kind, this.#client);
    this.#callers.push(caller);
    await ending.run(caller, this.#random);
  }

  /** Waits until the bridge is idle, or should have been. */
  async #settle(maxMs: number): Promise<void> {
    await this.#until(async () => {
      const { openSessions, upstreamSockets } = await this.#look();
      return openSessions + upstreamSockets === 0;
    }, maxMs);
  }

  async #until(condition: () => boolean | Promise<boolean>, maxMs: number): Promise<void> {
    const endMs = performance.now() + maxMs;
    while (!await condition() && performance.now() < endMs) await wait(LOOK_MS);
  }

  async #look(): Promise<Remains> {
    const { openSessions } = await this.#bridge.get("/healthz");
    const bridgeSockets = socketsTo(this.#bridge.pid, this.#upstream.port);
    // Not before: an upstream that is awake is not silent.
    if (bridgeSockets === 0) this.#upstream.wake();
    const upstreamSockets = this.#upstream.openSockets;
    return {
      openSessions,
      bridgeSockets,
      upstreamSockets,
      residentMb: residentMb(this.#bridge.pid),
    };
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
