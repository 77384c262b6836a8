import assert from "node:assert/strict";
import { seeded } from "../random/random.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { ClientSecrets } from "./client_secrets.ts";
import { answerMint } from "./client_secrets_http.ts";

const API_KEY = "sk-right";

class Office {
  readonly clock = new VirtualClock();
  readonly secrets = new ClientSecrets(this.clock, seeded(1, "secrets"));

  /** Asks for a key; gives the status and the body. */
  async post(body: unknown, key = API_KEY): Promise<[number, Record<string, unknown>]> {
    const request = new Request("http://mock/v1/realtime/client_secrets", {
      method: "POST",
      headers: key === "" ? {} : { authorization: `Bearer ${key}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const response = await answerMint(request, this.secrets, API_KEY);
    return [response.status, await response.json()];
  }

  async mint(body: unknown): Promise<{ value: string; expires_at: number; session: unknown }> {
    const [status, minted] = await this.post(body);
    assert.equal(status, 200);
    return minted as Awaited<ReturnType<Office["mint"]>>;
  }
}

Deno.test("a key comes with the whole session that it opens", async () => {
  const office = new Office();
  const { value, expires_at, session } = await office.mint({
    session: { type: "realtime", model: "gpt-realtime-2.1", instructions: "Be brief." },
  });
  assert.match(value, /^ek_\w{21}$/);
  assert.equal(expires_at, office.clock.wallMs() / 1000 + 600);
  const { object, id, instructions, audio } = session as Record<string, unknown>;
  assert.deepEqual([object, instructions], ["realtime.session", "Be brief."]);
  assert.match(String(id), /^sess_/);
  assert.ok(audio);
  assert.deepEqual(office.secrets.find(value)?.session, session);
});

Deno.test("without a body the session is the default one; it can be one that transcribes", async () => {
  const office = new Office();
  const { session } = await office.mint("");
  assert.equal((session as { model: string }).model, "gpt-realtime-2.1");
  const other = await office.mint({ session: { type: "transcription" } });
  const { object } = other.session as { object: string };
  assert.equal(object, "realtime.transcription_session");
});

Deno.test("a key works again and again until it expires, and is forgotten an hour later", async () => {
  const office = new Office();
  const { value } = await office.mint({ expires_after: { anchor: "created_at", seconds: 10 } });
  const expired = () => office.secrets.find(value)?.expired;
  assert.equal(expired(), false);
  await office.clock.advance(9999);
  assert.equal(expired(), false);
  await office.clock.advance(1);
  assert.equal(expired(), true);
  await office.clock.advance(3_600_000);
  await office.mint({});
  assert.equal(expired(), undefined);
  assert.equal(office.secrets.find("ek_never"), undefined);
});

const REFUSED: [string, unknown, string | null, string | null][] = [
  ["no JSON", "{", null, null],
  ["JSON that is no object", "3", null, null],
  ["an unknown field", { model: "m" }, "unknown_parameter", "model"],
  [
    "a lifetime without an anchor",
    { expires_after: { seconds: 60 } },
    "missing_required_parameter",
    "expires_after.anchor",
  ],
  [
    "a lifetime under 10 s",
    { expires_after: { anchor: "created_at", seconds: 9 } },
    "integer_below_min_value",
    "expires_after.seconds",
  ],
  [
    "a lifetime over 2 hours",
    { expires_after: { anchor: "created_at", seconds: 7201 } },
    "integer_above_max_value",
    "expires_after.seconds",
  ],
  [
    "a bad session",
    { session: { type: "realtime", voice: "x" } },
    "unknown_parameter",
    "session.voice",
  ],
  [
    "a session that contradicts itself",
    {
      session: {
        type: "transcription",
        audio: { input: { transcription: { model: "gpt-realtime-whisper" } } },
      },
    },
    "invalid_value",
    "session.audio.input.turn_detection",
  ],
];

for (const [what, body, code, param] of REFUSED) {
  Deno.test(`${what} is answered with 400`, async () => {
    const [status, answer] = await new Office().post(body);
    const { message, ...error } = answer.error as Record<string, unknown>;
    assert.equal(status, 400);
    assert.deepEqual(error, { type: "invalid_request_error", param, code });
    assert.ok(message);
  });
}

Deno.test("minting needs the API key itself", async () => {
  const office = new Office();
  const { value } = await office.mint({});
  for (
    const [key, code] of [["", null], ["sk-wrong", "invalid_api_key"], [value, "invalid_api_key"]]
  ) {
    const [status, answer] = await office.post({}, key!);
    assert.deepEqual([status, (answer.error as { code: unknown }).code], [401, code]);
  }
});
