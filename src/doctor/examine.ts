import type { Endpoint } from "../client/endpoint.ts";
import { given } from "../config/given.ts";
import type { Clock } from "../time/clock.ts";
import type { Check } from "./check.ts";
import type { Finding, Outcome } from "./finding.ts";
import { type DialFailure, Patient } from "./patient.ts";
import type { StandIn } from "./stand_in.ts";

export interface ExaminationOptions {
  readonly endpoint: Endpoint;
  readonly checks: readonly Check[];
  readonly clock: Clock;
  /** The upstream that the bridge was told to dial. */
  readonly standIn?: StandIn;
  /** How long the bridge may take to accept connections, in ms. */
  readonly waitMs: number;
  /** Told before all findings why no session can be had, where that is so. */
  readonly onNoSession?: (why: string) => void;
  /** Told of each finding as soon as it is there. */
  readonly onFinding?: (finding: Finding) => void;
}

/** Why nothing was examined, or a finding for each check, in their order. */
export type Examination =
  | { readonly reached: false; readonly failure: DialFailure }
  | {
    readonly reached: true;
    /** Why no session can be had; left out: one can. */
    readonly noSession?: string;
    readonly findings: readonly Finding[];
  };

/** Visits the bridge and does one check after the other: measurements must not disturb each other. */
export async function examine(options: ExaminationOptions): Promise<Examination> {
  const { endpoint, checks, clock, standIn, waitMs, onNoSession, onFinding } = options;
  const patient = new Patient(endpoint, clock);
  const failure = await patient.admit(waitMs);
  if (failure) return { reached: false, failure };
  if (standIn && standIn.knocks.length > 0) patient.standIn = standIn;
  const { noSession } = patient.first!;
  if (noSession !== undefined) onNoSession?.(noSession);
  const findings: Finding[] = [];
  for (const check of checks) {
    const missing = lack(check, patient, standIn !== undefined);
    const outcome: Outcome = missing === undefined
      ? await check.run(patient)
      : { result: "unchecked", why: missing };
    const finding = { check: check.name, title: check.title, ...outcome };
    findings.push(finding);
    onFinding?.(finding);
  }
  return { reached: true, ...given("noSession", noSession), findings };
}

/** What the check would need and the patient has not. */
function lack({ needs }: Check, patient: Patient, wasOffered: boolean): string | undefined {
  if (needs === "connection") return undefined;
  const { noSession } = patient.first!;
  if (noSession !== undefined) return noSession;
  if (needs === "session" || patient.standIn) return undefined;
  return wasOffered
    ? "the bridge did not dial the doctor's upstream: give the bridge its URL"
    : "the upstream must be the doctor's own: give --mock-port, and the bridge that URL";
}
