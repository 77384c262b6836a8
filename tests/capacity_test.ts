import assert from "node:assert/strict";
import { bandwidth } from "../src/links/bandwidth.ts";
import { type Link, startLink } from "../src/links/tcp_link.ts";
import { startServer, tempRun, ttfa } from "./support.ts";

/**
 * Runs just so long that every caller waits once; each level once, and no search within the last step:
 * who gave out is what is asked.
 */
const BRIEF = ["--step-duration", "3s", "--repeats", "1", "--precision", "1"];
/** What five callers send, in frames of 20 ms; their replies come on top. */
const LINE_BYTES_PER_S = 5 * 68_000;

/** A way to the bridge that all its callers share. */
async function narrowWayTo(url: string): Promise<Link & AsyncDisposable> {
  const { hostname: targetHost, port } = new URL(url);
  const line = bandwidth(LINE_BYTES_PER_S);
  const link = await startLink({
    ...{ targetHost, targetPort: Number(port), seed: 1 },
    steps: () => [line],
  });
  return Object.assign(link, { [Symbol.asyncDispose]: () => link.close() });
}

Deno.test("capacity: a bridge that cannot take more is found, and named as what gave out", async () => {
  await using run = await tempRun();
  await using mock = await startServer(["mock", "--think", "100"]);
  await using relay = await startServer(["relay", "--upstream", mock.url]);
  await using link = await narrowWayTo(relay.url);
  const target = `ws://127.0.0.1:${link.port}/voice`;
  const { code, stdout, stderr } = await ttfa([
    ...["capacity", "--target", target, "--start", "3", "--max-clients", "12", ...BRIEF],
    // A busy machine may be late: not what this test is about.
    ...["--late-limit", "5000", "--threshold", "ttfa: p(95)<2500", "--out", run.out],
  ]);
  assert.equal(code, 0, stderr + stdout);
  const { result, trials } = JSON.parse(await Deno.readTextFile(`${run.out}/capacity.json`));
  assert.equal(result.gaveOut.part, "bridge", stdout);
  assert.match(result.gaveOut.evidence.join(), /bridge_rtt/);
  assert.ok(result.clients >= 3 && result.failed <= 12, stdout);
  for (const { run: name } of trials) await Deno.stat(`${run.out}/${name}/turns.csv`);
  assert.match(
    stdout,
    /\d+ clients met the thresholds \(in \d of \d runs?\), \d+ did\s+not .*the\s+bridge gave out/s,
  );
});

Deno.test("capacity: a generator that is late is named, and there is no figure", async () => {
  await using run = await tempRun();
  const { code, stdout, stderr } = await ttfa([
    ...["capacity", "--think", "50", "--start", "1", "--max-clients", "2", ...BRIEF, "--json"],
    ...["--late-limit", "0.001", "--threshold", "error_rate<0.5", "--out", run.out],
  ]);
  assert.equal(code, 4, stderr);
  const { result } = JSON.parse(stdout);
  assert.deepEqual([result.clients, result.gaveOut.part], [0, "generator"]);
  assert.match(stderr, /No figure: this generator gave out first/);
});

Deno.test("capacity names all that is wrong with it at once, and spends nobody's money", async () => {
  const { code, stderr } = await ttfa(["capacity", "--repeats", "2", "--target", "openai"]);
  assert.equal(code, 2);
  for (const flag of ["--repeats", "--target", "--threshold"]) {
    assert.match(stderr, new RegExp(`^${flag}: `, "m"));
  }
});
