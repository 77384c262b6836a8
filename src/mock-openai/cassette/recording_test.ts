import assert from "node:assert/strict";
import { readCassette } from "./recording.ts";

const HEADER = '{"cassette":1,"upstream":"ws://a","recorded":"2026-01-01","audio":true}';
const line = (fields: Record<string, unknown>) => JSON.stringify({ session: 1, ms: 0, ...fields });

Deno.test("frames of the server follow the client's step before them", () => {
  const created = { type: "session.created" };
  const clear = { type: "input_audio_buffer.clear" };
  const recordings = readCassette(`${
    [
      HEADER,
      line({ open: { model: "m" } }),
      line({ ms: 5, server: created }),
      line({ ms: 100, client: clear }),
      line({ ms: 100, step: "input_audio_buffer.clear" }),
      line({ ms: 101.5, server: "raw" }),
      line({ ms: 120, closed: { by: "server", code: 1006, reason: "é".repeat(70) } }),
      line({ session: 2, closed: { by: "client", code: 1000, reason: "" } }),
    ].join("\n")
  }\n{"cut`);
  assert.deepEqual(JSON.parse(JSON.stringify(recordings)), [{
    steps: [{ step: "input_audio_buffer.clear", afterMs: 100, frame: clear }],
    reactions: [
      { after: -1, delayMs: 5, act: { frame: created } },
      { after: 0, delayMs: 1.5, act: { frame: "raw" } },
      { after: 0, delayMs: 20, act: { close: { code: 1011, reason: "é".repeat(61) } } },
    ],
  }, { steps: [], reactions: [] }]);
});

Deno.test("what is no cassette is refused with the reason", () => {
  assert.equal(readCassette(""), "it is no cassette");
  assert.equal(readCassette("RIFF\n"), "it is no cassette");
  assert.equal(readCassette("{}\n"), "it is no cassette");
  assert.equal(readCassette(`${HEADER}\n`), "no session is recorded in it");
  for (const bad of ["nonsense", line({ closed: { by: "server", code: 1000 } })]) {
    assert.equal(readCassette(`${HEADER}\n${bad}\n`), "its line 2 cannot be read");
  }
});
