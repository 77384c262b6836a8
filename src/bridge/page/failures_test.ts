import assert from "node:assert/strict";
import { failure } from "./failures.js";

Deno.test("the most specific code that is known explains the failure, with what was said", () => {
  const { code, what, remedy } = failure("no credit", "insufficient_quota", "close_1011");
  assert.equal(code, "insufficient_quota");
  assert.match(what, /no credit left/);
  assert.match(remedy, /top it up.*It said: no credit/);
  assert.equal(failure("", "session_expired", "close_1001").code, "close_1001");
});

Deno.test("a key that is refused is named as such, however the service refuses it", () => {
  assert.equal(
    failure("the upstream refused the handshake with HTTP 401", "upstream_refused").code,
    "no_key",
  );
  assert.equal(failure("Incorrect API key", "invalid_api_key", "close_3000").code, "no_key");
  assert.equal(failure("Missing bearer", null, "close_3000").code, "no_key");
  assert.equal(
    failure("the upstream refused the handshake with HTTP 429", "upstream_refused").code,
    "upstream_refused",
  );
});

Deno.test("what is not known is said as it was reported", () => {
  assert.match(failure("Odd thing", "odd").remedy, /start again.*It said: Odd thing/);
  assert.equal(failure("", undefined, null).code, "unknown");
  const { what, remedy } = failure("", "toString", "close_1006");
  assert.deepEqual([what, remedy], Object.values(failure("", "close_1006")).slice(1));
  assert.equal(failure("", "constructor").what, failure("", "odd").what);
});

Deno.test("whatever the bridge refuses or ends a call with has words and a remedy of its own", () => {
  const statuses = [401, 403, 429, 503].map((status) => `http_${status}`);
  const closes = [1001, 1006, 1009, 1011, 1013, 4001, 4002, 4403, 4429].map((code) =>
    `close_${code}`
  );
  const microphone = ["NotAllowedError", "NotFoundError", "NotReadableError", "quiet"];
  const upstream = ["upstream_refused", "upstream_unreachable"];
  const said = [...statuses, ...closes, ...microphone, ...upstream].map((code) =>
    failure("", code)
  );
  assert.equal(new Set(said.map(({ what }) => what)).size, said.length);
  assert.ok(said.every(({ what, remedy }) => what !== failure("", "odd").what && remedy !== ""));
});
