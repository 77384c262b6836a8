import assert from "node:assert/strict";
import { VirtualClock } from "../time/virtual_clock.ts";
import { Visit } from "./visit.ts";

/** A visit to a bridge that answers each question after 5 ms, beside much else. */
function visiting(clock: VirtualClock): { visit: Visit; sent: string[] } {
  const sent: string[] = [];
  const visit = new Visit(clock, "tester");
  const tell = (event: object) => {
    const text = JSON.stringify(event);
    visit.handlers.onText(text, text.length);
  };
  const send = (text: string) => {
    sent.push(text);
    const { event_id } = JSON.parse(text);
    clock.at(clock.now() + 5, () => {
      tell({ type: "error", message: "in a form of its own" });
      tell({ type: "error", error: { event_id: "another_1" } });
      tell({ type: "error", error: { event_id } });
    });
  };
  const end = () => visit.handlers.onClose(1006);
  const socket = { send, ping: () => {}, pause: () => {}, close: end, terminate: end };
  visit.open({ ok: true, socket, phases: {}, openedAtMs: clock.now(), headers: {} });
  return { visit, sent };
}

Deno.test("a question is known by its id, and its answer by the same", async () => {
  const clock = new VirtualClock();
  const { visit, sent } = visiting(clock);
  const [first, second] = [visit.ask(), visit.ask("item_of_mine")];
  assert.notEqual(first, second);
  assert.match(sent[1]!, /item_of_mine/);
  const answered = visit.until(() => visit.answeredAtMs(second) !== undefined, 100);
  await clock.advance(5);
  assert.equal(await answered, true);
  assert.deepEqual(visit.answers, [{ id: first, atMs: 5 }, { id: second, atMs: 5 }]);
  assert.equal(visit.errors.length, 4);
});

Deno.test("a wait ends with its time, and with the visit", async () => {
  const clock = new VirtualClock();
  const { visit } = visiting(clock);
  const inVain = visit.until(() => visit.createdAtMs !== undefined, 100);
  await clock.advance(100);
  assert.equal(await inVain, false);
  const cutShort = visit.until(() => false, 100);
  await visit[Symbol.asyncDispose]();
  assert.equal(await cutShort, false);
  assert.deepEqual(visit.closed, { code: 1006, reason: "", atMs: 100 });
});
