import assert from "node:assert/strict";
import type { Finding } from "../src/doctor/finding.ts";
import { ttfa } from "./support.ts";

Deno.test("the doctor without URL examines this machine; the exit code is that of its findings", async () => {
  const { code, stdout } = await ttfa(["doctor", "--json"]);
  const { clients, findings } = JSON.parse(stdout) as { clients: number; findings: Finding[] };
  assert.equal(clients, 100);
  const names = ["timers", "stalls", "clock", "cores", "files", "ports", "loopback"];
  assert.deepEqual(findings.map(({ check }) => check), names);
  // A busy machine has faults: they are to be told, not to be absent.
  const results = findings.map(({ result }) => result);
  const expected = results.includes("fault") ? 1 : results.includes("unchecked") ? 5 : 0;
  assert.equal(code, expected);
  for (const finding of findings) {
    if (finding.result === "fault") assert.ok(finding.evidence && finding.remedy);
  }
});

Deno.test("the doctor names what so many clients would lack here, with evidence and remedy", async () => {
  const { code, stdout } = await ttfa(["doctor", "--clients", "100000", "--check", "cores"]);
  assert.equal(code, 1);
  assert.match(stdout, /^✗ cores {11}fault, certain\n/);
  assert.match(stdout, /Seen: \d+ cores, .*100000\s+clients\s+need\s+about\s+1000\./s);
  assert.match(stdout, /To do: .*fewer\s+--clients/s);
});
