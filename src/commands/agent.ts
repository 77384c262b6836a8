import type { Command } from "@commander-js/extra-typings";
import deno from "../../deno.json" with { type: "json" };
import { AGENT_FLAGS } from "../config/fleet_flags.ts";
import { readFlags } from "../config/flag.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { isPattern } from "../fleet/allow_list.ts";
import type { NatsAccess } from "../fleet/credentials.ts";
import { readNatsAccess } from "./nats_access.ts";
import { terminal } from "./output.ts";

/** `ttfa agent`: joins a fleet for one region, and does what it is given to do there. */
export function agentCommand(): Command {
  return flagCommand(
    "agent",
    "join a fleet over NATS, for one region",
    AGENT_FLAGS,
    async (texts, unknownFlags) => {
      const request = await readAgentRequest(texts, unknownFlags);
      const { runAgent } = await import("./agent_serve.ts");
      using interrupt = onInterrupt();
      Deno.exitCode = await runAgent(request, terminal, interrupt.signal);
    },
  );
}

/** What `ttfa agent` was asked, checked. */
export interface AgentRequest {
  readonly access: NatsAccess;
  readonly region: string;
  readonly name: string;
  readonly version: string;
  readonly place?: { readonly index: number; readonly count: number };
  readonly allowed: readonly string[];
  readonly workers: number | "auto";
  readonly once: boolean;
  readonly out?: string;
}

async function readAgentRequest(
  texts: FlagTexts,
  unknownFlags: readonly Problem[],
): Promise<AgentRequest> {
  const { values, problems } = readFlags(AGENT_FLAGS, texts);
  problems.unshift(...unknownFlags);
  if (problems.length > 0) throw new UsageError(problems);
  const { region, name, segment, allowTarget, workers, once, out } = values;
  const env = (variable: string) => Deno.env.get(variable);
  const url = values.nats ?? env("NATS_URL");
  if (!url) problems.push(missing("--nats", "--nats nats://127.0.0.1:4222"));
  if (region === undefined) problems.push(missing("--region", "--region eu"));
  for (const pattern of allowTarget.filter((pattern) => !isPattern(pattern))) {
    const remedy =
      "write a host or a URL without query, e.g. '*.example.com' or 'wss://bridge.example.com/*'";
    problems.push({ field: "--allow-target", rule: `'${pattern}' is no pattern`, remedy });
  }
  await makeFolder(out, problems);
  const access = await readNatsAccess("--nats", url ?? "nats://none", values, env, problems);
  if (problems.length > 0) throw new UsageError(problems);
  return {
    ...{ access, region: region!, workers, once, allowed: allowTarget, version: deno.version },
    name: name ?? `${region}-${crypto.randomUUID().slice(0, 4)}`,
    ...(segment && { place: segment }),
    ...(out !== undefined && { out }),
  };
}

/** Found out before there is something to keep. */
async function makeFolder(path: string | undefined, problems: Problem[]): Promise<void> {
  if (path === undefined) return;
  await Deno.mkdir(path, { recursive: true }).catch((error: Error) => {
    const rule = `'${path}' cannot be made: ${error.name}`;
    problems.push({ field: "--out", rule, remedy: "name a folder that you may write" });
  });
}

function missing(field: string, example: string): Problem {
  return { field, rule: "is missing", remedy: `give one, e.g. ${example}` };
}
