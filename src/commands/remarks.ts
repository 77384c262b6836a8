import type { SessionSample } from "../metrics/sample.ts";
import { plural } from "../report/number.ts";
import { describeFailure } from "./announce.ts";

/** More kinds of failure than this are told by `sessions.csv` alone. */
const MAX_KINDS = 5;
/** Named by us, where the target was given without a region. */
const UNNAMED = "default";

interface Failure {
  sessions: number;
  readonly first: SessionSample;
}

/**
 * What targets said in words: why they did not serve a session or take an event, and where they say
 * they are.
 */
export class Remarks {
  readonly #failures = new Map<string, Failure>();
  readonly #refusals = new Map<string, number>();
  readonly #claimed = new Map<string, Set<string>>();

  /** @param faulty regions whose target was asked to go wrong. */
  constructor(readonly faulty: readonly string[] = []) {}

  add(sample: SessionSample): void {
    const { tags: { region }, outcome, errorCode, scenarioError, bridgeRegion } = sample;
    if (bridgeRegion !== undefined) this.#claims(region).add(bridgeRegion);
    for (const refusal of sample.refusals ?? []) {
      this.#refusals.set(refusal, (this.#refusals.get(refusal) ?? 0) + 1);
    }
    if (!errorCode || scenarioError !== undefined || OURS.includes(outcome)) return;
    const kind = JSON.stringify([region, outcome, errorCode]);
    const failure = this.#failures.get(kind);
    if (failure) failure.sessions++;
    else this.#failures.set(kind, { sessions: 1, first: sample });
  }

  /** A line for each kind of failure, the most frequent first. */
  get complaints(): string[] {
    return [...this.#failures.values()].sort((a, b) => b.sessions - a.sessions)
      .slice(0, MAX_KINDS).map((failure) => this.#failureLine(failure));
  }

  /** What else is to be told. */
  get lines(): string[] {
    return [
      ...[...this.#refusals].slice(0, MAX_KINDS).map(refusalLine),
      ...this.#contradictions(),
    ];
  }

  #failureLine({ sessions, first }: Failure): string {
    const { region } = first.tags;
    const what = describeFailure(first, this.faulty.includes(region));
    return `in ${plural(sessions, "session")} the target of region '${region}' ${what}`;
  }

  #contradictions(): string[] {
    return [...this.#claimed].flatMap(([region, claims]) => {
      const others = [...claims].filter((claim) => claim !== region).map((name) => `'${name}'`);
      if (region === UNNAMED || others.length === 0) return [];
      return [
        `the bridge measured as region '${region}' says that it is in ${others.join(" and ")}: ` +
        `check the target of '${region}'`,
      ];
    });
  }

  #claims(region: string): Set<string> {
    const claims = this.#claimed.get(region) ?? new Set();
    this.#claimed.set(region, claims);
    return claims;
  }
}

/** Ends that are not the target's doing. */
const OURS: readonly string[] = ["ok", "interrupted", "late_generator"];

function refusalLine([refusal, sessions]: readonly [string, number]): string {
  return `in ${plural(sessions, "session")} the service refused the scenario's own ${refusal}`;
}
