import assert from "node:assert/strict";
import { IdMap } from "./id_map.ts";

function created(metadata: Record<string, string>, event_id: string) {
  return { type: "response.create", event_id, response: { metadata } };
}

Deno.test("metadata and ids are the present client's, where they stand and nowhere else", () => {
  const ids = new IdMap();
  ids.learn(
    created({ stage: "completed", n: "1", m: "1" }, "a"),
    created({ stage: "draft", n: "2", m: "3" }, "b"),
  );
  const response = { id: "resp_1", status: "completed", output: [{ id: "1", call_id: "a" }] };
  assert.deepEqual(
    ids.translate({
      type: "response.done",
      delta: "a",
      response: { ...response, metadata: { stage: "completed", n: "1", m: "1", other: "1" } },
    }),
    {
      type: "response.done",
      delta: "a",
      response: {
        ...response,
        output: [{ id: "1", call_id: "b" }],
        metadata: { stage: "draft", n: "2", m: "3", other: "1" },
      },
    },
  );
});

Deno.test("what the present client leaves out, or writes as something else, stays as recorded", () => {
  const ids = new IdMap();
  ids.learn(created({ n: "1" }, "a"), { type: "response.create", response: null });
  const error = { type: "error", error: { event_id: "a", message: "a" } };
  assert.deepEqual(ids.translate(error), error);
});
