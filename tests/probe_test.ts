import assert from "node:assert/strict";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import {
  outcomes,
  readTable,
  type Row,
  type Server,
  SMALL_BENCH as SMALL,
  startServer,
  tempRun,
  ttfa,
} from "./support.ts";

async function count(out: string, metric: string, scenario = "conversation"): Promise<number> {
  const isIt = (row: Row) => row.metric === metric && row.scenario === scenario;
  return Number((await readTable(out, "summary")).find(isIt)?.count ?? 0);
}

Deno.test("bench asks its own bridge, and reports what it held and how it dialled", async () => {
  await using run = await tempRun();
  const { code, stdout } = await ttfa(["bench", "--think", "20", "--out", run.out, ...SMALL]);
  assert.equal(code, 0);
  assert.match(stdout, /relay_hop +\d{3}/);
  for (const metric of ["upstream_connect", "upstream_tcp", "upstream_upgrade", "upstream_ready"]) {
    assert.equal(await count(run.out, metric), 2, metric);
  }
  // Its instance runs before it is dialled.
  assert.equal(await count(run.out, "cold_start", "cold-start"), 0);
});

/** A relay that is started by the first packet that comes for it, as platforms do. */
async function sleepingRelay(upstream: string): Promise<Server & { starts: number }> {
  let relay: Promise<Server> | undefined;
  const clients = new Set<net.Socket>();
  const front = net.createServer(async (client) => {
    clients.add(client);
    client.on("error", () => {});
    sleeping.starts += relay ? 0 : 1;
    relay ??= startServer(["relay", "--upstream", upstream, "--region", "eu"]);
    const upward = net.connect(Number(new URL((await relay).url).port), "127.0.0.1");
    upward.on("error", () => client.destroy());
    client.pipe(upward).pipe(client);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const stop = async () => {
    for (const client of clients) client.destroy();
    front.close();
    await once(front, "close");
    return await (await relay)!.stop();
  };
  const sleeping = {
    starts: 0,
    url: `ws://127.0.0.1:${(front.address() as AddressInfo).port}/voice`,
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
  return sleeping;
}

Deno.test("a remote instance that starts for the first packet gets a cold start", async () => {
  await using run = await tempRun();
  await using mock = await startServer(["mock", "--think", "20"]);
  await using relay = await sleepingRelay(mock.url);
  const target = `eu=${relay.url}`;
  const { code, stdout, stderr } = await ttfa([
    ...["bench", "--target", target, "--out", run.out, ...SMALL],
  ]);
  assert.deepEqual([code, relay.starts], [0, 1], stderr);
  const sessions = await readTable(run.out, "sessions");
  assert.deepEqual(outcomes(sessions), { ok: 3 });
  const [first, ...others] = sessions;
  assert.deepEqual([first!.session_id, first!.cold, first!.bridge_region], [
    "eu-first",
    "true",
    "eu",
  ]);
  const phases = ["tcp_ms", "upgrade_ms", "session_ready_ms"].map((name) => Number(first![name]));
  assert.ok(Math.abs(Number(first!.cold_start_ms) - phases.reduce((a, b) => a + b)) < 0.01);
  for (const other of others) {
    assert.deepEqual([other.cold, other.cold_start_ms], ["false", ""]);
    assert.equal(other.boot_id, first!.boot_id);
  }
  assert.match(stdout, /eu · cold-start[^]*cold_start +1/);
  assert.ok(await count(run.out, "relay_hop") > 100);
});

Deno.test("bench --scenario cold-start: of a target's sessions only those count that started it", async () => {
  await using mock = await startServer(["mock", "--think", "20"]);
  await using relay = await sleepingRelay(mock.url);
  const args = [
    ...["--scenario", "cold-start", "--cold-start", "2", "--idle-wait", "10ms", "--quiet"],
    // A busy machine may be late, and then a cold start is left out: not what this is about.
    ...["--late-limit", "5000"],
  ];
  const bench = async () => {
    await using run = await tempRun();
    const { code, stdout } = await ttfa([
      ...["bench", "--target", relay.url, "--out", run.out, ...args],
    ]);
    return { code, stdout, sessions: await readTable(run.out, "sessions") };
  };
  const asleep = await bench();
  assert.deepEqual([asleep.code, relay.starts], [0, 1], asleep.stdout);
  assert.deepEqual(asleep.sessions.map((row) => row.cold_start_ms !== ""), [true, false]);
  // By now it runs, and does not fall asleep.
  const awake = await bench();
  assert.equal(awake.code, 3);
  assert.deepEqual(outcomes(awake.sessions), { ok: 2 });
  assert.match(awake.stdout, /no cold start was measured in region 'default'/);
});

Deno.test("a bridge that runs gets no cold start, and one that does not offer the probe is not asked", async () => {
  await using run = await tempRun();
  await using mock = await startServer(["mock", "--think", "20"]);
  await using relay = await startServer(["relay", "--upstream", mock.url], { BRIDGE_PROBE: "0" });
  const paths: string[] = [];
  const proxy = net.createServer((client) => {
    const upward = net.connect(Number(new URL(relay.url).port), "127.0.0.1");
    client.once("data", (head: Uint8Array) => {
      paths.push(new TextDecoder().decode(head).split(" ")[1]!);
    });
    client.pipe(upward).pipe(client);
    client.on("error", () => upward.destroy());
    upward.on("error", () => client.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const target = `ws://127.0.0.1:${(proxy.address() as AddressInfo).port}/voice`;
  const { code, stdout } = await ttfa(["bench", "--target", target, "--out", run.out, ...SMALL]);
  proxy.close();
  assert.equal(code, 0);
  assert.deepEqual(paths, ["/voice", "/voice", "/voice"]);
  assert.ok(!stdout.includes("relay_hop"));
  // The first session of its instance was held before the load, and is not among these.
  const sessions = await readTable(run.out, "sessions");
  assert.deepEqual(sessions.map(({ cold }) => cold), ["false", "false"]);
});
