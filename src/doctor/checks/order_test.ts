import assert from "node:assert/strict";
import { type Exchange, judgeExchanges } from "./order.ts";

const ASKED = ["a1", "a2", "a3", "a4"];
const judge = (exchange: Partial<Exchange>) =>
  judgeExchanges([{
    asked: ASKED,
    answered: ASKED,
    arrived: ASKED,
    early: 1,
    closeCode: undefined,
    ...exchange,
  }]);

Deno.test("all answers in order are sound", () => {
  assert.equal(judge({}).result, "sound");
  assert.equal(judge({ arrived: undefined }).result, "sound");
});

Deno.test("lost, moved and doubled frames are told apart, and where it happened", () => {
  const lost = judge({ answered: ["a2", "a4"], arrived: ["a2", "a4"] });
  assert.ok(lost.result === "fault" && lost.what === "the bridge loses frames");
  assert.match(lost.evidence, /2 were not answered \(1 of them sent before .*to the upstream$/);
  const moved = judge({ answered: ["a2", "a1", "a3", "a4"] });
  assert.ok(moved.result === "fault" && moved.what === "the bridge changes the order of frames");
  assert.match(moved.evidence, / 1 answers out of order.*to the client$/);
  const doubled = judge({ answered: ["a1", "a2", "a2", "a3", "a4"], arrived: undefined });
  assert.ok(doubled.result === "fault" && doubled.what === "the bridge sends frames twice");
});

Deno.test("a bridge that closes under the load has a limit, and is not judged", () => {
  const outcome = judge({ answered: ["a1"], closeCode: 1013 });
  assert.ok(outcome.result === "unchecked" && outcome.why.includes("1013"));
});
