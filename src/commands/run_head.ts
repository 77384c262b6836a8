import deno from "../../deno.json" with { type: "json" };
import { given } from "../config/given.ts";
import { usesMock } from "../config/bench_config.ts";
import { publicUrl } from "../config/target.ts";
import type { Environment, RunHead } from "../report/run_json.ts";
import type { BenchRequest } from "./bench_request.ts";
import { plannedTurns } from "./planned.ts";
import { workersOf } from "./workers.ts";

/** What is known when a run starts. Holds no secret: header values and tokens are left out. */
export function runHead(runId: string, startedAt: Date, request: BenchRequest): RunHead {
  const { config, plan, plateau } = request;
  const { headers, subprotocols, regions, ticket, think, ...rest } = config;
  return {
    runId,
    startedAt: startedAt.toISOString(),
    config: {
      ...rest,
      ...(usesMock(config) && { think }),
      regions: regions.map(({ name, target, profile }) => ({
        name,
        kind: target.kind,
        ...given("profile", profile),
        ...(target.url && { url: publicUrl(target.url) }),
      })),
      ...(ticket !== undefined && { ticket: "***" }),
      headers: headers.map(([name]) => name),
      // Browsers put keys there.
      subprotocols: subprotocols.map((name) => name === "realtime" ? name : "***"),
      ...given("plannedTurns", plan ? plannedTurns(plan) : 0),
      ...given("plateau", plateau),
      ...(plan && { workers: workersOf(config, plan) }),
    },
    environment: environment(),
  };
}

/** The machine, and how busy it is. */
export function environment(): Environment {
  return {
    ttfa: deno.version,
    deno: Deno.version.deno,
    os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    cpus: navigator.hardwareConcurrency,
    ...given("v8Flags", Deno.env.get("DENO_V8_FLAGS")),
    load: Deno.loadavg(),
  };
}

/** Sorts by time, and two runs of the same second differ. */
export function makeRunId(startedAt: Date): string {
  const time = startedAt.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${time}-${crypto.randomUUID().slice(0, 4)}`;
}
