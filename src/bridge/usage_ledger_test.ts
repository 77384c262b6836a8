import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { FLUSH_INTERVAL_MS, UsageLedger } from "./usage_ledger.ts";
import { MemoryUsageStore, type UsageBatch } from "./usage_store.ts";

const DAY = "2026-01-01";

/** A store that can be down, or lose its answer after it has added. Like KV, it adds a batch once. */
class ShakyStore extends MemoryUsageStore {
  fault: "none" | "down" | "answer lost" = "none";
  readonly ids: string[] = [];
  calls = 0;

  override async add(batch: UsageBatch): Promise<void> {
    this.calls++;
    if (this.fault === "down") throw new Error("down");
    if (!this.ids.includes(batch.id)) await super.add(batch);
    this.ids.push(batch.id);
    if (this.fault === "answer lost") throw new Error("lost");
  }
}

function start(startWallMs?: number) {
  const clock = new VirtualClock(0, startWallMs);
  const store = new ShakyStore();
  const ledger = new UsageLedger({ clock, store: Promise.resolve(store), bootId: "b" });
  const stored = async (day = DAY, user = "ann") => (await store.read(day, user))[0]?.usage;
  /** A session whose upstream opens at once. */
  const open = (user: string) => {
    const meter = ledger.open(user);
    meter.opened(clock.now());
    return meter;
  };
  return { clock, store, ledger, stored, open };
}

Deno.test("UsageLedger stores what open sessions use every few seconds, and stops when all ended", async () => {
  const { clock, store, stored, open } = start();
  const meter = open("ann");
  await clock.advance(FLUSH_INTERVAL_MS);
  assert.deepEqual([(await stored())!.sessions, (await stored())!.sessionMs], [1, 5_000]);
  await clock.advance(1_000);
  meter.end(clock.now());
  await clock.advance(FLUSH_INTERVAL_MS);
  assert.deepEqual([(await stored())!.sessions, (await stored())!.sessionMs], [1, 6_000]);
  const { calls } = store;
  await clock.advance(10 * FLUSH_INTERVAL_MS);
  assert.equal(store.calls, calls);
});

Deno.test("UsageLedger loses nothing while the store is down, and counts nothing twice after it", async () => {
  for (const fault of ["down", "answer lost"] as const) {
    const { clock, store, ledger, stored, open } = start();
    const meters = [open("ann"), open("ann")];
    await clock.advance(FLUSH_INTERVAL_MS);
    store.fault = fault;
    await clock.advance(3 * FLUSH_INTERVAL_MS);
    assert.equal((await ledger.used(DAY, "bob")).sessionMs, 0);
    store.fault = "none";
    meters.forEach((meter) => meter.end(clock.now()));
    await ledger.close();
    assert.deepEqual([(await stored())!.sessions, (await stored())!.sessionMs], [2, 40_000], fault);
  }
});

Deno.test("UsageLedger never tells more than was used, whatever becomes of an answer", async () => {
  const { clock, store, ledger, open } = start();
  const meter = open("ann");
  store.fault = "answer lost";
  for (let s = 1; s <= 12; s++) {
    await clock.advance(1_000);
    const { sessions, sessionMs } = await ledger.used(DAY, "ann");
    assert.ok(sessions <= 1 && sessionMs <= s * 1_000, `${sessions} sessions, ${sessionMs} ms`);
  }
  store.fault = "none";
  await clock.advance(FLUSH_INTERVAL_MS);
  assert.equal((await ledger.used(DAY, "ann")).sessionMs, clock.now());
  meter.end(clock.now());
  await ledger.close();
});

Deno.test("UsageLedger's last flush takes in what ended while another was under way", async () => {
  const { ledger, stored, open } = start();
  open("ann").end(10);
  const first = ledger.flush();
  open("ann").end(20);
  await Promise.all([first, ledger.close()]);
  assert.deepEqual([(await stored())!.sessions, (await stored())!.sessionMs], [2, 30]);
});

Deno.test("UsageLedger's last flush tries again while there is time, then says why it failed", async () => {
  const { clock, store, ledger, stored, open } = start();
  open("ann").end(10);
  store.fault = "answer lost";
  const closed = ledger.close(1_000);
  await clock.advance(450);
  store.fault = "none";
  await clock.advance(100);
  await closed;
  assert.deepEqual([(await stored())!.sessions, (await stored())!.sessionMs], [1, 10]);

  open("ann");
  store.fault = "down";
  const failed = assert.rejects(ledger.close(clock.now() + 1_000), /down/);
  await clock.advance(1_000);
  await failed;
});

Deno.test("UsageLedger tells what is used before it is stored, and parts days", async () => {
  const { clock, ledger, stored, open } = start(Date.UTC(2026, 0, 1, 23, 59, 58));
  const meter = open("ann");
  await clock.advance(1_000);
  assert.equal((await ledger.used(DAY, "ann")).sessionMs, 1_000);
  await clock.advance(3_000);
  await ledger.flush();
  assert.equal((await stored())!.sessionMs, 1_000);
  assert.equal((await stored("2026-01-02"))!.sessionMs, 3_000);
  meter.end(clock.now());
  await ledger.close();
});

Deno.test("UsageLedger stores many users in batches that a store can take", async () => {
  const { store, ledger, open } = start();
  for (let i = 0; i < 250; i++) open(`user ${i}`).end(1);
  await ledger.close();
  assert.equal(store.ids.length, 13);
  assert.equal(new Set(store.ids).size, 13);
  assert.equal((await store.read(DAY)).length, 250);
});
