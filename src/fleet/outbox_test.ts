import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { type Letter, Outbox } from "./outbox.ts";

const letter = (id: string): Letter => ({ subject: "s", id, data: new Uint8Array() });

Deno.test("Outbox: what is not confirmed is sent again, and nothing overtakes it", async () => {
  const clock = new VirtualClock();
  const sent: string[] = [];
  let isDown = true;
  const outbox = new Outbox(clock, ({ id }) => {
    sent.push(id);
    return isDown ? Promise.reject(new Error("no server")) : Promise.resolve();
  });
  for (const id of ["1", "2"]) outbox.add(letter(id));
  await clock.advance(1100);
  assert.deepEqual(sent, ["1", "1", "1"]);
  isDown = false;
  await clock.advance(500);
  assert.deepEqual(sent.slice(3), ["1", "2"]);
  outbox.add(letter("3"));
  assert.equal(await outbox.flush(1000), 0);
  assert.equal(sent.at(-1), "3");
});

Deno.test("Outbox: flush gives up in time, and says by what is left", async () => {
  const clock = new VirtualClock();
  const outbox = new Outbox(clock, () => Promise.reject(new Error("no server")));
  outbox.add(letter("1"));
  const flushed = outbox.flush(3000);
  await clock.advance(4000);
  assert.equal(await flushed, 1);
});

Deno.test("Outbox: what comes in while the last delivery ends is delivered too", async () => {
  for (let steps = 0; steps < 10; steps++) {
    const sent: string[] = [];
    const outbox = new Outbox(new VirtualClock(), ({ id }) => {
      sent.push(id);
      return Promise.resolve();
    });
    outbox.add(letter("1"));
    for (let i = 0; i < steps; i++) await Promise.resolve();
    outbox.add(letter("2"));
    const left = await outbox.flush(1000);
    assert.deepEqual([sent, left], [["1", "2"], 0], `after ${steps} steps`);
  }
});
