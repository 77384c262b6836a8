import { terminal } from "../src/commands/output.ts";

/** A line on stdout, written when it returns. */
export function print(line: string): void {
  terminal.out(`${line}\n`);
}
