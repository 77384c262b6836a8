import assert from "node:assert/strict";
import { Caller, type CallerOptions } from "../../session_harness.ts";

/** When a break left, after `session.created`, and which; `undefined` where none did. */
async function breakOf(fault: string, options: CallerOptions = {}) {
  const caller = new Caller({ ...options, faults: [fault] });
  await caller.takeTurn();
  await caller.clock.advance(3000);
  const [item] = caller.left;
  return item?.kind === "break" ? { atMs: item.dueMs - 5000, by: item.way.by, caller } : undefined;
}

Deno.test("delay-created: what follows waits behind it", async () => {
  const caller = new Caller({ faults: ["delay-created:2s"] });
  assert.deepEqual(caller.newTypes(), []);
  caller.send({ type: "input_audio_buffer.clear" });
  await caller.clock.advance(1999);
  assert.deepEqual(caller.newTypes(), []);
  await caller.clock.advance(1);
  assert.deepEqual(caller.newTypes(), ["session.created", "input_audio_buffer.cleared"]);
});

Deno.test("refuse and delay-upgrade: the answer to the request, together or alone", () => {
  const answer = (...faults: string[]) => new Caller({ faults }).path.answerUpgrade();
  assert.deepEqual(answer(), { kind: "upgrade", status: 101, dueMs: 5000 });
  assert.deepEqual(answer("refuse:429", "delay-upgrade:500ms"), {
    kind: "upgrade",
    status: 429,
    dueMs: 5500,
  });
});

Deno.test("a break comes after its time, or after the first piece of its turn", async () => {
  const after = await breakOf("cut@after=1.5s");
  assert.deepEqual([after?.atMs, after?.by], [1500, "cut"]);
  // Time for session.created to arrive: a break overtakes what is on its way.
  assert.equal((await breakOf("cut"))?.atMs, 20);
  const inReply = await breakOf("reset@turn=1");
  const heard = inReply!.caller;
  assert.equal(heard.all("response.output_audio.delta").length, 1);
  assert.equal(inReply!.atMs, heard.firstMs("response.output_audio.delta") - 5000 + 20);
  assert.deepEqual(heard.all("response.done"), []);
  assert.equal(await breakOf("cut@turn=2"), undefined);
});

Deno.test("after counts from when session.created has left, however late that is", async () => {
  const faults = ["delay-created:3s", "close:1013@after=1s"];
  for (const order of [faults, faults.toReversed()]) {
    const caller = new Caller({ faults: order });
    await caller.clock.advance(3999);
    assert.deepEqual([caller.newTypes(), caller.left], [["session.created"], []]);
    await caller.clock.advance(1);
    assert.equal(caller.left[0]?.kind, "break");
  }
  const caller = new Caller({ faults: ["no-audio@after=1s", "delay-created:3s"] });
  await caller.takeTurn();
  await caller.clock.advance(3000);
  assert.equal(caller.all("response.output_audio.delta").length, 5);
});

Deno.test("one that never came is not counted as given", async () => {
  const given = async (fault: string) => (await breakOf(fault))?.caller.faultsGiven ?? [];
  assert.deepEqual(await given("half-open@after=1min"), []);
  assert.deepEqual(await given("half-open@after=1s"), ["half-open@after=1s"]);
});

Deno.test("after silence the session goes on for itself, after a close it does not", async () => {
  const silent = await breakOf("half-open@turn=1");
  assert.equal(silent!.caller.all("response.done").length, 1);
  const closed = await breakOf("close:1013@turn=1");
  assert.deepEqual(closed!.caller.all("response.done"), []);
});

Deno.test("a session that ends takes its breaks with it", async () => {
  const caller = new Caller({ faults: ["cut@after=1s"] });
  caller.path.end();
  await caller.clock.advance(2000);
  assert.deepEqual(caller.left, []);
});

Deno.test("session=n chooses the n-th, p a share of them, the same for the same seed", async () => {
  assert.equal(await breakOf("cut@session=2", { number: 1 }), undefined);
  assert.equal((await breakOf("cut@session=2", { number: 2 }))?.by, "cut");
  const chosen = async () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const breaks = await Promise.all(seeds.map((seed) => breakOf("cut@p=0.25", { seed })));
    return breaks.map((found) => found !== undefined);
  };
  const [first, second] = [await chosen(), await chosen()];
  assert.deepEqual(first, second);
  const count = first.filter(Boolean).length;
  // Binomial, mean 50, standard deviation 6; the seeds are fixed.
  assert.ok(count > 25 && count < 75, String(count));
});

Deno.test("p is drawn for each turn, and one fault does not shift another's draws", async () => {
  const given = async (...faults: string[]) => {
    const caller = new Caller({ faults });
    for (let turn = 0; turn < 40; turn++) {
      await caller.takeTurn();
      await caller.clock.advance(1000);
    }
    return caller.all("response.done").map(({ response }) => response.status);
  };
  const alone = await given("fail:content_filter@p=0.5");
  const both = await given("duplicate-deltas@p=0.5", "fail:content_filter@p=0.5");
  assert.deepEqual(alone, both);
  const failed = alone.filter((status) => status === "incomplete").length;
  assert.ok(failed > 8 && failed < 32, String(failed));
});

Deno.test("after=… lets turns before it alone", async () => {
  const caller = new Caller({ faults: ["no-audio@after=2s"] });
  await caller.takeTurn();
  await caller.clock.advance(2000);
  const before = caller.all("response.output_audio.delta").length;
  await caller.takeTurn();
  await caller.clock.advance(2000);
  assert.equal(before, 5);
  assert.equal(caller.all("response.output_audio.delta").length, 5);
});
