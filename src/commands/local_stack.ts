import type { BridgeConfig } from "../bridge/config.ts";
import { DEFAULT_LIMITS } from "../bridge/limits.ts";
import type { Policy } from "../bridge/policy.ts";
import type { PartLoads } from "../capacity/signs.ts";
import type { RegionConfig } from "../config/bench_config.ts";
import { given } from "../config/given.ts";
import { profileOf } from "../links/profiles.ts";
import type { LoadedRule } from "../mock-openai/rule.ts";
import { DEFAULT_MODEL } from "../protocol/events.ts";
import type { Distribution } from "../random/distribution.ts";
import { type Service, startService } from "../run/service.ts";
import type { ThreadLoad } from "../time/thread_meter.ts";

/** The bundled mock, a bundled bridge for each region and the links between: real sockets on loopback. */
export interface LocalStack extends AsyncDisposable {
  /** Where the clients of a region connect. */
  bridgeUrl(region: string): string;
  /** Where a bridge of a region connects. */
  upstreamUrl(region: string): string;
  /** How busy each part was since the call before; the first call begins the metering. */
  meter(): Promise<PartLoads>;
  /** Resolves with the reason if any part fails. */
  readonly failed: Promise<string>;
}

export interface LocalStackOptions {
  readonly regions: readonly Pick<RegionConfig, "name" | "profile">[];
  readonly think: Distribution;
  readonly seed: number;
  /** What the mock answers. */
  readonly script: readonly LoadedRule[];
  /** Of the mock; they must be sound. */
  readonly faults: readonly string[];
  /** What the bridges let their clients say. */
  readonly policy: Policy;
}

/** A key that the embedded mock demands: the bridge's own authentication is part of what is measured. */
export const LOCAL_API_KEY = "ttfa-local-mock";

interface Listening {
  readonly ready: true;
  readonly url: string;
}

interface Linked {
  readonly ready: true;
  readonly ports: Readonly<Record<string, number>>;
}

const workerOf = (path: string) => import.meta.resolve(`../${path}/worker.ts`);

/** Starts mock, links and bridges, each in a worker: the measuring loop shares nothing with them. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const services: { path: string; service: Service<unknown> }[] = [];
  const start = async <R extends { ready: true }>(path: string, request: unknown): Promise<R> => {
    const service = await startService<R>(workerOf(path), request);
    services.push({ path, service });
    return service.ready;
  };
  // What depends on others was started after them, and goes first.
  const close = async () => {
    for (const { service } of services.toReversed()) await service.close();
  };
  const busiest = async (path: string) => {
    const own = services.filter((part) => part.path === path);
    const loads = await Promise.all(own.map(({ service }) => service.meter()));
    return loads.reduce(busier, undefined);
  };
  const meter = async () => ({
    ...given("bridge", await busiest("bridge")),
    ...given("upstream", await busiest("mock-openai")),
  });
  try {
    const urls = await wire(options, start);
    const failed = Promise.race(services.map(({ service }) => service.failed));
    return { ...urls, meter, failed, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function busier(a: ThreadLoad | undefined, b: ThreadLoad | undefined): ThreadLoad | undefined {
  return !a || (b && b.cpuShare > a.cpuShare) ? b : a;
}

type Start = <R extends { ready: true }>(path: string, request: unknown) => Promise<R>;

async function wire(
  { regions: configs, seed, policy, ...options }: LocalStackOptions,
  start: Start,
): Promise<Pick<LocalStack, "bridgeUrl" | "upstreamUrl">> {
  const regions = configs.map(({ name }) => name);
  const profiles = new Map(configs.map(({ name, profile }) => [name, profileOf(profile)]));
  const mockOptions = { seed, ...options, apiKey: LOCAL_API_KEY };
  const mock = await start<Listening>("mock-openai", mockOptions);
  const upstream = await link("upstream", new Map(regions.map((region) => [region, mock.url])));
  const bridges = await Promise.all(
    regions.map(async (region) =>
      [
        region,
        (await start<Listening>("bridge", {
          config: bridgeConfig(upstream.get(region)!, region, policy),
        })).url,
      ] as const
    ),
  );
  const bridge = await link("client", new Map(bridges));
  return {
    bridgeUrl: (region) => bridge.get(region)!,
    upstreamUrl: (region) => upstream.get(region)!,
  };

  /** Puts the region's link in front of each URL; a region without a profile has none. */
  async function link(side: "client" | "upstream", urls: Map<string, string>) {
    const links = [...urls].flatMap(([region, url]) => {
      const profile = profiles.get(region);
      if (!profile) return [];
      const { hostname, port } = new URL(url);
      return [{
        name: region,
        targetHost: hostname,
        targetPort: Number(port),
        spec: profile[side],
        seed,
      }];
    });
    if (links.length === 0) return urls;
    const { ports } = await start<Linked>("links", { links });
    return new Map([...urls].map(([region, url]) => [region, withPort(url, ports[region])]));
  }
}

function withPort(url: string, port: number | undefined): string {
  if (port === undefined) return url;
  const linked = new URL(url);
  linked.hostname = "127.0.0.1";
  linked.port = String(port);
  return linked.href;
}

function bridgeConfig(upstreamUrl: string, region: string, policy: Policy): BridgeConfig {
  const url = new URL(upstreamUrl);
  url.searchParams.set("model", DEFAULT_MODEL);
  return {
    port: 0,
    host: "127.0.0.1",
    region,
    upstream: { url: url.href, auth: "header", apiKey: LOCAL_API_KEY },
    session: { silenceMs: 500 },
    limits: DEFAULT_LIMITS,
    policy,
    probe: true,
    telemetry: false,
  };
}
