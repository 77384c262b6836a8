import { readDurationMs } from "../time/duration.ts";
import { RuleError } from "./readers.ts";
import { readTarget, type Target, type TargetFlag } from "./target.ts";

/** What a gate drives: a bridge that runs, or one that it starts in front of its own mock. */
export type GateTarget =
  | { readonly kind: "url"; readonly text: string; readonly target: Target }
  | {
    /** `local`: this checkout's bridge · `git`: the bridge of a revision · `cmd`: a shell command. */
    readonly kind: "local" | "git" | "cmd";
    readonly text: string;
    /** Revision or command; empty for `local`. */
    readonly what: string;
    /** Added to each round trip between caller and bridge. */
    readonly addedMs: number;
  };

const REMEDY = "give ws://…, wss://… (http and https mean the same), local, git:REV or cmd:COMMAND";

/**
 * Reads `URL`, `local`, `git:REV` or `cmd:COMMAND`; `local+3ms` and `git:REV+3ms` are that much slower,
 * to see what the gate sees.
 *
 * @throws {RuleError} when it is none of these.
 */
export function readGateTarget(text: string): GateTarget {
  if (text.startsWith("cmd:")) return started("cmd", text, text.slice(4).trim(), 0);
  const [, head = "", added] = /^(local|git:[^\s]+?)(?:\+([\d.]+ms))?$/.exec(text) ?? [];
  if (head !== "") {
    const addedMs = added === undefined ? 0 : readDurationMs(added) ?? NaN;
    if (!(addedMs >= 0)) throw new RuleError(`'${added}' is no delay`, "write e.g. local+3ms");
    return head === "local"
      ? { kind: "local", text, what: "", addedMs }
      : started("git", text, head.slice(4), addedMs);
  }
  if (text.startsWith("local+")) {
    throw new RuleError(`'${text}' adds no delay`, "write e.g. local+3ms");
  }
  const { region, target } = readUrl(text);
  if (region !== undefined) throw new RuleError("names a region", "give one target");
  if (target.kind !== "bridge") throw new RuleError(`'${text}' is no bridge`, REMEDY);
  return { kind: "url", text, target };
}

/** Of the targets that others take, a gate drives fewer: the remedy names its own. */
function readUrl(text: string): TargetFlag {
  try {
    return readTarget(text, { model: "" });
  } catch (error) {
    throw error instanceof RuleError ? new RuleError(error.rule, REMEDY) : error;
  }
}

function started(kind: "git" | "cmd", text: string, what: string, addedMs: number): GateTarget {
  if (what === "" || what.startsWith("-")) throw new RuleError(`'${text}' names nothing`, REMEDY);
  return { kind, text, what, addedMs };
}
