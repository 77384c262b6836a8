import assert from "node:assert/strict";
import type { UsageError } from "../config/problem.ts";
import { LOCAL_ACCESS } from "./access_config.ts";
import { readConfig } from "./config.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

function read(env: Record<string, string>) {
  return readConfig((name) => env[name]);
}

Deno.test("readConfig has a default for everything but the key", () => {
  assert.deepEqual(read({ OPENAI_API_KEY: "sk-secret" }), {
    port: 8000,
    host: "127.0.0.1",
    upstream: {
      url: "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1",
      auth: "header",
      apiKey: "sk-secret",
    },
    session: {},
    access: LOCAL_ACCESS,
    limits: DEFAULT_LIMITS,
    policy: "default",
    probe: true,
    telemetry: false,
    clientSecrets: false,
    page: true,
  });
});

Deno.test("readConfig takes every variable", () => {
  const config = read({
    PORT: "0",
    HOST: "0.0.0.0",
    UPSTREAM_URL: "ws://127.0.0.1:9/v1/realtime",
    OPENAI_MODEL: "gpt-realtime-mini",
    UPSTREAM_AUTH: "subprotocol",
    BRIDGE_INSTRUCTIONS: "Be brief.",
    BRIDGE_VOICE: "marin",
    BRIDGE_SILENCE_MS: "200",
    BRIDGE_REGION: "eu",
    BRIDGE_OPEN_ACCESS: "1",
    BRIDGE_MAX_FRAME_BYTES: "20000",
    BRIDGE_MAX_SESSION_MINUTES: "5",
    BRIDGE_IDLE_SECONDS: "0",
    BRIDGE_QUEUE_FRAMES: "10",
    BRIDGE_QUEUE_BYTES: "30000",
    BRIDGE_HIGH_WATER_BYTES: "4096",
    BRIDGE_SLOW_SECONDS: "2",
    BRIDGE_POLICY: "open",
    BRIDGE_PROBE: "0",
    OTEL_DENO: "true",
    BRIDGE_CLIENT_SECRETS: "1",
    BRIDGE_PAGE: "0",
  });
  assert.deepEqual(config, {
    port: 0,
    host: "0.0.0.0",
    region: "eu",
    upstream: { url: "ws://127.0.0.1:9/v1/realtime?model=gpt-realtime-mini", auth: "subprotocol" },
    session: { silenceMs: 200, instructions: "Be brief.", voice: "marin" },
    access: { ...LOCAL_ACCESS, openAccess: true },
    limits: {
      maxFrameBytes: 20_000,
      maxSessionMs: 300_000,
      maxIdleMs: 0,
      queue: { frames: 10, bytes: 30_000 },
      flow: { highBytes: 4096, lowBytes: 1024, maxBytes: 16_384, maxSlowMs: 2000 },
    },
    policy: "open",
    probe: false,
    telemetry: true,
    clientSecrets: true,
    page: false,
  });
});

Deno.test("readConfig leaves the URL's own model alone, and the host to a platform", () => {
  const config = read({
    UPSTREAM_URL: "ws://h/realtime?call_id=rtc_1",
    DENO_DEPLOY: "true",
    BRIDGE_OPEN_ACCESS: "1",
  });
  assert.equal(config.upstream.url, "ws://h/realtime?call_id=rtc_1");
  assert.equal("host" in config, false);
});

Deno.test("readConfig reports every problem at once and never shows the key", () => {
  const env = {
    PORT: "80a",
    UPSTREAM_URL: "https://api.openai.com/v1/realtime",
    UPSTREAM_AUTH: "cookie",
    BRIDGE_SILENCE_MS: "1e3",
    BRIDGE_SESSION: "{",
    BRIDGE_REGION: "eu west",
    BRIDGE_MAX_FRAME_BYTES: "0",
    BRIDGE_POLICY: "closed",
    BRIDGE_PAGE: "off",
    BRIDGE_CLIENT_SECRETS: "yes",
    OPENAI_API_KEY: "sk-secret\n",
    NODE_DEBUG: "http",
  };
  assert.throws(() => read(env), (error: UsageError) => {
    assert.deepEqual(
      error.problems.map(({ field }) => field).sort(),
      Object.keys(env).sort(),
    );
    return !error.message.includes("secret");
  });
  assert.throws(() => read({}), /OPENAI_API_KEY: api\.openai\.com needs a key/);
  assert.throws(
    () => read({ OPENAI_API_KEY: "sk-1234" }),
    /OPENAI_API_KEY: must have 8 characters/,
  );
});

Deno.test("readConfig sends the key over no network unencrypted", () => {
  const OPENAI_API_KEY = "sk-secret";
  for (const host of ["upstream.example", "10.0.0.1:8000", "localhost.example", "[::2]"]) {
    const UPSTREAM_URL = `ws://${host}/v1/realtime`;
    assert.throws(() => read({ UPSTREAM_URL, OPENAI_API_KEY }), (error: UsageError) => {
      assert.match(error.message, /UPSTREAM_URL: would send .* unencrypted.*wss:/);
      return !error.message.includes("secret");
    });
    assert.equal(read({ UPSTREAM_URL }).upstream.apiKey, undefined);
  }
  const safe = ["ws://localhost:1", "ws://127.0.0.1:1", "ws://[::1]:1", "wss://upstream.example"];
  for (const UPSTREAM_URL of safe) {
    assert.equal(read({ UPSTREAM_URL, OPENAI_API_KEY }).upstream.apiKey, OPENAI_API_KEY);
  }
});
