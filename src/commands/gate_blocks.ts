import { BlockTally } from "../gate/block_tally.ts";
import type { Block } from "../gate/block.ts";
import type { Endpoints, Job, JobEnd, Runner, Sink } from "../run/job.ts";
import { planOfBlock, turnsPerBlock } from "./gate_plan.ts";
import type { GateRequest } from "./gate_request.ts";

export interface BlockRun {
  readonly request: GateRequest;
  readonly runId: string;
  readonly endpoints: Endpoints;
  readonly runner: Runner;
  /** Is told everything, as of one long run. */
  readonly sink: Sink;
}

/** Runs block number `block` (from 0) of a gate. */
export async function runBlock(
  { request, runId, endpoints, runner, sink }: BlockRun,
  block: number,
  signal: AbortSignal,
): Promise<JobEnd & { readonly blocks: ReadonlyMap<string, Block> }> {
  const tally = new BlockTally(request.regions);
  const plan = planOfBlock(request, block);
  const job: Job = { runId, agent: "local", plan, endpoints, speech: request.speech };
  const end = await runner.run(job, told(sink, tally, `b${block + 1}`), signal);
  tally.close(turnsPerBlock(request));
  return { ...end, blocks: tally.blocks };
}

/** Session ids repeat from block to block: the tables tell them apart by the block. */
function told(sink: Sink, tally: BlockTally, block: string): Sink {
  const named = <T extends { readonly tags: { readonly sessionId: string } }>(sample: T): T => ({
    ...sample,
    tags: { ...sample.tags, sessionId: `${block}-${sample.tags.sessionId}` },
  });
  return {
    begun: (sessionId) => sink.begun(`${block}-${sessionId}`),
    turn: (sample) => {
      tally.addTurn(sample);
      sink.turn(named(sample));
    },
    session: (sample) => {
      tally.addSession(sample);
      sink.session(named(sample));
    },
    dropped: (arrival) => sink.dropped(arrival),
  };
}
