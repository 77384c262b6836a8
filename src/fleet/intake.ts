import { Distribution } from "../metrics/distribution.ts";
import { Summary } from "../metrics/summary.ts";
import type { StreamMessage } from "./bus.ts";
import type { Account, Ledger } from "./ledger.ts";
import {
  decode,
  type EndRecord,
  type ReadyRecord,
  type RowsRecord,
  type StartRecord,
  type WindowRecord,
} from "./records.ts";
import { type runSubjects, writerOf } from "./subjects.ts";

/** A window with its figures unpacked. */
export type Measured = Omit<WindowRecord, "summary"> & { readonly summary: Summary };

/** Receives what a fleet measures: each window and each chunk of rows exactly once. */
export interface FleetSink {
  window(record: Measured, agent: string): void;
  rows(record: RowsRecord): void;
}

/** Takes in what the stream tells of a run. Whoever may publish may send anything: nothing throws. */
export class Intake {
  readonly #calibration = {
    rtt: Distribution.empty(),
    ttfa: Distribution.empty(),
    pacing: Distribution.empty(),
  };
  #isCalibrated = false;

  constructor(
    readonly ledger: Ledger,
    readonly subjects: ReturnType<typeof runSubjects>,
    readonly sink: FleetSink,
    readonly say: (line: string) => void,
  ) {}

  /** Of all agents together; `undefined` where none was calibrated. */
  get calibration() {
    return this.#isCalibrated ? this.#calibration : undefined;
  }

  /** The agent that wrote the record, where a member of the run did. */
  take({ subject, data }: StreamMessage): string | undefined {
    const writer = writerOf(subject);
    if (subject === this.subjects.start) this.#takeStart(data);
    if (subject === this.subjects.stop) this.ledger.isStopped = true;
    const account = writer && this.ledger.accounts.get(writer.agent);
    if (!account) return undefined;
    // What comes from an agent that was given up is heard all the same.
    account.isLost = false;
    if (writer.kind === "ready") this.#takeReady(account, data);
    else if (writer.kind === "end") this.#takeEnd(account, data);
    else if (writer.kind === "window") this.#takeWindow(account, data);
    else this.#takeRows(account, data);
    return writer.agent;
  }

  /** The first one is what the agents go by. */
  #takeStart(data: Uint8Array): void {
    this.ledger.start ??= attempt(() => {
      const record = decode<StartRecord>(data);
      return isTable(record.starts) ? record : undefined;
    });
  }

  #takeReady(account: Account, data: Uint8Array): void {
    if (account.isReady) return;
    account.isReady = true;
    const read = attempt(() => calibrationOf(decode<ReadyRecord>(data)));
    if (!read) return this.#complain(account);
    for (const [name, distribution] of read) this.#calibration[name].add(distribution);
    this.#isCalibrated ||= read.length > 0;
  }

  #takeEnd(account: Account, data: Uint8Array): void {
    const end = attempt(() => decode<EndRecord>(data));
    if (end && isEnd(end)) account.end = end;
    else this.#complain(account);
  }

  #takeWindow(account: Account, data: Uint8Array): void {
    const window = attempt(() => {
      const record = decode<WindowRecord>(data);
      return isMeasured(record)
        ? { ...record, summary: Summary.decode(record.summary) }
        : undefined;
    });
    const { name } = account.member;
    if (!window) return this.#spoilt(account, "windows");
    if (this.ledger.isNew(name, "windows", window.number)) this.sink.window(window, name);
  }

  #takeRows(account: Account, data: Uint8Array): void {
    const rows = attempt(() => decode<RowsRecord>(data));
    if (!rows || !isRows(rows)) return this.#spoilt(account, "rows");
    if (this.ledger.isNew(account.member.name, "rows", rows.number)) this.sink.rows(rows);
  }

  /** It was not received, and it will not come any more. */
  #spoilt(account: Account, kind: "windows" | "rows"): void {
    account.spoilt[kind]++;
    this.#complain(account);
  }

  #complain(account: Account): void {
    if (account.isGarbled) return;
    account.isGarbled = true;
    const { name, region } = account.member;
    this.say(
      `agent '${name}' of region '${region}' sent a record that cannot be read: ` +
        "such records count as not received",
    );
  }
}

/** The value; `undefined` where there is none to be had. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function calibrationOf({ calibration }: ReadyRecord) {
  const names = calibration ? ["rtt", "ttfa", "pacing"] as const : [];
  return names.map((name) => [name, Distribution.decode(calibration![name])] as const);
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

const isTable = (value: unknown) => typeof value === "object" && value !== null;

function isMeasured({ number, openClients, openMs, summary }: WindowRecord): boolean {
  return isCount(number) && isCount(openClients) && Number.isFinite(openMs) &&
    summary.every(({ turns, sessions, metrics }) => [turns, sessions, metrics].every(isTable));
}

function isRows({ number, turns, sessions }: RowsRecord): boolean {
  return isCount(number) && typeof turns === "string" && typeof sessions === "string";
}

function isEnd({ windows, rows, startLateMs, ...lists }: EndRecord): boolean {
  const { unreachable, complaints, remarks, scenarioErrors } = lists;
  return isCount(windows) && isCount(rows) && Number.isFinite(startLateMs) &&
    [unreachable, complaints, remarks, scenarioErrors].every(Array.isArray);
}
