import deno from "../../deno.json" with { type: "json" };
import { publicUrl } from "../config/target.ts";
import type { RunHead } from "../report/run_json.ts";
import type { BenchRequest } from "./bench_request.ts";

/** What is known when a run starts. Holds no secret: header values and tokens are left out. */
export function runHead(runId: string, startedAt: Date, { config, plan }: BenchRequest): RunHead {
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
      plannedTurns: plan.sessions.reduce((sum, session) => sum + session.turns.length, 0),
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
