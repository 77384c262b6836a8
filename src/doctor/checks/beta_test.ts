import assert from "node:assert/strict";
import { type Greeting, judgeGreeting } from "./beta.ts";

const GREETING: Greeting = { errors: [], closeReason: "", hasSession: true, knockRefusals: [] };
const judge = (seen: Partial<Greeting>) => judgeGreeting({ ...GREETING, ...seen });

Deno.test("a session without errors is sound; without a session nothing is known", () => {
  assert.equal(judge({}).result, "sound");
  assert.equal(judge({ hasSession: false }).result, "unchecked");
});

Deno.test("the beta's refusal is seen in an error, in a close and at the upstream's door", () => {
  const code = "beta_api_shape_disabled";
  const signs: Partial<Greeting>[] = [
    { errors: [{ code, param: null }] },
    { closeReason: `invalid_request_error.${code}` },
    { knockRefusals: [undefined, code] },
  ];
  for (const sign of signs) {
    const outcome = judge({ hasSession: false, ...sign });
    assert.ok(outcome.result === "fault" && /retired beta/.test(outcome.what));
  }
});

Deno.test("a discarded session.update is a fault, another error is not", () => {
  const flat = judge({ errors: [{ code: "missing_required_parameter", param: "session.type" }] });
  assert.ok(flat.result === "fault" && /session\.type/.test(flat.evidence));
  const other = judge({ errors: [{ code: "missing_required_parameter", param: "item.id" }] });
  assert.equal(other.result, "sound");
});
