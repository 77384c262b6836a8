import type { RowsRecord, WindowRecord } from "../fleet/records.ts";
import type { Journal } from "../fleet/agent_run.ts";
import type { SessionSample } from "../metrics/sample.ts";
import { SESSIONS_CSV, TURNS_CSV } from "../report/csv.ts";
import { Remarks } from "./remarks.ts";

/** What an agent keeps of a run for itself: what targets said, and on wish its windows and rows as files. */
export class AgentJournal implements Journal {
  readonly #remarks = new Remarks();
  readonly scenarioErrors = new Map<string, number>();
  readonly folder?: string;
  #unwritten: string | undefined;

  /**
   * @param folder is made anew; left out: nothing is written
   * @throws where it cannot be made
   */
  constructor(folder?: string) {
    if (folder === undefined) return;
    this.folder = folder;
    Deno.mkdirSync(folder, { recursive: true });
    this.#append("turns.csv", TURNS_CSV.header());
    this.#append("sessions.csv", SESSIONS_CSV.header());
  }

  get complaints(): readonly string[] {
    return this.#remarks.complaints;
  }

  get remarks(): readonly string[] {
    return [...this.#remarks.lines, ...(this.#unwritten === undefined ? [] : [this.#unwritten])];
  }

  begun(): void {}
  turn(): void {}
  dropped(): void {}

  session(sample: SessionSample): void {
    this.#remarks.add(sample);
    const { scenarioError } = sample;
    if (scenarioError === undefined) return;
    this.scenarioErrors.set(scenarioError, (this.scenarioErrors.get(scenarioError) ?? 0) + 1);
  }

  window(record: WindowRecord): void {
    this.#append("windows.jsonl", `${JSON.stringify(record)}\n`);
  }

  rows({ turns, sessions }: RowsRecord): void {
    this.#append("turns.csv", turns);
    this.#append("sessions.csv", sessions);
  }

  #append(file: string, text: string): void {
    if (this.folder === undefined) return;
    try {
      Deno.writeTextFileSync(`${this.folder}/${file}`, text, { append: true });
    } catch (error) {
      // What was measured goes on its way all the same.
      this.#unwritten ??= `its own copy in ${this.folder} is not whole: ${
        (error as Error).message
      }`;
    }
  }
}
