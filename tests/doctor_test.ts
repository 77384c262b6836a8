import assert from "node:assert/strict";
import { BRIDGE_CASES, type BridgeCase } from "./bridges/cases.ts";
import { doctored, KEY } from "./bridges/doctored.ts";
import { startServer, ttfa } from "./support.ts";

const AT_ONCE = 3;

async function assertDiagnosed(bridge: BridgeCase): Promise<void> {
  const { code, findings, output } = await doctored(bridge);
  const found = findings.filter(({ result }) => result === "fault").map(({ check }) => check);
  assert.deepEqual(found.toSorted(), bridge.faults.toSorted(), `${bridge.name}: ${output}`);
  assert.equal(code, bridge.faults.length > 0 ? 1 : 0, `${bridge.name}: ${output}`);
  assert.ok(!output.includes(KEY), `${bridge.name}: the key was repeated`);
}

Deno.test("the doctor finds each seeded fault and no other, and none in sound bridges", async () => {
  const waiting = [...BRIDGE_CASES];
  const examine = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await assertDiagnosed(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, examine));
});

Deno.test("without an upstream of its own the doctor says what it could not check: exit 5", async () => {
  await using relay = await startServer(["relay", "--upstream", "mock"]);
  const { code, stdout } = await ttfa(["doctor", relay.url, "--json"]);
  assert.equal(code, 5);
  const { findings } = JSON.parse(stdout);
  const of = (result: string) =>
    findings.filter((one: { result: string }) => one.result === result)
      .map(({ check }: { check: string }) => check);
  assert.deepEqual(of("unchecked"), ["orphan", "backpressure"]);
  assert.deepEqual(of("fault"), []);
  const alone = await ttfa(["doctor", relay.url, "--check", "subprotocol", "--check", "key"]);
  assert.equal(alone.code, 0);
  assert.match(alone.stdout, /✓ subprotocol.*✓ key.*no fault found; 2 of 2 checks passed\.\n$/s);
});

Deno.test("a bridge that dials another upstream than the doctor's is not taken for checked", async () => {
  await using relay = await startServer(["relay", "--upstream", "mock"]);
  const args = ["--mock-port", "0", "--check", "orphan"];
  const { code, stdout, stderr } = await ttfa(["doctor", relay.url, ...args]);
  assert.equal(code, 5);
  assert.match(stderr, /^Let the bridge dial ws:\/\/127\.0\.0\.1:\d+\/v1\/realtime\?model=/);
  assert.match(stdout, /– orphan {10}not checked\n.*did not dial the doctor's upstream/s);
});

Deno.test("a bridge that cannot be reached is exit 3", async () => {
  const { code, stderr } = await ttfa(["doctor", "ws://127.0.0.1:1/voice"]);
  assert.equal(code, 3);
  assert.match(stderr, /^Nothing was examined: ws:\/\/127\.0\.0\.1:1\/voice could not be reached/);
});

Deno.test("the doctor takes the URL of one bridge or none, and names all that is wrong: exit 2", async () => {
  const none = await ttfa(["doctor", "--check", "everything", "--wiat", "3"]);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /^--wiat: .*--wait/m);
  assert.match(none.stderr, /^--check: 'everything' is unknown; choose one of beta-protocol/m);
  const strays = await ttfa(["doctor", "--mock-port", "0", "--check", "nagle"]);
  assert.equal(strays.code, 2);
  assert.match(strays.stderr, /^--mock-port: is for a bridge, and none is named; add its URL/m);
  assert.match(strays.stderr, /^--check: 'nagle' is not done here; it is of bridges: add the URL/m);
  const mixed = ["doctor", "ws://127.0.0.1:1/voice", "--clients", "5", "--check", "timers"];
  const { stderr: mixedUp } = await ttfa(mixed);
  assert.match(mixedUp, /^--clients: is for this machine, and a bridge is named/m);
  assert.match(mixedUp, /^--check: 'timers' is not done here; it is of this machine: leave/m);
  for (const url of ["local", "openai", "us=ws://127.0.0.1:1/voice", "nowhere"]) {
    const { code, stderr } = await ttfa(["doctor", url]);
    assert.equal(code, 2);
    assert.match(stderr, /^URL: /);
  }
  const two = await ttfa(["doctor", "ws://127.0.0.1:1/voice", "ws://127.0.0.1:2/voice"]);
  assert.equal(two.code, 2);
});

Deno.test("where the upstream refuses everything the doctor says first that no session can be had", async () => {
  await using mock = await startServer(["mock", "--fault", "refuse:401"]);
  await using relay = await startServer(["relay", "--upstream", mock.url], {
    OPENAI_API_KEY: "sk-any-key",
  });
  const { code, stdout } = await ttfa(["doctor", relay.url, "--check", "order"]);
  assert.equal(code, 5);
  assert.match(stdout, /^No session could be used: error upstream_refused .*HTTP 401/s);
});
