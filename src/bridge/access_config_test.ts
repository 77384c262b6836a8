import assert from "node:assert/strict";
import type { UsageError } from "../config/problem.ts";
import { accessNotice } from "./access_config.ts";
import { readConfig } from "./config.ts";

const SECRET = "s".repeat(32);
const ADMIN = "a".repeat(32);

function read(env: Record<string, string>) {
  const all: Record<string, string> = { UPSTREAM_URL: "ws://h", ...env };
  return readConfig((name) => all[name]).access!;
}

function problems(env: Record<string, string>): string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    return (error as UsageError).message.split("\n");
  }
}

Deno.test("access beyond this machine must be asked for, and the refusal names three remedies", () => {
  for (const env of [{ HOST: "0.0.0.0" }, { DENO_DEPLOY: "true" }] as Record<string, string>[]) {
    const [problem] = problems(env);
    for (const name of ["BRIDGE_TICKET_SECRET", "BRIDGE_ALLOWED_ORIGINS", "BRIDGE_OPEN_ACCESS=1"]) {
      assert.ok(problem?.includes(name), name);
    }
  }
  for (const HOST of ["127.0.0.1", "localhost", "::1"]) assert.deepEqual(problems({ HOST }), []);
  assert.deepEqual(problems({ HOST: "0.0.0.0", BRIDGE_TICKET_SECRET: SECRET }), []);
});

Deno.test("readAccess takes every variable", () => {
  const access = read({
    HOST: "0.0.0.0",
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_ALLOWED_ORIGINS: "https://a.example, http://localhost:3000/",
    BRIDGE_ADMIN_TOKEN: ADMIN,
    BRIDGE_TRUSTED_PROXIES: "1",
    BRIDGE_USAGE_KV: "/data/usage.db",
    BRIDGE_MAX_SESSIONS_PER_USER: "2",
    BRIDGE_MAX_SESSIONS_PER_ADDRESS: "3",
    BRIDGE_MAX_MINUTES_PER_USER_DAY: "60",
  });
  assert.deepEqual(access, {
    openAccess: false,
    origins: ["https://a.example", "http://localhost:3000"],
    trustedProxies: 1,
    ticketSecret: SECRET,
    adminToken: ADMIN,
    usageKv: "/data/usage.db",
    limits: { sessionsPerUser: 2, sessionsPerAddress: 3, minutesPerUserDay: 60 },
  });
});

Deno.test("readAccess refuses what cannot be meant, and shows no secret", () => {
  const found = problems({
    BRIDGE_TICKET_SECRET: "hush",
    BRIDGE_ADMIN_TOKEN: "quiet",
    BRIDGE_OPEN_ACCESS: "1",
    BRIDGE_ALLOWED_ORIGINS: "app.example,https://a.example/path,*",
  });
  const fields = found.map((line) => line.split(":")[0]);
  assert.equal(fields.filter((field) => field === "BRIDGE_ALLOWED_ORIGINS").length, 3);
  for (const name of ["BRIDGE_TICKET_SECRET", "BRIDGE_ADMIN_TOKEN", "BRIDGE_OPEN_ACCESS"]) {
    assert.ok(fields.includes(name), name);
  }
  assert.doesNotMatch(found.join(), /hush|quiet/);
  assert.match(problems({ BRIDGE_MAX_SESSIONS_PER_USER: "1" })[0]!, /needs users/);
  assert.match(problems({ BRIDGE_OPEN_ACCESS: "yes" })[0]!, /write 0 or 1/);
  assert.match(problems({ BRIDGE_TICKET_SECRET: " ".repeat(40) })[0]!, /shorter than 32/);
  const same = problems({ BRIDGE_TICKET_SECRET: SECRET, BRIDGE_ADMIN_TOKEN: SECRET });
  assert.match(same.join(), /^BRIDGE_ADMIN_TOKEN: is the same as BRIDGE_TICKET_SECRET/);
  const pattern = problems({ BRIDGE_ALLOWED_ORIGINS: "https://*.app.example" });
  assert.match(pattern.join(), /is a pattern.*write each one out/);
});

Deno.test("accessNotice warns of open access and says what is open by default", () => {
  assert.match(accessNotice(read({ BRIDGE_OPEN_ACCESS: "1" }))!, /^WARNING: open access/);
  assert.match(accessNotice(read({}))!, /^open to callers on this machine/);
  assert.equal(accessNotice(read({ BRIDGE_TICKET_SECRET: SECRET })), undefined);
});
