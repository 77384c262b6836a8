import { existsSync } from "node:fs";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { SESSIONS_CSV, SUMMARY_CSV, TURNS_CSV } from "./csv.ts";
import type { RunReport } from "./run_json.ts";

/** What a run that has ended consists of; `report.html` is made from them. */
export const RUN_FILES: readonly string[] = [
  ...["run.json", "turns.csv", "sessions.csv", "summary.csv"],
];

/** Thrown when a run cannot be written where it was asked for; the message names the remedy. */
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

  private constructor(path: string, turns: RowFile, sessions: RowFile) {
    this.path = path;
    this.#turns = turns;
    this.#sessions = sessions;
  }

  /**
   * Makes the folder, and the ones above it, with empty tables and the report of a running run.
   *
   * @throws {RunFolderError} when it already holds a run
   */
  static create(path: string, report: RunReport): RunFolder {
    const taken = RUN_FILES.map((name) => `${path}/${name}`).find(existsSync);
    if (taken) {
      throw new RunFolderError(`'${taken}' exists: each run needs its own folder, name another`);
    }
    Deno.mkdirSync(path, { recursive: true });
    // First of all: what is killed from here on is known for a run, and for half of one.
    writeRunJson(path, report);
    const turns = new RowFile(`${path}/turns.csv`, TURNS_CSV.header());
    const sessions = new RowFile(`${path}/sessions.csv`, SESSIONS_CSV.header());
    return new RunFolder(path, turns, sessions);
  }

  appendTurn(sample: TurnSample): void {
    this.#turns.append(TURNS_CSV.row(sample));
  }

  appendSession(sample: SessionSample): void {
    this.#sessions.append(SESSIONS_CSV.row(sample));
  }

  /** Whole lines that were made elsewhere. */
  appendRows(turns: string, sessions: string): void {
    this.#turns.append(turns);
    this.#sessions.append(sessions);
  }

  /** Writes `summary.csv` and the final `run.json`, this last: once it is there, all is there. */
  finish(report: RunReport): void {
    this[Symbol.dispose]();
    const rows = report.summary.map((row) => SUMMARY_CSV.row({ ...row, runId: report.runId }));
    writeAtomically(`${this.path}/summary.csv`, SUMMARY_CSV.header() + rows.join(""));
    writeRunJson(this.path, report);
  }

  /** Closes the tables. Harmless when they are closed. */
  [Symbol.dispose](): void {
    this.#turns.close();
    this.#sessions.close();
  }
}

/** A text file that grows by whole rows. */
class RowFile {
  readonly #encoder = new TextEncoder();
  #file: Deno.FsFile | undefined;

  constructor(path: string, header: string) {
    this.#file = Deno.openSync(path, { create: true, write: true, truncate: true });
    this.append(header);
  }

  append(row: string): void {
    if (!this.#file) throw new Error("the run folder is closed");
    let bytes = this.#encoder.encode(row);
    while (bytes.length > 0) bytes = bytes.subarray(this.#file.writeSync(bytes));
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
  Deno.writeTextFileSync(`${path}.tmp`, text);
  Deno.renameSync(`${path}.tmp`, path);
}
