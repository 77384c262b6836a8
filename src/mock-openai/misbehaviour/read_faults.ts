import { nearest } from "../../config/nearest.ts";
import type { Problem } from "../../config/problem.ts";
import type { Begin, FaultKind } from "./fault_kind.ts";
import { FAULT_KINDS } from "./fault_kinds.ts";
import { ALWAYS, readSelector, type Selector } from "./selector.ts";

/** One `--fault`, read. */
export interface FaultRule {
  /** As it was written: the name under which it is counted. */
  readonly text: string;
  readonly selector: Selector;
  readonly onConnection: boolean;
  readonly injects: boolean;
  readonly begin: Begin;
}

/** `NAME`, `NAME:ARGUMENT`, each perhaps with `@SELECTOR=VALUE,…`. */
const SPEC = /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/;

/**
 * Reads faults as `--fault` takes them. Those that are sound, and everything that is wrong.
 *
 * @param field where they were given.
 */
export function readFaults(
  texts: readonly string[],
  field = "--fault",
): { rules: FaultRule[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const rules = texts.flatMap((text) => {
    const [, name, argument, selector] = SPEC.exec(text) ?? [];
    const report = (rule: string, remedy: string) => {
      problems.push({ field, rule: `in '${text}', ${rule}`, remedy });
    };
    const kind = Object.hasOwn(FAULT_KINDS, name ?? "") ? FAULT_KINDS[name!] : undefined;
    if (!kind) {
      const names = Object.keys(FAULT_KINDS);
      const near = nearest(name ?? text, names);
      const remedy = near ? `did you mean ${near}?` : `choose one of ${names.join(", ")}`;
      report(`'${name ?? text}' is no fault`, remedy);
      return [];
    }
    const before = problems.length;
    const value = readArgument(kind, argument, report);
    const when = readSelection(kind, selector, report);
    return problems.length > before ? [] : [toRule(text, kind, value, when)];
  });
  return { rules, problems };
}

type Report = (rule: string, remedy: string) => void;

function readArgument(kind: FaultKind, text: string | undefined, report: Report): unknown {
  const { argument } = kind;
  if (!argument) {
    if (text !== undefined) report(`'${text}' has no meaning`, "leave out what follows the colon");
    return undefined;
  }
  if (text === undefined && "fallback" in argument) return argument.fallback;
  const value = text === undefined ? undefined : argument.read(text);
  if (value === undefined) {
    const rule = text === undefined
      ? `${argument.what} is missing`
      : `'${text}' is not ${argument.what}`;
    report(rule, `give ${argument.form ?? "one"} after a colon, e.g. ${argument.example}`);
  }
  return value;
}

function readSelection(kind: FaultKind, text: string | undefined, report: Report): Selector {
  if (text === undefined) return ALWAYS;
  const { selector, wrong } = readSelector(text, kind.selectors);
  for (const { rule, remedy } of wrong) report(rule, remedy);
  return selector;
}

function toRule(text: string, kind: FaultKind, argument: unknown, selector: Selector): FaultRule {
  const { onConnection, injects } = kind;
  return { text, selector, onConnection, injects, begin: kind.begin(argument) };
}
