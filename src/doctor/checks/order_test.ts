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
  assert.match(lost.evidence, / 2 lost \(1 of them sent before .*to the upstream$/);
  const moved = judge({ answered: ["a2", "a1", "a3", "a4"] });
  assert.ok(moved.result === "fault" && moved.what === "the bridge changes the order of frames");
  assert.match(moved.evidence, / 1 out of order on the way to the client$/);
  const doubled = judge({ answered: ["a1", "a2", "a2", "a3", "a4"], arrived: undefined });
  assert.ok(doubled.result === "fault" && doubled.what.endsWith(" sends frames twice"));
});

Deno.test("only with the doctor's own upstream it is certain that the bridge did it", () => {
  const own = judge({ answered: ["a1"] });
  assert.ok(own.result === "fault" && own.certainty === "certain");
  const foreign = judge({ answered: ["a1"], arrived: undefined });
  assert.ok(foreign.result === "fault" && foreign.certainty === "likely");
  assert.equal(foreign.what, "the bridge, or the service behind it, loses frames");
});

Deno.test("each leg has its own faults: early frames lost on the one, order on the other", () => {
  const both = judge({ arrived: ["a2", "a3", "a4"], answered: ["a3", "a2", "a4"] });
  assert.ok(both.result === "fault");
  assert.equal(both.what, "the bridge loses frames and changes the order of frames");
  assert.match(
    both.evidence,
    /: 1 lost \(1 of them sent before .*\) on the way to the upstream; 1 out of order on the way to the client$/,
  );
  assert.match(both.remedy, /never drop one; pass each frame on/);
});

Deno.test("a frame that is doubled on the way up and answered twice is no fault of the way down", () => {
  const up = ["a1", "a1", "a2", "a3", "a4"];
  const doubled = judge({ arrived: up, answered: up });
  assert.ok(doubled.result === "fault");
  assert.match(doubled.evidence, /: 1 double on the way to the upstream$/);
});

Deno.test("a bridge that closes under the load has a limit, and is not judged", () => {
  const outcome = judge({ answered: ["a1"], closeCode: 1013 });
  assert.ok(outcome.result === "unchecked" && outcome.why.includes("1013"));
});
