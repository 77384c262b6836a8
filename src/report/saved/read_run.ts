import { type Problem, UsageError } from "../../config/problem.ts";
import { plural } from "../number.ts";
import type { RunReport } from "../run_json.ts";
import { readRunJson } from "./read_run_json.ts";
import { type Cells, readTable, type Table } from "./read_table.ts";
import { rebuild } from "./rebuild.ts";
import { readSession, readTurn, SESSION_COLUMNS, TURN_COLUMNS } from "./rows.ts";
import type { SavedRun } from "./saved_run.ts";

/**
 * Reads a run folder back. A run that was killed, or that still goes on, is rebuilt from its tables and
 * says that it is partial.
 *
 * @throws {UsageError} with everything that is wrong with the folder
 */
export async function readRun(folder: string): Promise<SavedRun> {
  const problems: Problem[] = [];
  const report = await readRunJson(folder, problems);
  // Where there is no run, missing tables are no news.
  if (!report) throw new UsageError(problems);
  const isPartial = report.state === "running";
  const read = <Row>(name: string, columns: readonly string[], row: ReadRow<Row>) =>
    table({ folder, name, columns, row, isPartial }, problems);
  const turns = await read("turns.csv", TURN_COLUMNS, readTurn);
  const sessions = await read("sessions.csv", SESSION_COLUMNS, readSession);
  if (problems.length > 0) throw new UsageError(problems);
  const run = { report, turns: turns.rows, sessions: sessions.rows };
  const whole = isPartial ? rebuild(run) : report;
  return { ...run, report: withWarning(whole, turns.unreadable + sessions.unreadable) };
}

type ReadRow<Row> = (cells: Cells) => Row | undefined;

interface TableFile<Row> {
  readonly folder: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly row: ReadRow<Row>;
  /** The run may have been killed before it could begin the table. */
  readonly isPartial: boolean;
}

const NO_ROWS = { rows: [], unreadable: 0 };

async function table<Row>(
  { folder, name, columns, row, isPartial }: TableFile<Row>,
  problems: Problem[],
): Promise<Pick<Table<Row>, "rows" | "unreadable">> {
  const field = `${folder}/${name}`;
  const text = await Deno.readTextFile(field).catch((error: Error) => error);
  if (isPartial && isUnbegun(text)) return NO_ROWS;
  if (text instanceof Error) {
    const remedy = "copy the whole folder, its tables belong to the report";
    problems.push({ field, rule: `cannot be read: ${text.name}`, remedy });
    return NO_ROWS;
  }
  const found = readTable(text, columns, row);
  if (found.missingColumns.length > 0) {
    problems.push({
      field,
      rule: `lacks ${found.missingColumns.join(", ")}`,
      remedy: "read it with the version of ttfa that wrote it",
    });
  }
  return found;
}

/** Not even its header is there. */
function isUnbegun(text: string | Error): boolean {
  return text instanceof Error ? text instanceof Deno.errors.NotFound : !text.includes("\n");
}

function withWarning(report: RunReport, unreadable: number): RunReport {
  if (unreadable === 0) return report;
  const are = unreadable === 1 ? "is" : "are";
  const warning = `${
    plural(unreadable, "row")
  } of the tables could not be read and ${are} left out`;
  return { ...report, warnings: [...report.warnings, warning] };
}
