import assert from "node:assert/strict";
import { EnvReader } from "./config.ts";
import { readSession } from "./session_config.ts";
import { sessionRequest } from "./session_update.ts";

function read(env: Record<string, string>) {
  const reader = new EnvReader((name) => env[name]);
  return { settings: readSession(reader), problems: reader.problems };
}

/** The session that goes upstream. */
// deno-lint-ignore no-explicit-any -- whatever a test looks into
function request(session: unknown, env: Record<string, string> = {}): any {
  const { settings, problems } = read({ BRIDGE_SESSION: JSON.stringify(session), ...env });
  assert.deepEqual(problems, []);
  return sessionRequest(settings);
}

Deno.test("BRIDGE_SESSION adds what it holds to the bridge's session, and the other variables win", () => {
  const tools = [{ type: "function", name: "book" }];
  const input = { transcription: { model: "whisper-1" } };
  const output = { voice: "ash", speed: 1.1 };
  const session = { tools, instructions: "Be long.", audio: { input, output } };
  const { audio, ...rest } = request(session, {
    BRIDGE_INSTRUCTIONS: "Be brief.",
    BRIDGE_VOICE: "marin",
  });
  assert.deepEqual(rest, { type: "realtime", tools, instructions: "Be brief." });
  assert.deepEqual(audio.output, { voice: "marin", speed: 1.1 });
  assert.deepEqual(audio.input.transcription, input.transcription);
  assert.equal(audio.input.turn_detection.silence_duration_ms, 500);
  assert.equal(request(session).instructions, "Be long.");
});

Deno.test("BRIDGE_SESSION decides the turn detection where it names one", () => {
  for (
    const turn_detection of [null, { type: "semantic_vad" }, { type: "server_vad", threshold: 0.9 }]
  ) {
    const { audio } = request({ audio: { input: { turn_detection } } });
    assert.deepEqual(audio.input.turn_detection, turn_detection);
  }
  const input = { turn_detection: { type: "server_vad", threshold: 0.9, silence_duration_ms: 1 } };
  const { audio } = request({ audio: { input } }, { BRIDGE_SILENCE_MS: "300" });
  assert.deepEqual(audio.input.turn_detection, {
    ...input.turn_detection,
    silence_duration_ms: 300,
  });
});

Deno.test("readSession refuses what is no session, and shows nothing of it", () => {
  const wrong = [
    "secret",
    "[]",
    "null",
    '{"type":"transcription"}',
    '{"audio":[]}',
    '{"audio":{"input":1}}',
  ];
  for (const BRIDGE_SESSION of wrong) {
    const { problems } = read({ BRIDGE_SESSION });
    assert.deepEqual(problems.map(({ field }) => field), ["BRIDGE_SESSION"], BRIDGE_SESSION);
    assert.doesNotMatch(JSON.stringify(problems), /secret/);
  }
  const semantic = '{"audio":{"input":{"turn_detection":{"type":"semantic_vad"}}}}';
  const { problems } = read({ BRIDGE_SESSION: semantic, BRIDGE_SILENCE_MS: "300" });
  assert.match(problems[0]!.rule, /contradicts BRIDGE_SESSION/);
});
