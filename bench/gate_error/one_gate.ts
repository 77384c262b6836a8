import { fileURLToPath } from "node:url";
import { driveGate } from "../../src/commands/gate_drive.ts";
import { type GateRequest, readGateRequest } from "../../src/commands/gate_request.ts";
import { startGateStack } from "../../src/commands/gate_stack.ts";
import { LOCAL_API_KEY } from "../../src/commands/local_stack.ts";
import { ARMS } from "../../src/gate/block.ts";
import { parseDistribution } from "../../src/random/distribution.ts";
import type { Job, Runner, Sink } from "../../src/run/job.ts";
import { startService } from "../../src/run/service.ts";
import type { Equipment } from "./equipment.ts";
import type { GateRecord } from "./record.ts";
import { FEW_SLOW, MANY_SLOW, type RowName } from "./rows.ts";

/** Callers dial within this time, and not half a second: fifty of them are no rush for two cores. */
const RAMP_MS = 200;
const BRIDGE = fileURLToPath(import.meta.resolve("../../src/bridge/main.ts"));

/** Which gate of which row, and the one seed that makes it. */
export interface GateId {
  readonly row: RowName;
  readonly seed: number;
  readonly gate: number;
}

/**
 * One gate as the command runs it, from its flags to its verdict, with mock and bridges of its own.
 * Only the turns are short, and callers dial in quick succession.
 *
 * @param flags more of the command's flags, by which they take precedence.
 */
export async function runOneGate(
  id: GateId,
  equipment: Equipment,
  flags: Readonly<Record<string, string[]>>,
  signal: AbortSignal,
): Promise<GateRecord> {
  const [startedAt, startMs] = [new Date().toISOString(), performance.now()];
  await using held = new AsyncDisposableStack();
  const texts = { ...flagsOf(id, equipment), ...flags };
  const request = await readGateRequest(
    { ...texts, ...await targetsOf(id, texts, held) },
    [],
    () => undefined,
  );
  const stack = held.use(await startGateStack(request, signal));
  const { sink, blocks } = collector(request);
  const end = await driveGate({
    ...{ request, sink, signal, runId: "gate-error", endpoints: stack.endpoints },
    adapt: quickStart,
  });
  const { verdict, reasons, turns, late, cells } = end;
  const wallMs = Math.round(performance.now() - startMs);
  return { ...id, startedAt, wallMs, verdict, reasons, turns, late, cells, blocks };
}

type Texts = Record<string, string[]>;

function flagsOf({ row, seed, gate }: GateId, { speech, script }: Equipment): Texts {
  return {
    ...{ base: ["local"], candidate: [row.startsWith("+") ? `local${row}` : "local"] },
    ...{ fixture: [speech], script: [script], think: ["20"], silence: ["60"] },
    ...{ thinkBetween: ["10"], lateLimit: ["100"], clients: ["25"], turns: ["1"] },
    seed: [String((seed * 1_000_003 + gate) % 2 ** 32)],
  };
}

/** For slow turns each bridge has a mock of its own: all else about them is the same. */
async function targetsOf(
  { row }: GateId,
  texts: Texts,
  held: AsyncDisposableStack,
): Promise<Texts> {
  if (row !== "slow") return {};
  const { script, rules: { seed } } = await readGateRequest(texts, [], () => undefined);
  const targets = await Promise.all([FEW_SLOW, MANY_SLOW].map(async (think, i) => {
    const mock = await startService<{ ready: true; url: string }>(
      import.meta.resolve("../../src/mock-openai/worker.ts"),
      {
        think: parseDistribution(think),
        seed: (seed + i) % 2 ** 32,
        script,
        apiKey: LOCAL_API_KEY,
      },
    );
    held.defer(() => mock.close());
    const deno = `${Deno.execPath()} run --quiet --no-prompt --allow-net --allow-env`;
    return `cmd:UPSTREAM_URL='${mock.ready.url}' exec ${deno} ${BRIDGE}`;
  }));
  return { base: [targets[0]!], candidate: [targets[1]!] };
}

function quickStart(runner: Runner): Runner {
  const quick = ({ plan, ...job }: Job): Job => {
    const { load } = plan;
    if (load.shape !== "constant-sessions") return { plan, ...job };
    return { ...job, plan: { ...plan, load: { ...load, rampMs: RAMP_MS } } };
  };
  return { run: (job, sink, signal) => runner.run(quick(job), sink, signal) };
}

/** Keeps every turn, by the block that its session's id tells. */
function collector({ maxBlocks }: GateRequest): { sink: Sink; blocks: GateRecord["blocks"] } {
  const arm = () => ({ ttfaMs: [] as number[], failed: 0 });
  const blocks = Array.from({ length: maxBlocks }, () => ({ base: arm(), candidate: arm() }));
  const sink: Sink = {
    begun: () => {},
    session: () => {},
    dropped: () => {},
    turn: ({ tags: { region, sessionId }, outcome, ttfaMs }) => {
      const block = blocks[Number(/^b(\d+)-/.exec(sessionId)![1]) - 1]!;
      const own = block[ARMS.find((arm) => region.endsWith(`-${arm}`))!];
      if (outcome === "ok" && ttfaMs !== undefined) own.ttfaMs.push(Number(ttfaMs.toFixed(3)));
      else if (outcome !== "late_generator") own.failed++;
    },
  };
  return { sink, blocks };
}
