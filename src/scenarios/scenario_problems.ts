import { isBuiltIn } from "./scenarios.ts";

const MICROPHONES: readonly unknown[] = [undefined, "open", "push-to-talk", "off"];
const SESSIONS: readonly unknown[] = ["realtime", "transcription"];

/** Which rules a module's default export breaks that should be a scenario. */
export function scenarioProblems(value: unknown): string[] {
  if (value === undefined) return ["has no default export"];
  if (typeof value !== "object" || value === null) return ["exports no scenario by default"];
  const { name, run, microphone, session } = value as Record<string, unknown>;
  return [
    ...nameProblems(name),
    ...(typeof run === "function" ? [] : ["'run' is no function"]),
    ...(MICROPHONES.includes(microphone)
      ? []
      : ["'microphone' is none of open, push-to-talk, off"]),
    ...(session === undefined || SESSIONS.includes((session as { type?: unknown } | null)?.type)
      ? []
      : ["'session.type' is neither realtime nor transcription"]),
  ];
}

function nameProblems(name: unknown): string[] {
  if (typeof name !== "string" || !/^[A-Za-z0-9][\w-]*$/.test(name)) {
    return ["'name' is no name of letters, digits, - and _"];
  }
  return isBuiltIn(name) ? [`'${name}' is the name of a built-in scenario`] : [];
}
