import assert from "node:assert/strict";
import { dirname } from "node:path";
import { Bus } from "../src/fleet/bus.ts";
import { ROLL_CALL } from "../src/fleet/subjects.ts";
import {
  leastRights,
  madeWindows,
  ownEssence,
  reportedEssence,
  SHORT,
  short,
  startAgent,
  startFleet,
} from "./fleet.ts";
import { NATS_SERVER, startNats } from "./nats.ts";
import {
  finished,
  outcomes,
  readRunJson,
  readTable,
  startServer,
  startTtfa,
  tempRun,
  ttfa,
} from "./support.ts";

const ignore = NATS_SERVER === undefined;

const byRegion = (a: { region: string }, b: { region: string }) => a.region < b.region ? -1 : 1;

Deno.test({
  name: "fleet: three agents, two regions, one result",
  ignore,
  fn: async () => {
    await using nats = await startNats(leastRights("eu-1", "eu-2", "us-1"));
    await using mock = await startServer(["mock", "--think", "50"]);
    await using run = await tempRun();
    const agent = (name: string, ...more: string[]) => {
      const [region] = name.split("-");
      const url = nats.url.replace("//", `//${name}:a@`);
      return startAgent(url, region!, name, `${dirname(run.out)}/${name}`, ...more);
    };
    await using eu1 = agent("eu-1", "--segment", "0/2");
    await using eu2 = agent("eu-2", "--segment", "1/2", "--once");
    await using us1 = agent("us-1");
    const { code, stdout, stderr } = await ttfa([
      ...["bench", "--fleet", nats.url, "--region", "eu,us", "--target", mock.url],
      ...["--user", "bench", ...short(4), "--turns", "2", "--out", run.out],
    ], { NATS_PASSWORD: "b" });
    assert.equal(code, 0, stderr + stdout);
    const turns = await readTable(run.out, "turns");
    assert.deepEqual(outcomes(turns), { ok: 16 });
    const counts = Object.groupBy(turns, ({ region, agent }) => `${region} ${agent}`);
    assert.deepEqual(
      Object.entries(counts).map(([key, rows]) => [key, rows!.length]).sort(),
      [["eu eu-1", 4], ["eu eu-2", 4], ["us us-1", 8]],
    );
    assert.equal(new Set(turns.map(({ session_id, turn }) => `${session_id} ${turn}`)).size, 16);
    const own = await ownEssence(eu1, eu2, us1);
    assert.deepEqual((await reportedEssence(run.out)).sort(byRegion), own.sort(byRegion));

    const { fleet, state, config } = await readRunJson(run.out);
    assert.equal(state, "complete");
    assert.deepEqual(config.regions.map(({ name }: { name: string }) => name), ["eu", "us"]);
    assert.equal(fleet.agents.length, 3);
    for (const { windows, clockOffsetMs, clockErrorMs, startLateMs } of fleet.agents) {
      assert.ok(windows.received > 0 && windows.received === windows.expected);
      // One machine has one clock: what was estimated is off by the error at most.
      assert.ok(
        Math.abs(clockOffsetMs) <= clockErrorMs + 0.5,
        `${clockOffsetMs} ± ${clockErrorMs}`,
      );
      assert.equal(startLateMs, 0);
    }
    assert.match(stdout, /3 agents, were told to start within/);
    assert.match(stdout, /eu-1 \(eu\): \d+ of \d+, clock/);
    assert.match(await Deno.readTextFile(`${run.out}/report.html`), /eu-2/);
    // The one that was to leave after a run has left, well.
    assert.equal((await eu2.ended).code, 0);
  },
});

Deno.test({
  name: "fleet: what cannot be is said before anything is measured",
  ignore,
  fn: async () => {
    await using nats = await startNats();
    await using run = await tempRun();
    const folder = dirname(run.out);
    await using agent = startAgent(nats.url, "eu", "eu-1", folder);
    const bench = (...more: string[]) =>
      ttfa(["bench", "--fleet", nats.url, "--out", run.out, ...SHORT, "--turns", "1", ...more]);

    const refused = await bench("--target", "eu=ws://bridge.example.com/voice");
    assert.equal(refused.code, 3);
    assert.match(refused.stderr, /agent 'eu-1' may not dial ws:\/\/bridge.example.com\/voice/);
    assert.match(refused.stderr, /--allow-target 'bridge.example.com'/);
    // Its fellow is told why there is no run.
    const open = ["--allow-target", "bridge.example.com", "--once"];
    await using fellow = startAgent(nats.url, "eu", "eu-2", folder, ...open);
    const target = ["--target", "eu=ws://bridge.example.com/voice", "--agents", "2"];
    assert.equal((await bench(...target)).code, 3);
    assert.match(
      (await fellow.ended).stderr,
      /ended: 0 windows, kept in \S+; it was stopped: agent 'eu-1' may not dial/,
    );

    const twin = await ttfa(["agent", "--nats", nats.url, "--region", "us", "--name", "eu-1"]);
    assert.equal(twin.code, 3);
    assert.match(twin.stderr, /^an agent named 'eu-1' is in this fleet already, for region 'eu'/);

    await using other = await Bus.open({ url: nats.url });
    const old = { name: "old-1", region: "old", version: "0.0.1", instance: "i" };
    other.answer(ROLL_CALL, () => old);
    await other.listens();
    const stranger = await bench("--target", "old=ws://127.0.0.1:9/voice");
    assert.equal(stranger.code, 3);
    assert.match(
      stranger.stderr,
      /agent 'old-1' runs ttfa 0\.0\.1 and this is .*: bring both to one/,
    );

    const missing = await bench(
      "--fleet-wait",
      "1s",
      "--region",
      "eu,us",
      "--target",
      "ws://127.0.0.1:9/",
    );
    assert.equal(missing.code, 3);
    assert.match(missing.stderr, /region 'us' has 0 of 1 agents/);

    const dead = await bench("--target", "eu=ws://127.0.0.1:9/voice");
    assert.equal(dead.code, 3, dead.stderr);
    assert.match(dead.stderr, /region 'eu', ws:\/\/127.0.0.1:9\/voice, could not be reached/);

    const none = await bench("--region", "eu");
    assert.equal(none.code, 2);
    assert.match(none.stderr, /^--target: is needed with --fleet/m);
    await assert.rejects(Deno.stat(run.out), Deno.errors.NotFound);
    agent.process.kill("SIGINT");
    assert.equal((await agent.ended).code, 0);
  },
});

Deno.test({
  name: "fleet: wrong credentials are one sentence",
  ignore,
  fn: async () => {
    await using nats = await startNats('authorization { user: "load", password: "right" }');
    const agent = await ttfa(["agent", "--nats", nats.url, "--region", "eu", "--user", "load"], {
      NATS_PASSWORD: "wrong",
    });
    assert.equal(agent.code, 3);
    assert.match(agent.stderr, /^NATS at nats:\/\/127.* does not accept these credentials: .*\n$/);
    const target = ["--target", "ws://127.0.0.1:9/voice"];
    const bench = await ttfa([
      "bench",
      "--fleet",
      nats.url.replace("//", "//load:wrong@"),
      ...target,
    ]);
    assert.equal(bench.code, 3);
    assert.doesNotMatch(bench.stderr, /wrong/);
    const right = await ttfa(["bench", "--fleet", nats.url, ...target, "--fleet-wait", "0s"], {
      ...{ NATS_USER: "load", NATS_PASSWORD: "right" },
    });
    assert.match(right.stderr, /region 'default' has 0 of 1 agents/);
  },
});

Deno.test({
  name: "fleet: an agent that is killed keeps what it delivered, and voids the run",
  ignore,
  fn: async () => {
    await using fleet = await startFleet();
    await using stays = fleet.agent("eu-1");
    await using dies = fleet.agent("us-1");
    const bench = startTtfa(fleet.bench("eu,us", "--duration", "6s", "--agent-timeout", "3s"));
    const ended = finished(bench);
    await madeWindows(dies, 3);
    dies.kill();
    const { code, stdout, stderr } = await ended;
    assert.equal(code, 4, stderr);
    assert.match(stderr, /agent 'us-1' of region 'us' is lost/);
    assert.match(stdout, /Not valid: region 'us' is covered to/);
    const { fleet: told, validity } = await readRunJson(fleet.out);
    assert.equal(validity.valid, false);
    const [eu, us] = told.regions;
    assert.equal(eu.received, eu.expected);
    assert.ok(us.received >= 2 && us.received < us.expected, JSON.stringify(us));
    assert.equal(us.expected, eu.expected);
    // What arrived is what it had written down, but for what it had just made.
    const reported = await reportedEssence(fleet.out);
    assert.deepEqual(reported.filter(({ region }) => region === "eu"), await ownEssence(stays));
  },
});

Deno.test({
  name: "fleet: NATS is killed and comes back, and every window counts once",
  ignore,
  fn: async () => {
    await using fleet = await startFleet();
    await using eu = fleet.agent("eu-1");
    await using us = fleet.agent("us-1");
    const ended = ttfa(fleet.bench("eu,us", "--duration", "6s"));
    await madeWindows(eu, 2);
    await fleet.nats.kill();
    await madeWindows(eu, 4);
    await fleet.nats.restart();
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    const { fleet: told } = await readRunJson(fleet.out);
    for (const { received, expected } of told.regions) {
      assert.ok(received >= 6 && received === expected);
    }
    assert.deepEqual(
      (await reportedEssence(fleet.out)).sort(byRegion),
      (await ownEssence(eu, us)).sort(byRegion),
    );
  },
});

Deno.test({
  name: "fleet: NATS comes back and has lost the run, which ends and says so on both sides",
  ignore,
  fn: async () => {
    await using fleet = await startFleet();
    await using eu = fleet.agent("eu-1", "--once");
    const ended = ttfa(fleet.bench("eu", "--duration", "5m"));
    await hasTurns(fleet.out);
    await fleet.nats.kill();
    await fleet.nats.empty();
    await fleet.nats.restart();
    const { code, stderr, stdout } = await ended;
    assert.equal(code, 4, stderr);
    assert.match(stdout, /Not valid: NATS has lost its stream TTFA, and with it all that it kept/);
    const { state, outcomes } = await readRunJson(fleet.out);
    assert.equal(state, "interrupted");
    assert.ok(outcomes[0].attempts > 0);
    const agent = await eu.ended;
    assert.equal(agent.code, 4);
    assert.match(
      agent.stderr,
      /^agent 'eu-1': NATS has lost its stream.*; \d+ records? .* are in /m,
    );
    assert.doesNotMatch(agent.stderr, /not enabled/);
  },
});

Deno.test({
  name: "fleet: ten seconds without a way to NATS lose nothing, and nobody",
  ignore,
  fn: async () => {
    await using fleet = await startFleet();
    await using eu = fleet.agent("eu-1");
    const ended = ttfa(fleet.bench("eu", "--duration", "13s", "--agent-timeout", "4s"));
    await madeWindows(eu, 1);
    // Packets are neither taken nor refused.
    Deno.kill(fleet.nats.pid, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    Deno.kill(fleet.nats.pid, "SIGCONT");
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    const { fleet: { regions: [{ received, expected }] } } = await readRunJson(fleet.out);
    assert.ok(received >= 13 && received === expected, `${received} of ${expected}`);
    assert.deepEqual(await reportedEssence(fleet.out), await ownEssence(eu));
  },
});

Deno.test({
  name: "fleet: a coordinator that died is resumed to the same result",
  ignore,
  fn: async () => {
    await using fleet = await startFleet();
    await using eu = fleet.agent("eu-1");
    const bench = startTtfa(
      fleet.bench("eu", "--duration", "5s", "--threshold", "ttfa: p(50)<60000"),
    );
    const dead = finished(bench);
    await madeWindows(eu, 3);
    bench.kill("SIGKILL");
    assert.doesNotMatch((await dead).stderr, /--resume/, "told in spite of --quiet");
    const { runId } = await readRunJson(fleet.out);
    // What a file says of other runs is nothing to one that goes on.
    const folder = dirname(fleet.out);
    const file = `${folder}/ttfa.config.ts`;
    await Deno.writeTextFile(file, `export default { fleet: "${fleet.nats.url}", clients: 9 };`);
    const { code, stdout, stderr } = await ttfa(
      ["bench", "--config", file, "--resume", runId],
      { INIT_CWD: folder },
    );
    assert.equal(code, 0, stderr);
    assert.ok(stderr.includes(`Run ${runId} goes on in ${fleet.out}\n`), stderr);
    assert.match(stdout, /✓ ttfa: p\(50\)<60000/);
    assert.deepEqual(await reportedEssence(fleet.out), await ownEssence(eu));
    const report = await readRunJson(fleet.out);
    assert.equal(report.runId, runId);
    assert.equal(report.state, "complete");
    const turns = await readTable(fleet.out, "turns");
    assert.equal(turns.length, report.outcomes[0].attempts);
    const again = await ttfa(["bench", "--fleet", fleet.nats.url, "--resume", runId]);
    assert.equal(again.code, 3);
    assert.match(again.stderr, /--resume \S+: '.*' holds that run, which has ended; .* --out/);
  },
});

Deno.test({
  name: "fleet: Ctrl-C stops the agents and saves what there is; who comes late waits",
  ignore,
  fn: async () => {
    await using fleet = await startFleet();
    await using eu = fleet.agent("eu-1", "--once");
    const bench = startTtfa(fleet.bench("eu", "--duration", "10m", "--rows", "agent"));
    const ended = finished(bench);
    await madeWindows(eu, 2);
    await using late = fleet.agent("eu-2");
    await madeWindows(eu, 4);
    bench.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /agent 'eu-2' of region 'eu' came after the plan was issued/);
    assert.equal((await eu.ended).code, 0);
    assert.deepEqual(await reportedEssence(fleet.out), await ownEssence(eu));
    // Rows that were to stay with the agent are there and nowhere else.
    assert.deepEqual(await readTable(fleet.out, "turns"), []);
    const { fleet: told, state } = await readRunJson(fleet.out);
    assert.equal(state, "interrupted");
    assert.ok((await readTable(told.agents[0].folder, "turns")).length > 0);
    late.process.kill("SIGINT");
    assert.match((await late.ended).stderr, /is under way without it: it waits for the next one/);
  },
});

/** Resolves when the run folder at `out` has the row of a turn. */
async function hasTurns(out: string): Promise<void> {
  while ((await readTable(out, "turns").catch(() => [])).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
