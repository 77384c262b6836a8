import { readJson } from "../read_json.ts";

/**
 * A frame as a cassette holds it: the JSON object that it was, or its text where it was none or
 * nested too deep.
 */
export type Frame = Readonly<Record<string, unknown>> | string;

export function toFrame(text: string): Frame {
  const json = readJson(text);
  const value = "value" in json ? json.value : undefined;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Frame
    : text;
}

export function toText(frame: Frame): string {
  return typeof frame === "string" ? frame : JSON.stringify(frame);
}

/** The event's type; `undefined` where the frame is no event. */
export function typeOf(frame: Frame): string | undefined {
  const type = typeof frame === "string" ? undefined : frame.type;
  return typeof type === "string" ? type : undefined;
}

/**
 * A copy with every value of every object, at any depth, put through `change`, and every name through
 * `rename`. What has been changed is not looked into.
 */
export function mapFields<T>(
  whole: T,
  change: (value: unknown, name: string, owner: object) => unknown,
  rename = (name: string) => name,
): T {
  const walk = (value: unknown, name: string, owner: object): unknown => {
    const changed = change(value, name, owner);
    if (changed !== value || typeof value !== "object" || value === null) return changed;
    if (Array.isArray(value)) return value.map((each) => walk(each, name, owner));
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [rename(name), walk(each, name, value)]),
    );
  };
  return walk(whole, "", {}) as T;
}
