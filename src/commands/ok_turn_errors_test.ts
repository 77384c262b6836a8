import assert from "node:assert/strict";
import { turnSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { okTurnErrors } from "./ok_turn_errors.ts";

Deno.test("ok turns that had an error are told with its code, over all regions; others are not", () => {
  const summary = Summary.empty();
  const { tags } = turnSample();
  summary.addTurn(turnSample());
  summary.addTurn(turnSample({ outcome: "error", errorCode: "gone" }));
  assert.deepEqual(okTurnErrors(summary), []);
  summary.addTurn(turnSample({ errorCode: "malformed_event" }));
  summary.addTurn(turnSample({ errorCode: "malformed_event", tags: { ...tags, region: "us" } }));
  assert.deepEqual(okTurnErrors(summary), ["2 ok turns had an error: malformed_event 2"]);
  const copy = Summary.decode(JSON.parse(JSON.stringify(summary.encode())));
  assert.deepEqual(copy.plus(Summary.empty()).outcomes(), summary.outcomes());
});
