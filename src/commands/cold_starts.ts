import { dialer } from "../client/dial.ts";
import { linkSteps } from "../links/link_steps.ts";
import { REGION_PROFILES } from "../links/profiles.ts";
import { startLink } from "../links/tcp_link.ts";
import { type Instance, probeColdStart } from "../run/cold_start.ts";
import { LoopWatch } from "../time/loop_watch.ts";
import { systemClock } from "../time/system_clock.ts";
import type { BenchRequest } from "./bench_request.ts";
import { spawnBridge } from "./bridge_process.ts";
import { endpointOf } from "./endpoints.ts";
import { LOCAL_API_KEY, type LocalStack } from "./local_stack.ts";
import type { Recorder } from "./recorder.ts";

/** How many where `--scenario cold-start` does not say. */
const DEFAULT_COUNT = 10;

/** How many cold starts of each region were asked for. */
export function coldStartCount({ config }: BenchRequest): number {
  return config.coldStart ?? (config.scenario === "cold-start" ? DEFAULT_COUNT : 0);
}

/**
 * Starts the bridge of each region anew, one after the other, before there is any load. The first
 * start of all is discarded: it pays for code that this process and the disk cache load only once.
 */
export async function measureColdStarts(
  request: BenchRequest,
  stack: LocalStack,
  runId: string,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  using watch = new LoopWatch(systemClock);
  const probe = (region: string) =>
    probeColdStart({
      clock: systemClock,
      watch,
      lateLimitMs: request.config.lateLimit,
      launch: (signal) => launch(stack, region, request.config.seed, signal),
      dial: (url) => {
        const { target } = request.config.regions.find(({ name }) => name === region)!;
        // It is our own bridge, so it need not offer first.
        return dialer({ ...endpointOf(request, target, url), probe: true }, systemClock);
      },
    }, signal);

  const regions = request.config.regions.map(({ name }) => name);
  await probe(regions[0]!);
  for (let i = 1; i <= coldStartCount(request); i++) {
    for (const region of regions) {
      if (signal.aborted) return;
      const sessionId = `${region}-cold-${i}`;
      recorder.begun(sessionId);
      const record = await probe(region);
      recorder.session({ tags: { runId, region, agent: "local", sessionId }, ...record });
    }
  }
}

/** A fresh bridge behind the caller's link of its region, where it has one. */
async function launch(
  stack: LocalStack,
  region: string,
  seed: number,
  signal: AbortSignal,
): Promise<Instance> {
  await using held = new AsyncDisposableStack();
  const bridge = held.use(
    await spawnBridge({
      UPSTREAM_URL: stack.upstreamUrl(region),
      OPENAI_API_KEY: LOCAL_API_KEY,
      BRIDGE_REGION: region,
    }, signal),
  );
  const spec = REGION_PROFILES[region]?.client;
  if (!spec) return Object.assign(held.move(), { url: bridge.url });
  const { hostname, port } = new URL(bridge.url);
  const target = { targetHost: hostname, targetPort: Number(port) };
  const handshakeMs = spec.rttMs;
  const link = await startLink({ ...target, steps: linkSteps(spec), handshakeMs, seed });
  held.defer(() => link.close());
  return Object.assign(held.move(), { url: `ws://127.0.0.1:${link.port}/voice` });
}
