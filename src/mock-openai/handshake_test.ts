import assert from "node:assert/strict";
import { closeReason, judgeHandshake, selectProtocol } from "./handshake.ts";

const UPGRADE = { upgrade: "WebSocket" };
const MODEL = "/v1/realtime?model=gpt-realtime-2.1";

function judge(path: string, headers: Record<string, string>, apiKey?: string) {
  return judgeHandshake(new URL(path, "http://mock"), new Headers(headers), apiKey);
}

/** The close code and reason of a refusal. */
function refusal(...args: Parameters<typeof judge>): [number, string] {
  const verdict = judge(...args);
  assert.equal(verdict.kind, "refused");
  return verdict.kind === "refused" ? [verdict.code, closeReason(verdict.fault)] : [0, ""];
}

Deno.test("a WebSocket at the right path with a model is a session", () => {
  assert.deepEqual(judge(MODEL, UPGRADE), { kind: "accepted", model: "gpt-realtime-2.1" });
});

Deno.test("another path is not found; without an upgrade one is required", () => {
  const statusOf = (path: string, headers = {}) => {
    const verdict = judge(path, headers);
    return verdict.kind === "http" ? verdict.status : verdict.kind;
  };
  assert.equal(statusOf("/v1/chat/completions", UPGRADE), 404);
  assert.equal(statusOf("/v1/realtime/translations?model=m", UPGRADE), 404);
  assert.equal(statusOf(MODEL), 426);
});

Deno.test("a key is checked only where one is set, in the header or the subprotocol", () => {
  const bearer = (key: string) => ({ ...UPGRADE, authorization: `Bearer ${key}` });
  const protocol = (key: string) => ({
    ...UPGRADE,
    "sec-websocket-protocol": `realtime, openai-insecure-api-key.${key}`,
  });
  for (const credential of [bearer, protocol]) {
    assert.equal(judge(MODEL, credential("sk-1"), "sk-1").kind, "accepted");
    assert.equal(judge(MODEL, credential("sk-2")).kind, "accepted");
    const wrong = refusal(MODEL, credential("sk-2"), "sk-1");
    assert.deepEqual(wrong, [3000, "invalid_request_error.invalid_api_key"]);
  }
  assert.deepEqual(refusal(MODEL, UPGRADE, "sk-1"), [3000, "invalid_request_error"]);
});

Deno.test("a wrong key is not repeated in full", () => {
  const key = "sk-proj-0123456789";
  const verdict = judge(MODEL, { ...UPGRADE, authorization: `Bearer ${key}` }, "sk-1");
  assert.equal(
    verdict.kind === "refused" && verdict.fault.message,
    "Incorrect API key provided: sk-****6789.",
  );
});

Deno.test("the beta is refused, by header and by subprotocol", () => {
  for (
    const beta of [
      { "openai-beta": "realtime=v1" },
      { "sec-websocket-protocol": "realtime, openai-beta.realtime-v1" },
    ]
  ) {
    const refused = refusal(MODEL, { ...UPGRADE, ...beta } as unknown as Record<string, string>);
    assert.deepEqual(refused, [4000, "invalid_request_error.beta_api_shape_disabled"]);
  }
});

Deno.test("a model is required; sessions of other kinds are said not to be there", () => {
  assert.deepEqual(refusal("/v1/realtime", UPGRADE), [4000, "invalid_request_error.missing_model"]);
  assert.deepEqual(refusal("/v1/realtime?intent=transcription", UPGRADE), [
    4000,
    "invalid_request_error.mock_not_implemented",
  ]);
});

Deno.test("only the subprotocol 'realtime' is selected", () => {
  const select = (offer: string) =>
    selectProtocol(new Headers({ "sec-websocket-protocol": offer }));
  assert.equal(select("openai-agents-sdk.0.20, realtime"), "realtime");
  assert.equal(select("openai-agents-sdk.0.20"), undefined);
  assert.equal(selectProtocol(new Headers()), undefined);
});
