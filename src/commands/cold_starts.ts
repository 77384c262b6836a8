import { dialer } from "../client/dial.ts";
import type { SessionRecord } from "../client/record.ts";
import { rehearse } from "../client/rehearsal.ts";
import type { RegionConfig } from "../config/bench_config.ts";
import { linkSteps } from "../links/link_steps.ts";
import { profileOf } from "../links/profiles.ts";
import { startLink } from "../links/tcp_link.ts";
import { type Instance, probeColdStart, probeSleeping } from "../run/cold_start.ts";
import { sleep } from "../time/clock.ts";
import { Loopback } from "../time/loopback.ts";
import { systemClock } from "../time/system_clock.ts";
import { type Attention, ThreadWatch } from "../time/thread_watch.ts";
import type { BenchRequest } from "./bench_request.ts";
import { spawnBridge } from "./bridge_process.ts";
import { endpointOf } from "./endpoints.ts";
import { LOCAL_API_KEY, type LocalStack } from "./local_stack.ts";
import type { Recorder } from "./recorder.ts";

/** How many where `--scenario cold-start` does not say. */
const DEFAULT_COUNT = 10;
/** What platforms need at most before they stop an idle instance. */
const DEFAULT_IDLE_WAIT_MS = 15 * 60_000;

/** How many cold starts of each region were asked for. */
export function coldStartCount({ config }: BenchRequest): number {
  return config.coldStart ?? (config.scenario === "cold-start" ? DEFAULT_COUNT : 0);
}

/**
 * Takes the cold starts of each region, one after the other, before there is any load. The bundled
 * bridge is started anew each time. A target that runs already is left alone for `--idle-wait` before
 * each round but the first; whether a session then started it, its instance has to say.
 */
export async function measureColdStarts(
  request: BenchRequest,
  stack: LocalStack | undefined,
  runId: string,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  using loopback = await Loopback.open();
  using attention = new ThreadWatch(systemClock, loopback.say);
  const { regions, idleWait = DEFAULT_IDLE_WAIT_MS } = request.config;
  const hasRemote = regions.some(({ target }) => target.kind !== "local");
  const probe = (region: RegionConfig) => probeRegion(request, stack, region, attention, signal);
  await warmUp(request, probe);
  for (let i = 1; i <= coldStartCount(request); i++) {
    if (i > 1 && hasRemote) await sleep(systemClock, idleWait, signal).catch(() => {});
    for (const region of regions) {
      if (signal.aborted) return;
      const sessionId = `${region.name}-cold-${i}`;
      recorder.begun(sessionId);
      const record = await probe(region);
      const tags = { runId, region: region.name, agent: "local", sessionId };
      recorder.session({ tags, ...record });
    }
  }
}

/**
 * What this process pays for its first connect alone is no part of any target: the code that is loaded
 * and the certificates that are read, and for a fresh bridge what the disk's cache lacks.
 */
async function warmUp(
  request: BenchRequest,
  probe: (region: RegionConfig) => Promise<SessionRecord>,
): Promise<void> {
  const { regions } = request.config;
  const local = regions.find(({ target }) => target.kind === "local");
  if (local) await probe(local);
  const [remote] = regions.filter(({ target }) => target.kind !== "local");
  if (!remote) return;
  await rehearse(endpointOf(request, remote.target, remote.target.url), systemClock);
}

function probeRegion(
  request: BenchRequest,
  stack: LocalStack | undefined,
  region: RegionConfig,
  attention: Attention,
  signal: AbortSignal,
): Promise<SessionRecord> {
  const { lateLimit: lateLimitMs, seed } = request.config;
  const base = { clock: systemClock, attention, lateLimitMs };
  const { target } = region;
  if (target.kind !== "local") {
    const dial = (url: string) => dialer(endpointOf(request, target, url), systemClock);
    return probeSleeping({ ...base, dial }, target.url, signal);
  }
  return probeColdStart({
    ...base,
    launch: (signal) => launch(stack!, region, seed, signal),
    // It is our own bridge, so it need not offer first.
    dial: (url) => dialer({ ...endpointOf(request, target, url), probe: true }, systemClock),
  }, signal);
}

/** A fresh bridge behind the caller's link of its region, where it has one. */
async function launch(
  stack: LocalStack,
  { name, profile }: RegionConfig,
  seed: number,
  signal: AbortSignal,
): Promise<Instance> {
  await using held = new AsyncDisposableStack();
  const bridge = held.use(
    await spawnBridge({
      UPSTREAM_URL: stack.upstreamUrl(name),
      OPENAI_API_KEY: LOCAL_API_KEY,
      BRIDGE_REGION: name,
    }, signal),
  );
  const spec = profileOf(profile)?.client;
  if (!spec) return Object.assign(held.move(), { url: bridge.url });
  const { hostname, port } = new URL(bridge.url);
  const target = { targetHost: hostname, targetPort: Number(port) };
  const handshakeMs = spec.rttMs;
  const link = await startLink({ ...target, steps: linkSteps(spec), handshakeMs, seed });
  held.defer(() => link.close());
  return Object.assign(held.move(), { url: `ws://127.0.0.1:${link.port}/voice` });
}
