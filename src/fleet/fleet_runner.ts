import type { Job, Runner } from "../run/job.ts";
import type { Bus } from "./bus.ts";
import { Course, type CourseOptions } from "./course.ts";
import type { FleetEnd } from "./fleet_end.ts";
import { gather } from "./gather.ts";
import type { FleetSink } from "./intake.ts";
import { issue, type Terms } from "./issue.ts";
import type { Wanted } from "./roster.ts";

export interface FleetRunnerOptions extends CourseOptions {
  readonly terms: Terms;
  /** In each region, at least. */
  readonly agents: number;
  /** As {@linkcode Wanted}. */
  readonly only: Wanted["only"];
  readonly waitMs: number;
  /** For whoever resumes the run: see {@linkcode PlanRecord}. */
  readonly brief: unknown;
  /** Called when there is a run to be resumed. */
  readonly issued: () => void;
}

/** Drives a job on the agents of a fleet, each a segment of the plan of its region. */
export class FleetRunner implements Runner<FleetSink> {
  constructor(readonly bus: Bus, readonly options: FleetRunnerOptions) {}

  /** @throws {FleetError} where the agents do not come, or do not take the job */
  async run(job: Job, sink: FleetSink, signal: AbortSignal): Promise<FleetEnd> {
    const { terms, agents, only, waitMs, brief, issued, say } = this.options;
    const wanted = { version: terms.version, regions: job.plan.regions, agents, only };
    const members = await gather(this.bus, wanted, waitMs, say, signal);
    const plan = await issue(this.bus, job, members, terms, brief);
    issued();
    return await new Course(this.bus, plan, sink, this.options).follow(signal);
  }
}
