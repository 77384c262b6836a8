import { readDurationMs } from "../../time/duration.ts";

/** When a fault is given. */
export interface Selector {
  /** Drawn anew for each occasion: each session, turn or reply, whatever the fault acts on. */
  readonly probability: number;
  /** The n-th client that may come in, from 1, those that a fault turns away too; all by default. */
  readonly session?: number;
  /** The n-th turn or reply of the session, from 1; all by default. */
  readonly turn?: number;
  /** Not before so long after `session.created`. */
  readonly afterMs: number;
}

export type SelectorName = "p" | "session" | "turn" | "after";

export interface BadSelector {
  readonly rule: string;
  readonly remedy: string;
}

const EXAMPLES: Readonly<Record<SelectorName, string>> = {
  p: "p=0.1 (above 0, up to 1)",
  session: "session=3",
  turn: "turn=2",
  after: "after=3s",
};

/**
 * Reads `p=0.1,turn=2`.
 *
 * @param allowed the names that mean something to the fault.
 */
export function readSelector(
  text: string,
  allowed: readonly SelectorName[],
): { selector: Selector; wrong: BadSelector[] } {
  const wrong: BadSelector[] = [];
  const values: Partial<Record<SelectorName, number>> = {};
  for (const part of text.split(",")) {
    const [name, value = ""] = split(part);
    const known = allowed.find((allowedName) => allowedName === name);
    if (!known) wrong.push(unknownSelector(name, allowed));
    else if (values[known] !== undefined) {
      wrong.push({ rule: `'${name}' stands twice`, remedy: "name each once" });
    } else {
      const read = READERS[known](value);
      if (read === undefined) wrong.push(badValue(known, part));
      else values[known] = read;
    }
  }
  return { selector: toSelector(values), wrong };
}

/** A fault without `@`: always. */
export const ALWAYS: Selector = toSelector({});

const READERS: Readonly<Record<SelectorName, (text: string) => number | undefined>> = {
  p: (text) => /^(0|1|0?\.\d+|1\.0+)$/.test(text) && Number(text) > 0 ? Number(text) : undefined,
  session: readCount,
  turn: readCount,
  after: (text) => readDurationMs(text),
};

function readCount(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function split(part: string): [name: string, value?: string] {
  const at = part.indexOf("=");
  return at < 0 ? [part.trim()] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}

function toSelector(values: Partial<Record<SelectorName, number>>): Selector {
  const { p = 1, session, turn, after = 0 } = values;
  return {
    probability: p,
    afterMs: after,
    ...(session === undefined ? {} : { session }),
    ...(turn === undefined ? {} : { turn }),
  };
}

function unknownSelector(name: string, allowed: readonly SelectorName[]): BadSelector {
  return {
    rule: Object.hasOwn(EXAMPLES, name)
      ? `'${name}' means nothing to this fault`
      : `'${name}' is no selector`,
    remedy: `use ${allowed.map((known) => EXAMPLES[known]).join(", ")}`,
  };
}

function badValue(name: SelectorName, part: string): BadSelector {
  // A second one in it: the comma between them is what is missing.
  const separated = /=.*=/.test(part) ? ", with a comma before the next" : "";
  return { rule: `'${part}' cannot be read`, remedy: `write it as ${EXAMPLES[name]}${separated}` };
}
