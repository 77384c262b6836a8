import assert from "node:assert/strict";
import { sleep } from "../time/clock.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { LOCAL_ACCESS, type PeopleLimits } from "./access_config.ts";
import { Admission, type Stay } from "./admission.ts";
import type { Close } from "../protocol/close_frame.ts";
import { makeTicket, SECRET } from "./fake_ticket.ts";
import type { CallerRefusal, Visitor } from "./gate.ts";
import { FLUSH_INTERVAL_MS, UsageLedger } from "./usage_ledger.ts";
import { MemoryUsageStore } from "./usage_store.ts";

const MINUTE_MS = 60_000;

function start(limits: PeopleLimits, store = new MemoryUsageStore()) {
  const startMs = Date.UTC(2026, 0, 1, 12);
  const clock = new VirtualClock(0, startMs);
  const ledger: UsageLedger = new UsageLedger({
    clock,
    store: Promise.resolve(store),
    bootId: "b",
    onInterval: () => void admission.closeSpent(),
  });
  const access = { ...LOCAL_ACCESS, ticketSecret: SECRET, limits };
  const admission = new Admission({ access, clock, ledger });
  const check = async (claims: Record<string, unknown> = {}): Promise<Visitor | CallerRefusal> => {
    const exp = clock.wallMs() / 1000 + 60;
    const request = new Request(`http://b/voice?ticket=${await makeTicket({ exp, ...claims })}`);
    return admission.check(request, "1.1.1.1");
  };
  return { clock, ledger, admission, check, enter };

  async function enter(claims: Record<string, unknown> = {}) {
    const stay = admission.enter(await check(claims) as Visitor) as Stay;
    const closes: Close[] = [];
    stay.begin((close) => closes.push(close)).opened(clock.now());
    return { stay, closes };
  }
}

Deno.test("a ticket's minutes end its session with a code of their own", async () => {
  const { clock, ledger, enter } = start({});
  const { stay, closes } = await enter({ max_minutes: 2 });
  await clock.advance(2 * MINUTE_MS - 1);
  assert.equal(closes.length, 0);
  await clock.advance(1);
  assert.equal(closes.at(0)?.code, 4403);
  stay.leave();
  await ledger.close();
});

Deno.test("a session that ended is not closed when its ticket's minutes would be over", async () => {
  const { clock, ledger, enter } = start({});
  const { stay, closes } = await enter({ max_minutes: 2 });
  stay.leave();
  await clock.advance(3 * MINUTE_MS);
  assert.equal(closes.length, 0);
  await ledger.close();
});

Deno.test("the minutes of the day count over all sessions of a user, and over nobody else's", async () => {
  const { clock, ledger, check, enter } = start({ minutesPerUserDay: 2 });
  const sessions = [await enter(), await enter()];
  const other = await enter({ sub: "bob" });
  await clock.advance(MINUTE_MS + 2 * FLUSH_INTERVAL_MS);
  assert.deepEqual(sessions.map(({ closes }) => closes[0]?.code), [4429, 4429]);
  assert.equal(other.closes.length, 0);
  for (const { stay } of [...sessions, other]) stay.leave();

  const refusal = await check() as CallerRefusal;
  assert.equal(refusal.status, 429);
  assert.equal(refusal.retryAfterS, 12 * 3600 - 70);
  assert.ok("user" in await check({ sub: "bob" }));
  await clock.advance(12 * 3600_000);
  assert.ok("user" in await check());
  await ledger.close();
});

Deno.test("a user over the limit of sessions keeps their ticket for later", async () => {
  const { ledger, admission, check, enter } = start({ sessionsPerUser: 1 });
  // Told yes while there was room, as others may be at the same time.
  const visitor = await check() as Visitor;
  const { stay } = await enter();
  assert.equal((await check() as CallerRefusal).status, 429);
  assert.equal((admission.enter(visitor) as CallerRefusal).status, 429);
  stay.leave();
  const second = admission.enter(visitor);
  assert.ok("leave" in second);
  second.leave();
  assert.equal((admission.enter(visitor) as CallerRefusal).status, 401);
  await ledger.close();
});

Deno.test("where minutes are limited and the store is down, nobody new comes in and nobody is cut", async () => {
  const store = new MemoryUsageStore();
  const { clock, ledger, check, enter } = start({ minutesPerUserDay: 1 }, store);
  const { stay, closes } = await enter();
  const { read } = store;
  store.read = () => Promise.reject(new Error("down"));
  await clock.advance(2 * MINUTE_MS);
  assert.equal((await check() as CallerRefusal).status, 503);
  assert.equal(closes.length, 0);
  store.read = read;
  await clock.advance(FLUSH_INTERVAL_MS);
  assert.equal(closes.at(0)?.code, 4429);
  stay.leave();
  await ledger.close();
});

Deno.test("minutes that are used up end all sessions in the time of one look at a slow store", async () => {
  const store = new MemoryUsageStore();
  const { clock, enter, ledger } = start({ minutesPerUserDay: 1 }, store);
  const sessions = await Promise.all(
    Array.from({ length: 50 }, (_, i) => enter({ sub: `user ${i}` })),
  );
  const { read } = store;
  store.read = async (...of) => (await sleep(clock, 90), await read.call(store, ...of));
  await clock.advance(MINUTE_MS + 5_000 + 90);
  assert.ok(sessions.every(({ closes }) => closes.length > 0));
  for (const { stay } of sessions) stay.leave();
  await ledger.close();
});
