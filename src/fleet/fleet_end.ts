import type { HeldBack } from "../metrics/held_back.ts";
import type { Distribution } from "../metrics/distribution.ts";
import type { JobEnd } from "../run/job.ts";
import type { Coverage } from "./coverage.ts";
import type { AgentStart, EndRecord } from "./records.ts";
import type { Member } from "./roster.ts";

/** What came of one agent of a run. */
export interface AgentEnd {
  readonly member: Member;
  readonly coverage: Coverage;
  readonly isLost: boolean;
  readonly start?: AgentStart;
  readonly end?: EndRecord;
}

/** What became of a job that a fleet did. */
export interface FleetEnd extends JobEnd {
  readonly agents: readonly AgentEnd[];
  readonly calibration?: Readonly<Record<"rtt" | "ttfa" | "pacing", Distribution>>;
  readonly heldBack?: HeldBack;
}
