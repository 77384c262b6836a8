import { Agent } from "../fleet/agent.ts";
import type { Workshop } from "../fleet/agent_run.ts";
import { Bus } from "../fleet/bus.ts";
import { FleetError } from "../fleet/fleet_error.ts";
import type { EndRecord } from "../fleet/records.ts";
import { ignoreStrayResets } from "../fleet/stray_resets.ts";
import { ShardedRunner } from "../run/sharded_runner.ts";
import type { AgentRequest } from "./agent.ts";
import { AgentJournal } from "./agent_journal.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import type { Output } from "./output.ts";
import { workersFor } from "./workers.ts";

/** Where rows are kept that must stay with the agent, unless it was told. */
const DEFAULT_OUT = "ttfa-agent";

/** Serves a fleet until the signal aborts, or for one run. */
export async function runAgent(
  request: AgentRequest,
  output: Output,
  signal: AbortSignal,
): Promise<ExitCode> {
  using _resets = ignoreStrayResets();
  try {
    await using bus = await Bus.open(request.access, request.name);
    const say = (line: string) => output.err(`${line}\n`);
    const agent = new Agent(bus, { ...request, workshop: workshopOf(request), say });
    await agent.join();
    const end = await agent.serve(signal);
    return request.once ? exitCodeOf(end) : EXIT.passed;
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    output.err(`${error.message}\n`);
    return EXIT.unreachable;
  }
}

function workshopOf({ name, out, workers }: AgentRequest): Workshop {
  return {
    runnerFor: (order, { frameMs }, clients, moment) => {
      const wanted = workers === "auto" ? order.workers : workers;
      return new ShardedRunner(workersFor(wanted, clients, frameMs), undefined, moment);
    },
    journalFor: ({ runId, rows }) => {
      const folder = out ?? (rows === "agent" ? DEFAULT_OUT : undefined);
      return new AgentJournal(folder && `${folder}/${runId}-${name}`);
    },
  };
}

/** How its one run went. */
function exitCodeOf(end: EndRecord | undefined): ExitCode {
  if (end?.failed !== undefined) return EXIT.invalid;
  return end && end.unreachable.length > 0 ? EXIT.unreachable : EXIT.passed;
}
