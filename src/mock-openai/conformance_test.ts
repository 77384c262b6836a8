import assert from "node:assert/strict";
import { OPENAPI_PATH, violation } from "./conformance.ts";
import type { WireEvent } from "./wire.ts";

const event_id = "event_1";
const DELTA = { event_id, response_id: "r", item_id: "i", output_index: 0, content_index: 0 };
const event = (fields: Record<string, unknown>) => fields as unknown as WireEvent;

const hasOpenApi = await Deno.stat(OPENAPI_PATH).then(() => true, () => false);
if (!hasOpenApi) {
  const notice = `no ${OPENAPI_PATH}: events are held against the agents SDK's schemas alone\n`;
  await Deno.stderr.write(new TextEncoder().encode(notice));
}

Deno.test("an event that is right conforms, its padding included", () => {
  const delta = { type: "response.output_text.delta", ...DELTA, delta: "Yes", obfuscation: "x" };
  assert.equal(violation(event(delta)), undefined);
});

Deno.test({
  name: "the OpenAPI schemas find a missing field, a misspelt one and an unknown type",
  ignore: !hasOpenApi,
  fn() {
    const speech = { type: "input_audio_buffer.speech_started", event_id, item_id: "i" };
    assert.match(violation(event(speech))!, /audio_start_ms/);
    const misspelt = { ...speech, audio_start_ms: 0, audio_strat_ms: 0 };
    assert.match(violation(event(misspelt))!, /additional properties/);
    assert.match(violation(event({ type: "response.cancelled", event_id }))!, /no schema/);
  },
});

Deno.test("the agents SDK's schemas find a field of the wrong type", () => {
  const delta = { type: "response.output_audio.delta", ...DELTA, delta: 5 };
  assert.notEqual(violation(event(delta)), undefined);
});

Deno.test("an image in an item is no fault, though the agents SDK does not know of it", () => {
  const content = [{ type: "input_image", image_url: "data:image/png;base64,AA==" }];
  const item = { id: "i", type: "message", role: "user", status: "completed", content };
  const added = { type: "conversation.item.added", event_id, previous_item_id: null, item };
  assert.equal(violation(event(added)), undefined);
});
