/** The stream that keeps every run's records, and what it takes in. */
export const STREAM = "TTFA";
export const STREAM_SUBJECTS = "ttfa.run.>";

/** Every agent answers here with its {@linkcode Announcement}. */
export const ROLL_CALL = "ttfa.agents";
/** A coordinator answers here which run is under way. */
export const COORDINATOR = "ttfa.coordinator";

/** What one agent is asked, each by request and reply. */
export function askAgent(name: string, what: "state" | "clock" | "order"): string {
  return `ttfa.agent.${name}.${what}`;
}

/** Below it come the answers to an agent's own questions, or to a coordinator's: no other may hear them. */
export function inboxOf(agent: string | undefined): string {
  return agent === undefined ? "_INBOX.coordinator" : `_INBOX.agent.${agent}`;
}

/** Where the records of a run stand in the stream. */
export function runSubjects(runId: string) {
  const run = `ttfa.run.${runId}`;
  return {
    all: `${run}.>`,
    /** {@linkcode PlanRecord} and the chunks of its speech. */
    orders: `${run}.*`,
    plan: `${run}.plan`,
    speech: `${run}.speech`,
    /** What every agent of the run must hear. */
    controls: `${run}.control.*`,
    start: `${run}.control.start`,
    stop: `${run}.control.stop`,
    of: (agent: string, kind: AgentRecordKind) => `${run}.agent.${agent}.${kind}`,
  };
}

export type AgentRecordKind = "ready" | "window" | "rows" | "end";

/** Which agent wrote a record of which kind; `undefined` where no agent did. */
export function writerOf(subject: string): { agent: string; kind: AgentRecordKind } | undefined {
  const [, agent, kind] = /\.agent\.([^.]+)\.(ready|window|rows|end)$/.exec(subject) ?? [];
  return agent === undefined ? undefined : { agent, kind: kind as AgentRecordKind };
}

/** Whether a name can be part of a subject, and of a path. */
export function isName(text: unknown): text is string {
  return typeof text === "string" && /^[A-Za-z0-9][\w-]{0,62}$/.test(text);
}
