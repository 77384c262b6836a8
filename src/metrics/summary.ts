import type { Outcome, SessionOutcome } from "../client/record.ts";
import { given } from "../config/given.ts";
import { Distribution } from "./distribution.ts";
import { type Counts, plusCounts, total } from "./counts.ts";
import { type EncodedGroup, Group, type Mark } from "./group.ts";
import { METRIC_NAMES, type MetricName } from "./names.ts";
import type { SessionSample, TurnSample } from "./sample.ts";
import type { TurnErrors } from "./turn_errors.ts";

/** One row of `summary.csv`, by the names of its columns; values in ms, `undefined` where not measurable. */
export interface SummaryRow {
  readonly region: string;
  readonly scenario: string;
  readonly metric: MetricName;
  readonly unit: "ms";
  readonly count: number;
  readonly excluded: number;
  readonly min: number | undefined;
  readonly mean: number | undefined;
  readonly stdev: number | undefined;
  readonly p50: number | undefined;
  readonly p50_low: number | undefined;
  readonly p50_high: number | undefined;
  readonly p90: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
  readonly p99_low: number | undefined;
  readonly p99_high: number | undefined;
  readonly p999: number | undefined;
  readonly max: number | undefined;
}

/** How the attempts of one region and scenario ended. */
export interface OutcomeRow {
  readonly region: string;
  readonly scenario: string;
  /** Sum of `turns`. */
  readonly attempts: number;
  readonly turns: Counts<Outcome>;
  readonly sessions: Counts<SessionOutcome>;
  /** Missing where no turn had an error code. */
  readonly errors?: TurnErrors;
  /** `ok` turns in which a player without a buffer ran dry; missing: none. */
  readonly underrunTurns?: number;
  /** Arrivals that found no free client and became no session. */
  readonly dropped: number;
}

/** A summary as plain JSON: enough to merge it later, exactly. */
export type EncodedSummary = readonly (EncodedGroup & {
  readonly region: string;
  readonly scenario: string;
})[];

/** Which part of a run: all regions, or all scenarios, together where none is named. */
export interface Selector {
  readonly region?: string | undefined;
  readonly scenario?: string | undefined;
}

interface Entry {
  readonly region: string;
  readonly scenario: string;
  readonly group: Group;
}

/**
 * What a run came to, per region and scenario. Empty and `plus` make it a monoid: workers, agents and
 * windows merge with one function, in any order.
 */
export class Summary {
  #entries = new Map<string, Entry>();

  /** @param regions in the order in which they are to be told; others follow by name. */
  private constructor(readonly regions: readonly string[]) {}

  static empty(regions: readonly string[] = []): Summary {
    return new Summary(regions);
  }

  addTurn(sample: TurnSample): void {
    this.#group(sample.tags.region, sample.scenario).addTurn(sample);
  }

  addSession(sample: SessionSample): void {
    this.#group(sample.tags.region, sample.scenario).addSession(sample);
  }

  addDropped(region: string, scenario: string): void {
    this.#group(region, scenario).addDropped();
  }

  /** Takes in what the other has. */
  add(other: Summary): void {
    for (const { region, scenario, group } of other.#sorted()) {
      this.#group(region, scenario).add(group);
    }
  }

  /** Both together; neither is changed. */
  plus(other: Summary): Summary {
    const both = new Summary(this.regions.length > 0 ? this.regions : other.regions);
    both.add(this);
    both.add(other);
    return both;
  }

  /** Every metric of each region and scenario, in the order of regions, scenarios and the table of metrics. */
  rows(): SummaryRow[] {
    return this.#sorted().flatMap(({ region, scenario, group }) =>
      METRIC_NAMES.map((metric) => ({
        region,
        scenario,
        metric,
        unit: "ms" as const,
        ...figures(group.metric(metric)),
      }))
    );
  }

  outcomes(): OutcomeRow[] {
    return this.#sorted().map(({ region, scenario, group }) => ({
      region,
      scenario,
      attempts: total(group.turns),
      turns: group.turns,
      sessions: group.sessions,
      ...given("errors", group.errors),
      ...given("underrunTurns", group.marks.underrunTurns),
      dropped: group.marks.dropped ?? 0,
    }));
  }

  /** One metric over all that is selected: of a region (or its name alone), a scenario, or both. */
  metric(name: MetricName, selected?: string | Selector): Distribution {
    return this.#groups(selected)
      .map((group) => group.metric(name))
      .reduce((sum, metric) => sum.plus(metric), Distribution.empty());
  }

  /** Outcomes of the turns over all that is selected, as of {@linkcode Summary.metric}. */
  turns(selected?: string | Selector): Counts<Outcome> {
    return this.#groups(selected)
      .map((group) => group.turns)
      .reduce(plusCounts, {});
  }

  /** Outcomes of the sessions over all that is selected. */
  sessions(selected?: string | Selector): Counts<SessionOutcome> {
    return this.#groups(selected)
      .map((group) => group.sessions)
      .reduce(plusCounts, {});
  }

  /** What the outcomes do not tell, over all that is selected. */
  marks(selected?: string | Selector): Counts<Mark> {
    return this.#groups(selected)
      .map((group) => group.marks)
      .reduce(plusCounts, {});
  }

  /** @param rawLimit of a metric: more values than this are encoded as a histogram. */
  encode(rawLimit?: number): EncodedSummary {
    return this.#sorted().map(({ region, scenario, group }) => ({
      region,
      scenario,
      ...group.encode(rawLimit),
    }));
  }

  static decode(encoded: EncodedSummary): Summary {
    const summary = Summary.empty();
    for (const { region, scenario, ...group } of encoded) {
      summary.#set(region, scenario, Group.decode(group));
    }
    return summary;
  }

  #group(region: string, scenario: string): Group {
    const entry = this.#entries.get(key(region, scenario));
    return entry?.group ?? this.#set(region, scenario, Group.empty());
  }

  #set(region: string, scenario: string, group: Group): Group {
    this.#entries.set(key(region, scenario), { region, scenario, group });
    return group;
  }

  #groups(selected: string | Selector = {}): Group[] {
    const { region, scenario } = typeof selected === "string" ? { region: selected } : selected;
    return this.#sorted()
      .filter((entry) => region === undefined || entry.region === region)
      .filter((entry) => scenario === undefined || entry.scenario === scenario)
      .map((entry) => entry.group);
  }

  #sorted(): Entry[] {
    return [...this.#entries.values()].sort((a, b) =>
      this.#place(a) - this.#place(b) || compare(a.region, b.region) ||
      compare(a.scenario, b.scenario)
    );
  }

  #place({ region }: Entry): number {
    const place = this.regions.indexOf(region);
    return place < 0 ? this.regions.length : place;
  }
}

type Figures = Omit<SummaryRow, "region" | "scenario" | "metric" | "unit">;

function figures(metric: Distribution): Figures {
  const p50 = metric.interval(50);
  const p99 = metric.interval(99);
  return {
    count: metric.count,
    excluded: metric.excluded,
    min: metric.min,
    mean: metric.mean,
    stdev: metric.stdev,
    p50: metric.percentile(50),
    p50_low: p50.low,
    p50_high: p50.high,
    p90: metric.percentile(90),
    p95: metric.percentile(95),
    p99: metric.percentile(99),
    p99_low: p99.low,
    p99_high: p99.high,
    p999: metric.percentile(99.9),
    max: metric.max,
  };
}

function key(region: string, scenario: string): string {
  return JSON.stringify([region, scenario]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
