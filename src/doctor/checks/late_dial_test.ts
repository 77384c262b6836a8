import assert from "node:assert/strict";
import { judgeDial } from "./late_dial.ts";

const judge = (createdAtMs: number | undefined, knockAtMs?: number) =>
  judgeDial({ openedAtMs: 100, askedAtMs: 4100, createdAtMs, knockAtMs });

Deno.test("a session or a dial before the first word is sound", () => {
  assert.equal(judge(350).result, "sound");
  assert.equal(judge(350, 99).result, "sound");
  const atOnce = judge(99.7);
  assert.ok(atOnce.result === "sound");
  assert.match(atOnce.evidence, /came 0 ms after/);
  assert.equal(judge(undefined, 99).result, "sound");
});

Deno.test("a dial after the first word is certain, a session after it likely", () => {
  const dialled = judge(4350, 4110);
  assert.ok(dialled.result === "fault" && dialled.certainty === "certain");
  assert.match(dialled.evidence, /nothing for 4\.0 s .* 10 ms after the first message/);
  const created = judge(4350);
  assert.ok(created.result === "fault" && created.certainty === "likely");
});

Deno.test("a session.created that came before any dial is the bridge's own, and proves nothing", () => {
  const greeted = judge(105, 4110);
  assert.ok(greeted.result === "fault" && greeted.certainty === "certain");
  assert.equal(judge(105, 300).result, "sound");
});

Deno.test("where nothing was seen, nothing is known", () => {
  assert.equal(judge(undefined).result, "unchecked");
});
