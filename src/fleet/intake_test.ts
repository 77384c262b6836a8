import assert from "node:assert/strict";
import { Distribution } from "../metrics/distribution.ts";
import { Summary } from "../metrics/summary.ts";
import { Intake } from "./intake.ts";
import { Ledger } from "./ledger.ts";
import { encode } from "./records.ts";
import { type AgentRecordKind, runSubjects } from "./subjects.ts";

const SUBJECTS = runSubjects("run-1");
const END = { unreachable: [], startLateMs: 0, complaints: [], remarks: [], scenarioErrors: [] };

function setup() {
  const segment = { index: 0, count: 1, regions: ["eu"] };
  const ledger = new Ledger({ members: [{ name: "eu-1", region: "eu", instance: "i", segment }] });
  const windows: number[] = [];
  const rows: number[] = [];
  const said: string[] = [];
  const sink = {
    window: ({ number }: { number: number }) => windows.push(number),
    rows: ({ number }: { number: number }) => rows.push(number),
  };
  const intake = new Intake(ledger, SUBJECTS, sink, (line) => said.push(line));
  const take = (kind: AgentRecordKind, record: object | string) =>
    intake.take({
      subject: SUBJECTS.of("eu-1", kind),
      data: typeof record === "string" ? new TextEncoder().encode(record) : encode(record),
    });
  return { ledger, intake, take, windows, rows, said };
}

const window = (number: number) => ({
  ...{ number, openClients: 0, openMs: 0 },
  summary: Summary.empty(["eu"]).encode(),
});

Deno.test("Intake: what cannot be read is told of once, not received, and not awaited", () => {
  const { ledger, take, windows, rows, said } = setup();
  const bad = ["{", "null", { number: 0 }, { ...window(0), summary: [{ metrics: 7 }] }];
  for (const record of bad) assert.equal(take("window", record), "eu-1");
  take("rows", { number: 0, turns: 7 });
  take("end", { windows: 5 });
  take("ready", { calibration: {} });
  assert.deepEqual([windows, rows], [[], []]);
  assert.deepEqual(said, [
    "agent 'eu-1' of region 'eu' sent a record that cannot be read: " +
    "such records count as not received",
  ]);
  assert.equal(ledger.awaited.length, 1);
  take("window", window(4));
  take("end", { ...END, windows: 5, rows: 1 });
  assert.deepEqual(windows, [4]);
  assert.deepEqual(ledger.awaited, []);
  const [coverage] = ledger.coverage(undefined);
  assert.deepEqual([coverage!.received, coverage!.expected], [1, 5]);
});

Deno.test("Intake: records that come twice count once, a calibration too", () => {
  const { intake, take, windows, rows } = setup();
  assert.equal(intake.calibration, undefined);
  const one = Distribution.empty();
  one.record(5);
  const encoded = one.encode();
  for (let i = 0; i < 2; i++) {
    take("ready", { calibration: { rtt: encoded, ttfa: encoded, pacing: encoded } });
    take("window", window(0));
    take("rows", { number: 0, turns: "", sessions: "" });
  }
  assert.equal(intake.calibration!.rtt.count, 1);
  assert.deepEqual([windows, rows], [[0], [0]]);
});

Deno.test("Intake: of two starts the first counts, and strangers write nothing", () => {
  const { ledger, intake, windows } = setup();
  const start = (atEpochMs: number) => ({ starts: { "eu-1": { atEpochMs } } });
  for (const record of [{}, start(1), start(2)]) {
    intake.take({ subject: SUBJECTS.start, data: encode(record) });
  }
  assert.equal(ledger.start!.starts["eu-1"]!.atEpochMs, 1);
  const data = encode(window(0));
  assert.equal(intake.take({ subject: SUBJECTS.of("us-1", "window"), data }), undefined);
  assert.deepEqual(windows, []);
});
