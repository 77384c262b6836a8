import assert from "node:assert/strict";
import { many, optional, toggle } from "../config/flag.ts";
import { integer, text } from "../config/readers.ts";
import { flagCommand } from "./flag_command.ts";

const TABLE = {
  size: optional("--size <n>", "a size", integer(1, 9)),
  names: many("--name <name>", "a name", text),
  loud: toggle("--loud", "say it loud"),
};

/** What a command line comes to: texts, problems, operands. */
async function parsed(...line: string[]) {
  const seen: unknown[] = [];
  const command = flagCommand("try", "", TABLE, (texts, problems, ...given) => {
    seen.push(texts, problems.map(({ field, rule }) => `${field} ${rule}`), given);
    return Promise.resolve();
  }, "run");
  await command.parseAsync(line, { from: "user" });
  return seen;
}

Deno.test("flagCommand hands the texts on unread, also negative ones and empty ones", async () => {
  const texts = { size: ["-5"], names: ["", "-k3y", "--x"], loud: [""] };
  const names = ["--name", "", "here", "--name", "-k3y", "--name=--x"];
  assert.deepEqual(await parsed("--size", "-5", ...names, "--loud"), [texts, [], ["here"]]);
});

Deno.test("flagCommand tells every flag that lacks its value, and what else is wrong", async () => {
  assert.deepEqual(await parsed("--size", "--loud", "--bogus", "5", "--name"), [
    { loud: [""] },
    ["--size lacks its value", "--name lacks its value", "--bogus is no flag of this command"],
    [],
  ]);
});

Deno.test("flagCommand shows in its help that a flag takes a value", () => {
  const help = flagCommand("try", "", TABLE, () => Promise.resolve()).helpInformation();
  assert.match(help, /--size <n> +a size\n/);
});
