import assert from "node:assert/strict";
import { Probe } from "./probe.ts";

const INSTANCE = { boot_id: "b1", region: "eu", first_session: true };

Deno.test("Probe speaks after session.created and after a reply, in whole µs", () => {
  const probe = new Probe(INSTANCE);
  probe.ready({ tcp: 1, upgrade: 2.5 });
  probe.hop("down", 0.2);
  assert.deepEqual(JSON.parse(probe.sent('{"type":"session.created"}')!), {
    type: "bridge.session",
    ...INSTANCE,
    upstream_ms: { tcp: 1, upgrade: 2.5 },
  });
  probe.hop("up", 0.1234);
  assert.equal(probe.sent('{"type":"response.output_audio.delta"}'), undefined);
  const hops = JSON.parse(probe.sent('{"type":"response.done"}')!);
  assert.deepEqual(hops, { type: "bridge.hops", up_us: [123], down_us: [200], omitted: 0 });
});

Deno.test("Probe keeps no more than an event holds, and counts what it leaves out", () => {
  const probe = new Probe(INSTANCE);
  for (let i = 0; i < 2050; i++) probe.hop("up", 0.1);
  const hops = JSON.parse(probe.sent('{"type":"rate_limits.updated"}')!);
  assert.deepEqual([hops.up_us.length, hops.omitted], [2048, 2]);
  assert.ok(probe.sent('{"type":"rate_limits.updated"}') === undefined);
});
