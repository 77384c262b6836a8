import { existsSync } from "node:fs";
import { systemReason } from "../config/system_reason.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { SESSIONS_CSV, SUMMARY_CSV, TURNS_CSV } from "./csv.ts";
import type { RunReport } from "./run_json.ts";

/** What a run that has ended consists of; `report.html` is made from them. */
export const RUN_FILES: readonly string[] = [
  ...["run.json", "turns.csv", "sessions.csv", "summary.csv"],
];

/** Thrown when a run cannot be begun where it was asked for; the message names the remedy. */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
}

/**
 * The files of one run. Rows go to the file system as they happen and `run.json` says `running` until
 * the end, so that a killed run leaves valid CSV and can be told from a finished one.
 */
export class RunFolder {
  readonly path: string;
  readonly #turns: RowFile;
  readonly #sessions: RowFile;
  #unwritten: string | undefined;

  private constructor(
    path: string,
    turns: RowFile,
    sessions: RowFile,
    readonly onUnwritten: (why: string) => void,
  ) {
    this.path = path;
    this.#turns = turns;
    this.#sessions = sessions;
  }

  /**
   * Makes the folder, and the ones above it, with empty tables and the report of a running run.
   *
   * @param onUnwritten called once, with {@linkcode RunFolder.unwritten}
   * @throws {RunFolderError} when it already holds a run, or cannot be written
   */
  static create(
    path: string,
    report: RunReport,
    onUnwritten: (why: string) => void = () => {},
  ): RunFolder {
    try {
      const taken = RUN_FILES.map((name) => `${path}/${name}`).find(existsSync);
      if (taken) throw new Error(`'${taken}' exists: each run needs its own folder, name another`);
      Deno.mkdirSync(path, { recursive: true });
      // First of all: what is killed from here on is known for a run, and for half of one.
      writeRunJson(path, report);
      const turns = new RowFile(`${path}/turns.csv`, TURNS_CSV.header());
      const sessions = new RowFile(`${path}/sessions.csv`, SESSIONS_CSV.header());
      return new RunFolder(path, turns, sessions, onUnwritten);
    } catch (error) {
      throw new RunFolderError(`no run can be kept in '${path}': ${systemReason(error)}`);
    }
  }

  /** Why something of this run could not be written, and what to do; the rows until then are whole. */
  get unwritten(): string | undefined {
    return this.#unwritten;
  }

  /** Whether it was taken away. */
  get isGone(): boolean {
    return !existsSync(this.path);
  }

  appendTurn(sample: TurnSample): void {
    this.appendRows(TURNS_CSV.row(sample), "");
  }

  appendSession(sample: SessionSample): void {
    this.appendRows("", SESSIONS_CSV.row(sample));
  }

  /** Whole lines that were made elsewhere. After a failure none is written any more. */
  appendRows(turns: string, sessions: string): void {
    if (this.#unwritten !== undefined) return;
    this.#try(() => {
      this.#turns.append(turns);
      this.#sessions.append(sessions);
    });
  }

  /**
   * Writes `summary.csv` and the final `run.json`, this last: once it is there and valid, all is there.
   *
   * @returns the report; not valid where something of the run could not be written.
   */
  finish(report: RunReport): RunReport {
    this.#try(() => this.#requireTables());
    this[Symbol.dispose]();
    const rows = report.summary.map((row) => SUMMARY_CSV.row({ ...row, runId: report.runId }));
    this.write("summary.csv", SUMMARY_CSV.header() + rows.join(""));
    this.#try(() => writeRunJson(this.path, this.#judged(report)));
    return this.#judged(report);
  }

  /** Something of it is missing though it was written. */
  miss(why: string): void {
    this.#lose(`'${this.path}' is no longer whole: ${why}`);
  }

  /** Writes one file whole. */
  write(name: string, text: string): void {
    this.#try(() => writeAtomically(`${this.path}/${name}`, text));
  }

  /** Closes the tables. Harmless when they are closed. */
  [Symbol.dispose](): void {
    this.#turns.close();
    this.#sessions.close();
  }

  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!isOfTheSystem(error)) throw error;
      const why = `'${this.path}' did not take all results: ${systemReason(error)}`;
      const remedy = error instanceof Deno.errors.NotFound
        ? "it was moved or removed while the run went on: leave it where it is"
        : "make room there, or name another folder";
      this.#lose(`${why}; ${remedy}`);
    }
  }

  #lose(why: string): void {
    if (this.#unwritten !== undefined) return;
    this.#unwritten = why;
    this.onUnwritten(why);
  }

  /** A table that was taken away still takes rows, which nobody will ever read. */
  #requireTables(): void {
    for (const name of ["turns.csv", "sessions.csv"]) Deno.statSync(`${this.path}/${name}`);
  }

  #judged(report: RunReport): RunReport {
    const { reasons } = report.validity;
    const why = this.#unwritten;
    if (why === undefined || reasons.includes(why)) return report;
    return { ...report, validity: { valid: false, reasons: [...reasons, why] } };
  }
}

/** A disk that is full, a folder that was taken away; anything else is our own fault. */
function isOfTheSystem(error: unknown): error is Error {
  return error instanceof Error && "code" in error;
}

/** A text file that grows by whole rows. */
class RowFile {
  readonly #encoder = new TextEncoder();
  #file: Deno.FsFile | undefined;
  #size = 0;

  constructor(path: string, header: string) {
    this.#file = Deno.openSync(path, { create: true, write: true, truncate: true });
    this.append(header);
  }

  append(row: string): void {
    if (!this.#file) throw new Error("the run folder is closed");
    const bytes = this.#encoder.encode(row);
    try {
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
    } catch (error) {
      // Half a row would be no row.
      this.#file.truncateSync(this.#size);
      throw error;
    }
    this.#size += bytes.length;
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

function writeRunJson(folder: string, report: RunReport): void {
  writeAtomically(`${folder}/run.json`, JSON.stringify(report, null, 2) + "\n");
}

/** A reader sees the old file or the new one, never a part. */
function writeAtomically(path: string, text: string): void {
  const begun = `${path}.tmp`;
  try {
    Deno.writeTextFileSync(begun, text);
    Deno.renameSync(begun, path);
  } catch (error) {
    if (existsSync(begun)) Deno.removeSync(begun);
    throw error;
  }
}
