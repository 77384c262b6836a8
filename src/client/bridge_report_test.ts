import assert from "node:assert/strict";
import { BridgeReport } from "./bridge_report.ts";

const hops = (up_us: unknown, omitted: unknown = 0) => ({
  type: "bridge.hops",
  up_us,
  down_us: [],
  omitted,
});

Deno.test("lists of any length are taken, and what a session keeps of them is bounded", () => {
  const report = new BridgeReport();
  const list = Array.from({ length: 200_000 }, (_, i) => i % 5000);
  for (let i = 0; i < 3; i++) assert.ok(report.receive(hops(list)));
  const { relayHops, relayHopsOmitted } = report.facts;
  assert.equal([...relayHops!.values()].reduce((a, b) => a + b), 600_000);
  assert.ok(relayHops!.size <= 5000);
  assert.equal(relayHopsOmitted, 0);
});

Deno.test("what is no time counts as omitted, what is no list for nothing", () => {
  const report = new BridgeReport();
  report.receive(hops([100, -5, null, "8"], 2));
  report.receive(hops("no list", -7));
  const { relayHops, relayHopsOmitted } = report.facts;
  assert.deepEqual([...relayHops!], [[100, 1]]);
  assert.equal(relayHopsOmitted, 5);
});

Deno.test("where a bridge says it is comes with its own session", () => {
  const report = new BridgeReport();
  const session = { type: "bridge.session", boot_id: "b", first_session: true, upstream_ms: {} };
  assert.equal(report.facts.bridgeRegion, undefined);
  for (const region of ["eu", null, 7]) report.receive({ ...session, region } as { type: string });
  assert.equal(report.facts.bridgeRegion, "eu");
});
