/**
 * Whether `ttfa capacity` says the same each time: searches a bridge at the end of a line that all
 * callers share, with another seed in each round, and prints each answer and how far they differ.
 *
 *     deno run -A bench/capacity_rounds.ts [rounds] [kilobytes a second] [step, s]
 */
import { fileURLToPath } from "node:url";
import { bandwidth } from "../src/links/bandwidth.ts";
import { startLink } from "../src/links/tcp_link.ts";
import { startServer } from "../tests/support.ts";
import { print } from "./print.ts";

const [rounds = 3, kilobytesPerS = 2000, stepS = 10] = Deno.args.map(Number);
const CLI = fileURLToPath(import.meta.resolve("../cli.ts"));

await using mock = await startServer(["mock", "--think", "100"]);
await using relay = await startServer(["relay", "--upstream", mock.url]);
const line = bandwidth(1000 * kilobytesPerS);
const { hostname: targetHost, port } = new URL(relay.url);
const steps = () => [line];
const link = await startLink({ targetHost, targetPort: Number(port), seed: 1, steps });

async function search(seed: number): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-capacity-" });
  const args = ["capacity", "--target", `ws://127.0.0.1:${link.port}/voice`, "--seed", `${seed}`];
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-all", CLI, ...args, "--out", `${folder}/search`, "--json"],
      ...["--step-duration", `${stepS}s`, "--late-limit", "200", "--max-clients", "200"],
      ...["--threshold", "ttfa: p(90)<2000"],
    ],
    stderr: "inherit",
  }).output();
  await Deno.remove(folder, { recursive: true });
  const { result } = JSON.parse(new TextDecoder().decode(stdout));
  print(`${result.clients} clients, from ${result.range.join(" to ")}: ${result.gaveOut?.part}`);
  return result.clients;
}

const answers: number[] = [];
for (let round = 0; round < rounds; round++) answers.push(await search(1000 * (round + 1)));
await link.close();
const [least, most] = [Math.min(...answers), Math.max(...answers)];
const margin = 100 * (most - least) / (most + least);
print(`${rounds} searches agree within ± ${margin.toFixed(1)} %`);
