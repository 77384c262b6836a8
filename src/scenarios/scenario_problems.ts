import { nearest } from "../config/nearest.ts";
import { isBuiltIn } from "./scenarios.ts";

const MICROPHONES: readonly unknown[] = [undefined, "open", "push-to-talk", "off"];
const FIELDS = ["name", "session", "microphone", "run"];
const SESSIONS: readonly unknown[] = ["realtime", "transcription"];

/** Which rules a module's default export breaks that should be a scenario. */
export function scenarioProblems(value: unknown): string[] {
  if (value === undefined) return ["has no default export"];
  if (typeof value !== "object" || value === null) return ["exports no scenario by default"];
  const { name, run, microphone, session } = value as Record<string, unknown>;
  return [
    ...Object.keys(value).filter((key) => !FIELDS.includes(key)).map(unknownField),
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

function unknownField(key: string): string {
  const near = nearest(key, FIELDS);
  const remedy = near ? `did you mean ${near}?` : `there are ${FIELDS.join(", ")}`;
  return `'${key}' is no field of a scenario: ${remedy}`;
}

function nameProblems(name: unknown): string[] {
  if (typeof name !== "string" || !/^[A-Za-z0-9][\w-]*$/.test(name)) {
    return ["'name' is no name of letters, digits, - and _"];
  }
  return isBuiltIn(name) ? [`'${name}' is the name of a built-in scenario`] : [];
}
