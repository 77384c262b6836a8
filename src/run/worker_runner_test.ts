import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { planOf } from "../plan/plan_fixtures.ts";
import type { Job, Sink } from "./job.ts";
import { ShardedRunner } from "./sharded_runner.ts";
import { WorkerRunner } from "./worker_runner.ts";

const NOTHING: Sink = {
  begun: () => assert.fail("nothing can begin"),
  turn: () => assert.fail("nothing can be measured"),
  session: () => assert.fail("nothing can be measured"),
  dropped: () => assert.fail("nothing can be dropped"),
};

function job(url: string, changes: Partial<Job> = {}): Job {
  const endpoint = { url, headers: {}, subprotocols: [], insecure: false };
  return {
    runId: "run-1",
    agent: "local",
    plan: planOf({ shape: "constant-sessions", clients: 2, rampMs: 0, turns: 1 }),
    endpoints: { us: endpoint, eu: endpoint },
    speech: [],
    ...changes,
  };
}

const { signal } = new AbortController();

/** A port of this machine that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Greets each session and says nothing more. */
function greeter(): { url: string } & AsyncDisposable {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.send(JSON.stringify({ type: "session.created" }));
    return response;
  });
  const url = `ws://127.0.0.1:${server.addr.port}/voice`;
  return { url, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("a worker that cannot do its job ends the run with its reason, not with an exception", async () => {
  // Speech that cannot be encoded: something that a checked job never has.
  const broken = job("ws://127.0.0.1:1/voice", { speech: [{} as Job["speech"][number]] });
  const { unreachable, failed } = await new ShardedRunner(2).run(broken, NOTHING, signal);
  assert.deepEqual(unreachable, []);
  assert.match(failed!, /^a worker of the clients failed: TypeError/);
});

Deno.test("a worker that dies in the middle of a run ends it likewise", async () => {
  await using server = greeter();
  const whole = job(server.url);
  const broken = { ...whole, plan: { ...whole.plan, scenario: "no such" } };
  const { failed } = await new WorkerRunner().run(broken, { ...NOTHING, begun: () => {} }, signal);
  assert.match(failed!, /^a worker of the clients failed: .*no scenario 'no such'/);
});

/** Runs the scenario `own` of a file that holds `text` until it gives out. */
async function runFile(text: string, runner: WorkerRunner) {
  await using server = greeter();
  const scenarioFile = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(scenarioFile, text);
  const whole = job(server.url, { scenarioFile });
  const own = { ...whole, plan: { ...whole.plan, scenario: "own" } };
  const sessions: SessionSample[] = [];
  const turns: TurnSample[] = [];
  const { failed } = await runner.run(own, {
    ...NOTHING,
    begun: () => {},
    turn: (sample) => turns.push(sample),
    session: (sample) => sessions.push(sample),
  }, signal);
  await Deno.remove(scenarioFile);
  return { failed, sessions, turns };
}

/** Runs a scenario whose text stands after `connect`. */
function runCall(text: string, runner: WorkerRunner) {
  return runFile(
    `export default { name: "own", async run(call) {
      await call.connect();
      ${text}
    } };`,
    runner,
  );
}

Deno.test("a scenario that never waits is noticed by itself", async () => {
  const runner = new WorkerRunner(undefined, undefined, 1000);
  const { failed } = await runCall("while (true);", runner);
  assert.match(failed!, /no sign of it for 1 s; is there a loop in .*\.ts that never waits\?/);
});

Deno.test("a thread that is too busy to listen, though timers run, is known to be late", async () => {
  // While something is always ready to run the runtime looks at its sockets in every 61st round alone.
  const { sessions } = await runFile(
    `import { setImmediate } from "node:timers";
    function spin() {
      for (const endMs = performance.now() + 2; performance.now() < endMs;);
      setImmediate(spin);
    }
    setTimeout(spin, 0);
    export default { name: "own", run: (call) => call.connect() };`,
    new WorkerRunner(),
  );
  assert.ok(sessions.length > 0);
  for (const session of sessions) assert.equal(session.lateConnect, true);
});

Deno.test("a failure that nothing in the scenario waits for ends the run with its place", async () => {
  const stray = `(async () => { await call.wait(20); throw new Error("boom"); })();
      await call.wait(60_000);`;
  const { failed } = await runCall(stray, new WorkerRunner());
  assert.match(failed!, /^the scenario failed in a promise that .*: boom \(.*\.ts:3:\d+\)$/);
});

Deno.test("a wait that nothing waits for is no failure when its call is over", async () => {
  const stray = "(async () => { await call.wait(60_000); })(); await call.wait(20);";
  const { failed } = await runCall(stray, new WorkerRunner());
  assert.equal(failed, undefined);
});

Deno.test("turns that a worker had begun when it was given up are told of, each once", async () => {
  const loop = `await call.say({ text: "hello" }); await call.wait(20); while (true);`;
  const runner = new WorkerRunner(undefined, undefined, 1000);
  const { sessions, turns } = await runCall(loop, runner);
  assert.ok(turns.length > 0);
  assert.equal(turns.length, sessions.reduce((sum, { turns }) => sum + turns, 0));
  const ends = new Set(turns.map(({ outcome, errorCode }) => `${outcome} ${errorCode}`));
  assert.deepEqual([...ends], ["late_generator worker_lost"]);
});

Deno.test("a worker that cannot hear the stop is given up: its sessions have an end, and the run failed", async () => {
  await using server = greeter();
  const scenarioFile = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(
    scenarioFile,
    `export default { name: "deaf", async run(call) {
      await call.connect();
      while (true);
    } };`,
  );
  const whole = job(server.url, { scenarioFile });
  const deaf = { ...whole, plan: { ...whole.plan, scenario: "deaf" } };
  const stop = new AbortController();
  const begun = new Set<string>();
  const ended: [id: string, outcome: string][] = [];
  const { failed } = await new WorkerRunner(undefined, 100).run(deaf, {
    ...NOTHING,
    begun: (id) => {
      begun.add(id);
      if (begun.size === 1) setTimeout(() => stop.abort(), 2000);
    },
    session: ({ tags, outcome }) => ended.push([tags.sessionId, outcome]),
  }, stop.signal);
  await Deno.remove(scenarioFile);
  assert.match(failed!, /too far behind to be told to stop; use fewer clients/);
  assert.deepEqual(ended, [...begun].map((id) => [id, "late_generator"]));
});

Deno.test("each dead target is named once, whichever worker found out", async () => {
  const url = `ws://127.0.0.1:${await closedPort()}/voice`;
  const { unreachable, failed } = await new ShardedRunner(2).run(job(url), NOTHING, signal);
  assert.equal(failed, undefined);
  assert.deepEqual(unreachable.map(({ region, errorCode }) => [region, errorCode]), [
    ["us", "ECONNREFUSED"],
    ["eu", "ECONNREFUSED"],
  ]);
});
