import { dialer } from "../client/dial.ts";
import { probeColdStart } from "../run/cold_start.ts";
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
  const probe = (region: string) =>
    probeColdStart({
      clock: systemClock,
      launch: () =>
        spawnBridge({
          UPSTREAM_URL: stack.upstreamUrl(region),
          OPENAI_API_KEY: LOCAL_API_KEY,
          BRIDGE_REGION: region,
        }),
      dial: (url) => {
        const { target } = request.config.regions.find(({ name }) => name === region)!;
        return dialer(endpointOf(request, target, url), systemClock);
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
