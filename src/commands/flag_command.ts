import { Command, Option } from "@commander-js/extra-typings";
import { type Flag, flagName } from "../config/flag.ts";
import type { Problem } from "../config/problem.ts";

type FlagTable = Readonly<Record<string, Flag<unknown>>>;
/** The texts given for each key of a flag table. */
export type FlagTexts = Readonly<Record<string, readonly string[]>>;

/**
 * A command whose flags come from a table. The texts are handed on unread, and an unknown flag is a
 * problem like any other, so that all that is wrong can be said at once.
 *
 * @param operand what may stand beside the flags, once, for the help: e.g. `url`.
 */
export function flagCommand(
  name: string,
  describe: string,
  table: FlagTable,
  action: (texts: FlagTexts, problems: readonly Problem[], operand?: string) => Promise<void>,
  operand?: string,
): Command {
  const command = new Command(name).description(describe).allowUnknownOption()
    .allowExcessArguments();
  const texts: Record<string, string[]> = {};
  for (const [key, flag] of Object.entries(table)) {
    const option = new Option(flag.syntax, withFallback(flag));
    command.addOption(option);
    command.on(`option:${option.name()}`, (value) => (texts[key] ??= []).push(value ?? ""));
  }
  if (operand !== undefined) command.usage(`[options] [${operand}]`);
  return command.action(() => {
    const strange = strangers(command.args);
    const given = operand === undefined ? undefined : strange.find((arg) => !arg.startsWith("-"));
    return action(texts, unknown(strange.filter((arg) => arg !== given), table), given);
  }) as Command;
}

/** What follows an unknown flag is most likely its value: not a second problem. */
function strangers(args: readonly string[]): string[] {
  return args.filter((arg, i) => arg.startsWith("-") || !args[i - 1]?.startsWith("-"));
}

function withFallback({ describe, fallback }: Flag<unknown>): string {
  return fallback === undefined ? describe : `${describe} (default ${fallback})`;
}

function unknown(strange: readonly string[], table: FlagTable): Problem[] {
  const known = Object.values(table).map(flagName);
  return strange.map((arg) => {
    const flag = arg.split("=")[0]!;
    if (!arg.startsWith("-")) {
      return {
        field: arg,
        rule: "is not expected here",
        remedy: "flags begin with --; see --help",
      };
    }
    const near = nearest(flag, known);
    const remedy = near ? `did you mean ${near}?` : "see --help for the flags there are";
    return { field: flag, rule: "is no flag of this command", remedy };
  });
}

/** The known name within two edits, if there is one. */
function nearest(name: string, known: readonly string[]): string | undefined {
  return known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/** Levenshtein. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
