import assert from "node:assert/strict";
import { Attendance } from "./attendance.ts";

const visitor = (user: string, address: string) => ({ user, address });

Deno.test("Attendance holds users and addresses to their limits, until somebody leaves", () => {
  const attendance = new Attendance({ sessionsPerUser: 1, sessionsPerAddress: 2 });
  const enter = (user: string, address: string) => {
    const refusal = attendance.check(visitor(user, address));
    if (!refusal) attendance.enter(visitor(user, address));
    return refusal?.message;
  };
  assert.equal(enter("ann", "1"), undefined);
  assert.match(enter("ann", "2")!, /user has 1 open/);
  assert.equal(enter("bob", "1"), undefined);
  assert.match(enter("eve", "1")!, /address has 2 open/);
  assert.equal(attendance.check(visitor("eve", "1"))!.status, 429);
  attendance.leave(visitor("ann", "1"));
  assert.equal(enter("eve", "1"), undefined);
  assert.equal(enter("ann", "2"), undefined);
});

Deno.test("Attendance counts an address until the connection is gone", async () => {
  const attendance = new Attendance({ sessionsPerUser: 1, sessionsPerAddress: 1 });
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  attendance.enter(visitor("ann", "1"));
  attendance.leave(visitor("ann", "1"), gone);
  assert.match(attendance.check(visitor("ann", "1"))!.message, /address has 1 open/);
  assert.equal(attendance.check(visitor("ann", "2")), undefined);
  resolve();
  await gone;
  assert.equal(attendance.check(visitor("ann", "1")), undefined);
});

Deno.test("Attendance without limits turns nobody away", () => {
  const attendance = new Attendance({});
  for (let i = 0; i < 1000; i++) attendance.enter(visitor("ann", "1"));
  assert.equal(attendance.check(visitor("ann", "1")), undefined);
});

Deno.test("Attendance counts the addresses of one IPv6 network as one", () => {
  const attendance = new Attendance({ sessionsPerAddress: 1 });
  attendance.enter(visitor("ann", "2001:db8::1"));
  assert.match(
    attendance.check(visitor("bob", "2001:DB8:0:0:9::9"))!.message,
    /address has 1 open/,
  );
  assert.equal(attendance.check(visitor("bob", "2001:db8:0:1::1")), undefined);
  attendance.leave(visitor("ann", "2001:db8:0::1"));
  assert.equal(attendance.check(visitor("bob", "2001:db8::2")), undefined);
});
