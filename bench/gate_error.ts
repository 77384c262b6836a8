/**
 * How often the gate fails equal bridges, and how often it finds slower ones: real gates on the mock,
 * one JSON line each, and the table of them beside the common rules on the same turns.
 *
 *     deno run -A bench/gate_error.ts --out FILE --row aa --gates 500 --seed 1 [--minutes 60]
 *     deno run -A bench/gate_error.ts --table FILE
 *
 * Takes up where a file ends: what it holds of this row and seed is not run again. Gates that are void,
 * because this machine was too busy, are kept and do not count. Several processes may write to one file,
 * each with a seed of its own.
 */
import { parseArgs } from "node:util";
import { onInterrupt } from "../src/commands/interrupt.ts";
import { writeEquipment } from "./gate_error/equipment.ts";
import { runOneGate } from "./gate_error/one_gate.ts";
import { appendRecord, type GateRecord, isJudged, readRecords } from "./gate_error/record.ts";
import { type RowName, ROWS } from "./gate_error/rows.ts";
import { errorTable } from "./gate_error/table.ts";
import { print } from "./print.ts";

const { values } = parseArgs({
  options: {
    table: { type: "string" },
    out: { type: "string", default: "gate-error.jsonl" },
    row: { type: "string", default: "aa" },
    gates: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "60" },
    clients: { type: "string", default: "25" },
    turns: { type: "string", default: "1" },
  },
});

async function run(row: RowName): Promise<void> {
  const { out, gates, seed: seedText, minutes, clients, turns } = values;
  const seed = Number(seedText);
  const done = (await readRecords(out)).filter((r) => r.row === row && r.seed === seed);
  let judged = done.filter(isJudged).length;
  const endMs = performance.now() + Number(minutes) * 60_000;
  await using equipment = await writeEquipment();
  using interrupt = onInterrupt();
  for (let gate = done.length; judged < Number(gates); gate++) {
    if (performance.now() > endMs) return print(`time is up after ${judged} gates`);
    const flags = { clients: [clients], turns: [turns] };
    const record = await runOneGate({ row, seed, gate }, equipment, flags, interrupt.signal);
    if (interrupt.signal.aborted) return print(`interrupted in gate ${gate}`);
    appendRecord(out, record);
    if (isJudged(record)) judged++;
    print(described(record));
  }
}

function described({ row, seed, gate, verdict, wallMs, cells }: GateRecord): string {
  const ttfa = cells.find(({ metric }) => metric === "ttfa");
  const effect = ttfa ? `, ttfa ${ttfa.base.toFixed(1)} ms and ${ttfa.effect.toFixed(2)} more` : "";
  return `${row} ${seed}/${gate}: ${verdict} in ${wallMs} ms${effect}`;
}

if (values.table !== undefined) {
  print(errorTable(await readRecords(values.table)));
} else {
  const row = ROWS.find((name) => name === values.row);
  if (row) await run(row);
  else throw new Error(`--row is one of ${ROWS.join(", ")}, not '${values.row}'`);
}
