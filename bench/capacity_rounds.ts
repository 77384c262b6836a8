/**
 * Whether `ttfa capacity` says the same each time: searches a bridge at the end of a line that all
 * callers share, with another seed in each round, and prints each answer and how far they differ. A
 * round in which this generator gave out, or that did not end, has no answer: it is left out, and the
 * exit code is 4.
 *
 *     deno run -A bench/capacity_rounds.ts [rounds] [kilobytes a second] [step, s]
 */
import { fileURLToPath } from "node:url";
import { bandwidth } from "../src/links/bandwidth.ts";
import { startLink } from "../src/links/tcp_link.ts";
import { startServer } from "../tests/support.ts";
import { print } from "./print.ts";

const [rounds = 3, kilobytesPerS = 2000, stepS = 10] = Deno.args.map(Number);
/** What the line does to the slow tenth: far from where it begins, so that the answer is the line's. */
const THRESHOLD = "ttfa: p(90)<2000";
const CLI = fileURLToPath(import.meta.resolve("../cli.ts"));

await using mock = await startServer(["mock", "--think", "100"]);
await using relay = await startServer(["relay", "--upstream", mock.url]);
const line = bandwidth(1000 * kilobytesPerS);
const { hostname: targetHost, port } = new URL(relay.url);
const steps = () => [line];
const link = await startLink({ targetHost, targetPort: Number(port), seed: 1, steps });

/** @returns the answer; nothing where it is not one about the bridge. */
async function search(seed: number): Promise<number | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-capacity-" });
  const args = ["capacity", "--target", `ws://127.0.0.1:${link.port}/voice`, "--seed", `${seed}`];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-all", CLI, ...args, "--out", `${folder}/search`, "--json"],
      ...["--step-duration", `${stepS}s`, "--max-clients", "200", "--threshold", THRESHOLD],
    ],
    stderr: "inherit",
  }).output();
  await Deno.remove(folder, { recursive: true });
  const text = new TextDecoder().decode(stdout);
  if (text === "") return void print(`no answer: exit ${code}`);
  const { result } = JSON.parse(text);
  print(`${result.clients} clients, from ${result.range.join(" to ")}: ${result.gaveOut?.part}`);
  return code === 0 ? result.clients : void print(`void: exit ${code}`);
}

print(`threshold ${THRESHOLD}, a line of ${kilobytesPerS} kB/s, steps of ${stepS} s`);
const answers: number[] = [];
for (let round = 0; round < rounds; round++) {
  const answer = await search(1000 * (round + 1));
  if (answer !== undefined) answers.push(answer);
}
await link.close();
if (answers.length > 0) {
  const [least, most] = [Math.min(...answers), Math.max(...answers)];
  const margin = 100 * (most - least) / (most + least);
  print(`${answers.length} of ${rounds} searches agree within ± ${margin.toFixed(1)} %`);
}
Deno.exitCode = answers.length < rounds ? 4 : 0;
