import { Console } from "node:console";
import { stderr } from "node:process";

/** What a scenario prints is for people: stdout has the results, perhaps for a program. */
export function consoleToStderr(): void {
  globalThis.console = new Console(stderr);
}
