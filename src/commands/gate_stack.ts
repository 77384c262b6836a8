import type { Endpoint } from "../client/endpoint.ts";
import type { GateTarget } from "../config/gate_target.ts";
import type { Arm } from "../gate/block.ts";
import { armRegion } from "../gate/arm_region.ts";
import { startOrder } from "../gate/start_order.ts";
import { type LinkSpec, REGION_PROFILES } from "../links/profiles.ts";
import type { LinkRequest } from "../links/worker.ts";
import type { Instance } from "../run/cold_start.ts";
import { spawnBridge } from "./bridge_process.ts";
import { spawnCommand } from "./command_process.ts";
import { endpointOf } from "./endpoints.ts";
import type { GateRequest } from "./gate_request.ts";
import { LOCAL_API_KEY } from "./local_stack.ts";
import { startService } from "../run/service.ts";
import { checkOut } from "./worktree.ts";

/** Both targets in every region, ready to be dialled. */
export interface GateStack extends AsyncDisposable {
  /** By the name of {@linkcode armRegion}. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

/** A target that did not start: nothing was measured. */
export class LaunchError extends Error {
  override readonly name = "LaunchError";
}

/** @throws {LaunchError} */
export async function startGateStack(
  request: GateRequest,
  signal: AbortSignal,
): Promise<GateStack> {
  await using held = new AsyncDisposableStack();
  const { config, targets } = request;
  const isForeign = targets.base.kind === "url";
  const mock = isForeign ? "" : await startMock(request, held);
  const launcher = new Launcher(request, held, signal);
  const endpoints: Record<string, Endpoint> = {};
  for (const region of request.regions) {
    const profile = REGION_PROFILES[region];
    const upstream = await launcher.link(mock, profile?.upstream);
    for (const arm of startOrder(region, request.rules.seed)) {
      const target = targets[arm];
      const url = target.kind === "url"
        ? target.target.url
        : await launcher.launch(arm, region, target, upstream);
      const reached = target.kind === "url" ? target.target : STARTED;
      endpoints[armRegion(region, arm)] = endpointOf({ ...request, config }, reached, url);
    }
  }
  const owned = held.move();
  return { endpoints, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const STARTED = { kind: "bridge", url: "", billed: false, takesApiKey: false } as const;

async function startMock(
  { config: { think, faults }, script, rules: { seed } }: GateRequest,
  held: AsyncDisposableStack,
): Promise<string> {
  const mock = await startService<{ ready: true; url: string }>(
    import.meta.resolve("../mock-openai/worker.ts"),
    { think, seed, script, faults, apiKey: LOCAL_API_KEY },
  );
  held.defer(() => mock.close());
  return mock.ready.url;
}

/** Enough for a link to wait each way. */
const LEAST_RTT_MS = 4;

/** Starts bridges and the links before them; all end with `held`. */
class Launcher {
  readonly #mains = new Map<string, string>();

  constructor(
    readonly request: GateRequest,
    readonly held: AsyncDisposableStack,
    readonly signal: AbortSignal,
  ) {}

  /** @returns the URL to dial. */
  async launch(
    arm: Arm,
    region: string,
    target: Exclude<GateTarget, { kind: "url" }>,
    upstreamUrl: string,
  ): Promise<string> {
    const env = {
      UPSTREAM_URL: upstreamUrl,
      OPENAI_API_KEY: LOCAL_API_KEY,
      BRIDGE_REGION: region,
      BRIDGE_SILENCE_MS: String(Math.round(this.request.config.silence)),
    };
    try {
      const instance = this.held.use(await this.#start(target, env));
      return await this.link(instance.url, this.#clientLink(region, target.addedMs));
    } catch (error) {
      throw new LaunchError(
        `the ${arm}, ${target.text}, did not start: ${(error as Error).message}`,
      );
    }
  }

  async #start(
    { kind, what }: Exclude<GateTarget, { kind: "url" }>,
    env: Record<string, string>,
  ): Promise<Instance> {
    if (kind === "cmd") return await spawnCommand(what, env, this.request.config.path, this.signal);
    if (kind === "local") return await spawnBridge(env, this.signal);
    if (!this.#mains.has(what)) {
      const { path } = this.held.use(await checkOut(what));
      this.#mains.set(what, `${path}/src/bridge/main.ts`);
    }
    return await spawnBridge(env, this.signal, this.#mains.get(what));
  }

  /**
   * A link takes time itself: where one target has a delay added, both have a link that delays, and
   * differ by what was asked for.
   */
  #clientLink(region: string, addedMs: number): LinkSpec | undefined {
    const client = REGION_PROFILES[region]?.client;
    const isAdded = Object.values(this.request.targets)
      .some((target) => target.kind !== "url" && target.addedMs > 0);
    if (!isAdded) return client;
    const { rttMs, jitterMs } = client ?? { rttMs: LEAST_RTT_MS, jitterMs: 0 };
    return { rttMs: rttMs + addedMs, jitterMs };
  }

  /** Puts a link in front of a URL, where there is to be one. */
  async link(url: string, spec: LinkSpec | undefined): Promise<string> {
    if (!spec) return url;
    const { hostname, port } = new URL(url);
    const { seed } = this.request.rules;
    const link: LinkRequest = {
      name: "",
      targetHost: hostname,
      targetPort: Number(port),
      spec,
      seed,
    };
    const service = await startService<{ ready: true; ports: Record<string, number> }>(
      import.meta.resolve("../links/worker.ts"),
      { links: [link] },
    );
    this.held.defer(() => service.close());
    const linked = new URL(url);
    linked.hostname = "127.0.0.1";
    linked.port = String(service.ready.ports[""]);
    return linked.href;
  }
}
