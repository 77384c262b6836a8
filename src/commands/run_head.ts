import deno from "../../deno.json" with { type: "json" };
import { given } from "../config/given.ts";
import { publicUrl } from "../config/target.ts";
import type { RunHead } from "../report/run_json.ts";
import type { BenchRequest } from "./bench_request.ts";
import { plannedTurns } from "./planned.ts";
import { workersOf } from "./workers.ts";

/** What is known when a run starts. Holds no secret: header values and tokens are left out. */
export function runHead(runId: string, startedAt: Date, request: BenchRequest): RunHead {
  const { config, plan } = request;
  const { headers, subprotocols, regions, ticket, ...rest } = config;
  return {
    runId,
    startedAt: startedAt.toISOString(),
    config: {
      ...rest,
      regions: regions.map(({ name, target }) => ({
        name,
        kind: target.kind,
        ...(target.url && { url: publicUrl(target.url) }),
      })),
      ...(ticket !== undefined && { ticket: "***" }),
      headers: headers.map(([name]) => name),
      // Browsers put keys there.
      subprotocols: subprotocols.map((name) => name === "realtime" ? name : "***"),
      ...given("plannedTurns", plan ? plannedTurns(plan) : 0),
      ...(plan && { workers: workersOf(config, plan) }),
    },
    environment: {
      ttfa: deno.version,
      deno: Deno.version.deno,
      os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
      cpus: navigator.hardwareConcurrency,
      load: Deno.loadavg(),
    },
  };
}
