import type { Arm } from "../../src/gate/block.ts";
import { clopperPearson } from "./clopper_pearson.ts";
import { COMMON_RULES } from "./common_rules.ts";
import { type GateRecord, isJudged } from "./record.ts";
import { ROWS } from "./rows.ts";

/** The gates of a file as Markdown: in each row, the share of gates that each rule fails. */
export function errorTable(records: readonly GateRecord[]): string {
  const header = ["row", "gates", "this gate", ...Object.keys(COMMON_RULES), "blind", "void"];
  const rows = ROWS.flatMap((name) => {
    const all = records.filter(({ row }) => row === name);
    return all.length === 0 ? [] : [[name, ...cellsOf(all)]];
  });
  return [header, header.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellsOf(all: readonly GateRecord[]): string[] {
  const judged = all.filter(isJudged)
    .sort((a, b) => a.startedAt < b.startedAt ? -1 : 1);
  const failedBy = (isFailed: (record: GateRecord, i: number) => boolean) =>
    share(judged.filter(isFailed).length, judged.length);
  return [
    String(judged.length),
    failedBy(({ verdict }) => verdict === "regression"),
    ...Object.values(COMMON_RULES).map((rule) =>
      failedBy((record, i) =>
        rule(ttfasOf(storedFor(judged, i), "base"), ttfasOf(record, "candidate"))
      )
    ),
    String(judged.filter(({ verdict }) => verdict === "inconclusive").length),
    String(all.length - judged.length),
  ];
}

/** A stored run is of another time: of the gate that is half of all the gates away. */
function storedFor(judged: readonly GateRecord[], index: number): GateRecord {
  return judged[(index + (judged.length >> 1)) % judged.length]!;
}

function ttfasOf({ blocks }: GateRecord, arm: Arm): number[] {
  return blocks.flatMap((block) => block[arm].ttfaMs);
}

function share(hits: number, trials: number): string {
  if (trials === 0) return "–";
  const percent = (value: number) => (100 * value).toFixed(1);
  const [low, high] = clopperPearson(hits, trials).map(percent);
  return `${percent(hits / trials)} % (${low}–${high})`;
}
