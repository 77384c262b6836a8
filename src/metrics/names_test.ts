import assert from "node:assert/strict";
import { METRIC_NAMES, SESSION_METRICS } from "./names.ts";
import { sessionSample } from "./sample_fixtures.ts";

Deno.test("METRIC_NAMES lists every metric once", () => {
  assert.equal(new Set(METRIC_NAMES).size, METRIC_NAMES.length);
  assert.equal(METRIC_NAMES.length, 26);
});

Deno.test("connect is the sum of its phases, and nothing without the last of them", () => {
  const connect = SESSION_METRICS.find((metric) => metric.name === "connect")!;
  const { upgradeMs: _, ...refused } = sessionSample();
  assert.equal(connect.read(sessionSample({ dnsMs: 1, tcpMs: 2, tlsMs: 4, upgradeMs: 8 })), 15);
  assert.equal(connect.read(sessionSample({ tcpMs: 2, upgradeMs: 8 })), 10);
  assert.equal(connect.read(refused), undefined);
});

Deno.test("docs/metrics.md describes every metric", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/metrics.md", import.meta.url));
  for (const name of METRIC_NAMES) assert.match(page, new RegExp(`^\\| \`${name}\` +\\|`, "m"));
});

Deno.test("connect runs from the moment the dial was due: a late start is part of it", () => {
  const connect = SESSION_METRICS.find((metric) => metric.name === "connect")!;
  const session = sessionSample({ dnsMs: 4, tcpMs: 2, tlsMs: 1, upgradeMs: 8 });
  assert.equal(connect.read(session), 15);
  assert.equal(connect.read({ ...session, startLateMs: 16 }), 31);
});
