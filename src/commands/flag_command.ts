import { Command, Option } from "@commander-js/extra-typings";
import { type Flag, flagName, takesValue } from "../config/flag.ts";
import { nearest } from "../config/nearest.ts";
import type { Problem } from "../config/problem.ts";

type FlagTable = Readonly<Record<string, Flag<unknown>>>;
/** The texts given for each key of a flag table. */
export type FlagTexts = Readonly<Record<string, readonly string[]>>;

/**
 * A command whose flags come from a table. The texts are handed on unread, and an unknown flag is a
 * problem like any other, so that all that is wrong can be said at once.
 *
 * @param operands what may stand beside the flags, in order, for the help: e.g. `url`.
 */
export function flagCommand(
  name: string,
  describe: string,
  table: FlagTable,
  action: (texts: FlagTexts, problems: readonly Problem[], ...given: string[]) => Promise<void>,
  ...operands: string[]
): Command {
  const command = new Command(name).description(describe).allowUnknownOption()
    .allowExcessArguments();
  const parse = command.parseOptions.bind(command);
  command.parseOptions = (args) => parse(withDashedValues(args, table));
  const texts: Record<string, string[]> = {};
  const valueless: Problem[] = [];
  for (const [key, flag] of Object.entries(table)) {
    const option = optionOf(flag);
    command.addOption(option);
    command.on(`option:${option.name()}`, (value: string | null | undefined) => {
      if (value === null) valueless.push(lacksValue(flag));
      else (texts[key] ??= []).push(value ?? "");
    });
  }
  command.usage(["options", ...operands].map((name) => `[${name}]`).join(" "));
  return command.action(() => {
    const strange = strangers(command.args);
    const [words, flags] = [false, true].map((isFlag) =>
      strange.filter((arg) => arg.startsWith("-") === isFlag)
    );
    const given = words!.slice(0, operands.length);
    return action(
      texts,
      [...valueless, ...unknown([...flags!, ...words!.slice(operands.length)], table)],
      ...given,
    );
  }) as Command;
}

/** The library would end at once where a value is missing: to it no flag needs one. */
function optionOf(flag: Flag<unknown>): Option {
  const option = new Option(flag.syntax, withFallback(flag));
  [option.required, option.optional] = [false, option.required];
  return option;
}

/** Joins a flag and a value that begins with one dash, as keys may: such a value is no flag. */
function withDashedValues(args: readonly string[], table: FlagTable): string[] {
  const takers = Object.values(table).filter(takesValue).map(flagName);
  const joined: string[] = [];
  for (const arg of args) {
    const isValue = /^-[^-]/.test(arg) && takers.includes(joined.at(-1) ?? "");
    if (isValue) joined.push(`${joined.pop()}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

function lacksValue(flag: Flag<unknown>): Problem {
  return { field: flagName(flag), rule: "lacks its value", remedy: `write ${flag.syntax}` };
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
    if (known.includes(flag)) {
      return { field: flag, rule: "takes no value", remedy: `write ${flag} alone` };
    }
    const near = nearest(flag, known);
    const remedy = near ? `did you mean ${near}?` : "see --help for the flags there are";
    return { field: flag, rule: "is no flag of this command", remedy };
  });
}
