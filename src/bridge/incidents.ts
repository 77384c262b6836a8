import type { Cancel, Clock } from "../time/clock.ts";
import type { CallerRefusal } from "./gate.ts";
import type { UpstreamFailure } from "./upstream_failure.ts";

/** Of each kind, one line in so long. */
const INTERVAL_MS = 10_000;

export interface IncidentsOptions {
  readonly clock: Clock;
  /** Given what the operator should know. */
  readonly say: (line: string) => void;
  /** Given each incident, to be counted. */
  readonly count: (incident: Incident) => void;
}

export type Incident =
  | { readonly what: "refusal"; readonly status: number }
  | { readonly what: "upstream failure"; readonly code: UpstreamFailure["code"] };

/** As `GET /healthz` shows it. */
export interface LastFailure {
  readonly kind: UpstreamFailure["code"];
  /** ISO 8601. */
  readonly at: string;
}

/**
 * What goes wrong while the bridge runs, said to its operator: the first of a kind at once, then how
 * many more there were, every 10 s at most. No line tells who called or what was said.
 */
export class Incidents {
  readonly #options: IncidentsOptions;
  /** Of each kind that was said within the interval: what came since. */
  readonly #recent = new Map<string, { more: number; last: string; cancel: Cancel }>();
  #lastFailure: LastFailure | undefined;

  constructor(options: IncidentsOptions) {
    this.#options = options;
  }

  get lastFailure(): LastFailure | undefined {
    return this.#lastFailure;
  }

  /** A caller was turned away. */
  refused({ status, message }: Pick<CallerRefusal, "message"> & { readonly status: number }): void {
    this.#options.count({ what: "refusal", status });
    this.#note(`caller_refused, HTTP ${status}`, message);
  }

  /** A session or a client secret was not to be had, or a session broke off. */
  failed({ code, message }: UpstreamFailure): void {
    const { clock, count } = this.#options;
    this.#lastFailure = { kind: code, at: new Date(clock.wallMs()).toISOString() };
    count({ what: "upstream failure", code });
    this.#note(code, message);
  }

  /** Says what was not said yet. */
  close(): void {
    for (const kind of [...this.#recent.keys()]) this.#flush(kind)?.cancel();
  }

  #note(kind: string, message: string): void {
    const recent = this.#recent.get(kind);
    if (recent) {
      recent.more++;
      recent.last = message;
      return;
    }
    this.#options.say(`${kind}: ${message}`);
    this.#wait(kind);
  }

  #wait(kind: string): void {
    const { clock } = this.#options;
    const cancel = clock.at(clock.now() + INTERVAL_MS, () => {
      if (this.#flush(kind)!.more > 0) this.#wait(kind);
    });
    this.#recent.set(kind, { more: 0, last: "", cancel });
  }

  #flush(kind: string) {
    const recent = this.#recent.get(kind);
    this.#recent.delete(kind);
    if (recent && recent.more > 0) {
      this.#options.say(`${kind}: ${recent.last} (${recent.more} more)`);
    }
    return recent;
  }
}
