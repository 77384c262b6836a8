import assert from "node:assert/strict";
import type { Plan } from "../plan/plan.ts";
import type { Runner } from "../run/job.ts";
import { AgentRun, type Journal, type Workshop } from "./agent_run.ts";
import type { Bus, StreamMessage } from "./bus.ts";
import type { Letter } from "./outbox.ts";
import { decode, encode, type EndRecord, type Order } from "./records.ts";
import { chunked } from "./speech_chunks.ts";
import { runSubjects } from "./subjects.ts";

const SUBJECTS = runSubjects("run-1");
const ORDER: Order = {
  ...{ version: "1.0.0", runId: "run-1", workers: 1, rows: "agent", calibrate: false },
  endpoint: { url: "ws://127.0.0.1:9/", headers: {}, subprotocols: [], insecure: false },
};
const MEMBER = {
  ...{ name: "eu-1", region: "eu", instance: "i" },
  segment: { index: 0, count: 1, regions: ["eu"] },
};
const PLAN = {
  regions: ["eu"],
  load: { shape: "constant-sessions", clients: 1, turns: 1, rampMs: 0 },
} as unknown as Plan;

/** A stream that holds the run's orders, and takes what is posted. */
async function busOf(posted: Letter[]): Promise<Bus> {
  const [speech] = await chunked([]);
  async function* read(subject: string, signal: AbortSignal): AsyncGenerator<StreamMessage> {
    if (subject === SUBJECTS.orders) {
      yield { subject: SUBJECTS.speech, data: speech! };
      yield { subject: SUBJECTS.plan, data: encode({ plan: PLAN, members: [MEMBER] }) };
    } else await new Promise((resolve) => signal.addEventListener("abort", resolve));
  }
  const post = (letter: Letter) => Promise.resolve(void posted.push(letter));
  return { read, post } as unknown as Bus;
}

const JOURNAL: Journal = {
  ...{ complaints: [], remarks: [], scenarioErrors: new Map() },
  ...{ begun: () => {}, turn: () => {}, session: () => {}, dropped: () => {} },
  ...{ window: () => {}, rows: () => {} },
};

async function drive(workshop: Workshop, signal: AbortSignal) {
  const posted: Letter[] = [];
  const bus = await busOf(posted);
  const end = await new AgentRun(bus, ORDER, "eu-1", workshop, () => {}).drive(signal);
  assert.deepEqual(decode<EndRecord>(posted.at(-1)!.data), JSON.parse(JSON.stringify(end)));
  return { end, subjects: posted.map(({ subject }) => subject) };
}

Deno.test("AgentRun: an agent that cannot keep a journal says so in its last record", async () => {
  const workshop: Workshop = {
    journalFor: () => {
      throw new Error("no such folder");
    },
    runnerFor: () => assert.fail("there is nothing to measure with"),
  };
  const { end, subjects } = await drive(workshop, new AbortController().signal);
  assert.equal(end.failed, "agent 'eu-1': Error: no such folder");
  assert.deepEqual(subjects, [SUBJECTS.of("eu-1", "end")]);
});

Deno.test("AgentRun: one that is ended before its start leaves no timer behind", async () => {
  const leave = new AbortController();
  const workshop: Workshop = {
    journalFor: () => JOURNAL,
    runnerFor: (_order, _plan, _clients, moment): Runner => ({
      run: () => {
        moment!();
        leave.abort();
        return Promise.resolve({ unreachable: [] });
      },
    }),
  };
  const { end, subjects } = await drive(workshop, leave.signal);
  assert.deepEqual([end.hasLeft, end.failed, end.windows], [true, undefined, 0]);
  assert.deepEqual(subjects, ["ready", "end"].map((kind) => SUBJECTS.of("eu-1", kind as "end")));
});
