import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../scripts/regions.sh", import.meta.url));
/** Links and what is said of them: the middle of its pings is not less, the fastest not more. */
const TOLERANCE = 0.05;

async function bash(args: readonly string[], set: string, timeoutMs = 60_000) {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [...args],
    env: { TTFA_REGIONS: set },
    stdin: "null",
    signal: AbortSignal.timeout(timeoutMs),
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const regions = (set: string, ...args: string[]) => bash([SCRIPT, ...args], set);

Deno.test("regions.sh tells all that is wrong with its regions at once", async () => {
  const { code, stderr } = await regions(
    "refused",
    ...["up", "us", "eu=x,foo", "us=1.5", "a=5,jitter=9,loss=100", "hub=3"],
  );
  assert.equal(code, 2);
  for (const problem of ["'us' is no region", "'x' of region", "'foo' of region", "stands twice"]) {
    assert.ok(stderr.includes(problem), `${problem}: ${stderr}`);
  }
  for (const problem of ["'1.5' of", "jitter 9 of region 'a'", "loss '100' of", "'hub=3' is no"]) {
    assert.ok(stderr.includes(problem), `${problem}: ${stderr}`);
  }
  assert.equal((await regions("refused", "fly")).code, 2);
  assert.match((await regions("../..", "down")).stderr, /TTFA_REGIONS '\.\.\/\.\.' is no name/);
});

Deno.test({
  name: "regions.sh makes regions of the RTTs it was told, again and again, and leaves nothing",
  ignore: await lacks(),
  fn: async () => {
    const set = `t${crypto.randomUUID().slice(0, 8)}`;
    try {
      await killedWhileItMakes(set);
      const up = await regions(set, "up", "us=10", "ap=201,jitter=6", "--bare");
      assert.equal(up.code, 0, up.stderr);
      assert.deepEqual(await namespaces(set), [`${set}-ap`, `${set}-hub`, `${set}-us`]);
      for (const [region, rttMs] of [["us", 10], ["ap", 201]] as const) {
        const pings = await pingMs(set, region);
        assert.ok(pings[0]! <= rttMs * (1 + TOLERANCE), `${region}: ${pings}`);
        assert.ok(pings[pings.length >> 1]! >= rttMs * (1 - TOLERANCE), `${region}: ${pings}`);
      }
      const stranger = await regions(set, "exec", "mars", "--", "true");
      assert.match(stranger.stderr, /no region 'mars'/);
      assert.equal(stranger.code, 2);
    } finally {
      assert.equal((await regions(set, "down")).code, 0);
    }
    assert.deepEqual(await namespaces(set), []);
    assert.equal((await regions(set, "down")).code, 0);
  },
});

/** What it had made by then, the next `up` has to find. */
async function killedWhileItMakes(set: string): Promise<void> {
  const up = new Deno.Command("bash", {
    args: [SCRIPT, "up", "left=20", "over=30", "--bare"],
    env: { TTFA_REGIONS: set },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  while ((await namespaces(set)).length < 2) await new Promise((r) => setTimeout(r, 10));
  up.kill("SIGKILL");
  await up.status;
}

async function namespaces(set: string): Promise<string[]> {
  const { stdout } = await bash(["-c", "ip netns list"], set);
  return stdout.split("\n").map((line) => line.split(" ")[0]!)
    .filter((name) => name.startsWith(`${set}-`)).sort();
}

/** Sorted. */
async function pingMs(set: string, region: string): Promise<number[]> {
  const { stdout } = await regions(
    set,
    ...["exec", region, "--", "ping", "-c", "40", "-i", "0.053", "10.77.0.1"],
  );
  return [...stdout.matchAll(/time=([\d.]+) ms/g)].map(([, ms]) => Number(ms)).sort((a, b) =>
    a - b
  );
}

/** Whether this machine cannot make regions; says so. */
async function lacks(): Promise<boolean> {
  const needed = "ip netns list && command -v vde_switch wirefilter ping && : <>/dev/net/tun";
  const { code } = await bash(["-c", `[ $EUID = 0 ] && ${needed}`], "refused");
  if (code === 0) return false;
  const notice = "regions_script_test: skipped, it needs root, vde2 and iputils-ping\n";
  await Deno.stderr.write(new TextEncoder().encode(notice));
  return true;
}
