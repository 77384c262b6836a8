import assert from "node:assert/strict";
import { type Admission, closeReason, judgeHandshake, selectProtocol } from "./handshake.ts";
import { defaultSession } from "./session_config.ts";
import { defaultTranscriptionSession } from "./session_kinds.ts";

const UPGRADE = { upgrade: "WebSocket" };
const MODEL = "/v1/realtime?model=gpt-realtime-2.1";

function judge(path: string, headers: Record<string, string>, admission: Admission = {}) {
  const request = { method: "GET", headers: new Headers(headers) };
  return judgeHandshake(new URL(path, "http://mock"), request, admission);
}

function bearer(key: string) {
  return { ...UPGRADE, authorization: `Bearer ${key}` };
}

/** The close code and reason of a refusal. */
function refusal(...args: Parameters<typeof judge>): [number, string] {
  const verdict = judge(...args);
  assert.equal(verdict.kind, "refused");
  return verdict.kind === "refused" ? [verdict.code, closeReason(verdict.refusal)] : [0, ""];
}

Deno.test("a WebSocket at the right path with a model is a session", () => {
  const template = defaultSession("gpt-realtime-2.1");
  assert.deepEqual(judge(MODEL, UPGRADE), { kind: "accepted", template });
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

Deno.test("a POST where the beta took offers of WebRTC is refused as the beta; others are not found", () => {
  const post = (path: string) => {
    const request = { method: "POST", headers: new Headers() };
    const verdict = judgeHandshake(new URL(path, "http://mock"), request, {});
    return verdict.kind === "http" &&
      [verdict.status, verdict.refusal.code ?? verdict.refusal.message];
  };
  assert.deepEqual(post(MODEL), [400, "beta_api_shape_disabled"]);
  const calls = "/v1/realtime/calls";
  assert.deepEqual(post(calls), [404, `Invalid URL (POST ${calls})`]);
});

Deno.test("a model must be one of the Realtime API by its name, unless any is allowed", () => {
  const path = (model: string) => `/v1/realtime?model=${model}`;
  for (
    const model of [
      ...["gpt-realtime", "gpt-realtime-2025-08-28", "gpt-realtime-1.5", "gpt-realtime-2.1-mini"],
      ...["gpt-realtime-mini-2025-12-15", "gpt-realtime-7", "gpt-audio-1.5", "gpt-audio-mini"],
      ...["gpt-4o-realtime-preview", "gpt-4o-mini-realtime-preview-2024-12-17"],
    ]
  ) assert.equal(judge(path(model), UPGRADE).kind, "accepted", model);
  for (const model of ["m", "gpt-4o", "gpt-5", "gpt-realtimes", "my-gpt-realtime"]) {
    const refused = [4000, "invalid_request_error.invalid_model"] as const;
    assert.deepEqual(refusal(path(model), UPGRADE), refused);
    assert.equal(judge(path(model), UPGRADE, { anyModel: true }).kind, "accepted");
  }
});

Deno.test("a key is checked only where one is set, in the header or the subprotocol", () => {
  const protocol = (key: string) => ({
    ...UPGRADE,
    "sec-websocket-protocol": `realtime, openai-insecure-api-key.${key}`,
  });
  for (const credential of [bearer, protocol]) {
    assert.equal(judge(MODEL, credential("sk-1"), { apiKey: "sk-1" }).kind, "accepted");
    assert.equal(judge(MODEL, credential("sk-2")).kind, "accepted");
    const wrong = refusal(MODEL, credential("sk-2"), { apiKey: "sk-1" });
    assert.deepEqual(wrong, [3000, "invalid_request_error.invalid_api_key"]);
  }
  assert.deepEqual(refusal(MODEL, UPGRADE, { apiKey: "sk-1" }), [3000, "invalid_request_error"]);
});

Deno.test("a wrong key is not repeated in full", () => {
  const key = "sk-proj-0123456789";
  const verdict = judge(MODEL, bearer(key), { apiKey: "sk-1" });
  assert.equal(
    verdict.kind === "refused" && verdict.refusal.message,
    "Incorrect API key provided: sk-****6789.",
  );
});

Deno.test("the beta is refused, by header and by subprotocol, unless it is allowed", () => {
  for (
    const beta of [
      { "openai-beta": "realtime=v1" },
      { "sec-websocket-protocol": "realtime, openai-beta.realtime-v1" },
    ]
  ) {
    const headers = { ...UPGRADE, ...beta } as unknown as Record<string, string>;
    const refused = refusal(MODEL, headers);
    assert.deepEqual(refused, [4000, "invalid_request_error.beta_api_shape_disabled"]);
    assert.equal(judge(MODEL, headers, { allowBeta: true }).kind, "accepted");
  }
});

Deno.test("a session that only transcribes needs no model, any other does", () => {
  const template = defaultTranscriptionSession();
  const accepted = { kind: "accepted", template } as const;
  assert.deepEqual(judge("/v1/realtime?intent=transcription", UPGRADE), accepted);
  assert.deepEqual(judge(`${MODEL}&intent=transcription`, UPGRADE), accepted);
  const missing = [4000, "invalid_request_error.missing_model"] as const;
  assert.deepEqual(refusal("/v1/realtime", UPGRADE), missing);
  assert.deepEqual(refusal("/v1/realtime?intent=talk", UPGRADE), missing);
  assert.deepEqual(refusal("/v1/realtime?call_id=rtc_1", UPGRADE), [
    4000,
    "invalid_request_error.mock_not_implemented",
  ]);
});

Deno.test("an ephemeral key opens what it was minted for; the query goes before it", () => {
  const session = { ...defaultSession("gpt-realtime-from-the-key"), instructions: "Say little." };
  const find = (expired: boolean): Admission => ({
    apiKey: "sk-1",
    findSecret: (key) => key === "ek_1" ? { session, expired } : undefined,
  });
  const open = (path: string, key: string, expired = false) =>
    judge(path, bearer(key), find(expired));
  const accepted = { kind: "accepted", template: session } as const;
  assert.deepEqual(open("/v1/realtime", "ek_1"), accepted);
  assert.deepEqual(open(MODEL, "ek_1"), {
    ...accepted,
    template: { ...session, model: "gpt-realtime-2.1" },
  });
  assert.deepEqual(open("/v1/realtime?intent=transcription", "ek_1"), {
    ...accepted,
    template: defaultTranscriptionSession(),
  });
  assert.deepEqual(open("/v1/realtime", "ek_1", true), {
    ...accepted,
    denied: { code: null, message: "Ephemeral token expired" },
  });
  assert.equal(open(MODEL, "ek_2").kind, "refused");
});

Deno.test("only the subprotocol 'realtime' is selected", () => {
  const select = (offer: string) =>
    selectProtocol(new Headers({ "sec-websocket-protocol": offer }));
  assert.equal(select("openai-agents-sdk.0.20, realtime"), "realtime");
  assert.equal(select("openai-agents-sdk.0.20"), undefined);
  assert.equal(selectProtocol(new Headers()), undefined);
});
