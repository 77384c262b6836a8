import assert from "node:assert/strict";
import { RuleError } from "./readers.ts";
import { LOCAL, publicUrl, readTarget } from "./target.ts";

const env = { model: "gpt-realtime-2.1" };

Deno.test("readTarget tells a bridge from the Realtime API and takes a region in front", () => {
  assert.deepEqual(readTarget("local", env), { target: LOCAL });
  assert.deepEqual(readTarget("eu=wss://b.example/voice?x=1", env), {
    region: "eu",
    target: { kind: "bridge", url: "wss://b.example/voice?x=1", billed: false, takesApiKey: false },
  });
  assert.equal(readTarget("https://b.example/voice", env).target.url, "wss://b.example/voice");
  assert.equal(readTarget("http://127.0.0.1:1/voice", env).target.url, "ws://127.0.0.1:1/voice");
  assert.deepEqual(readTarget("ws://127.0.0.1:8787/v1/realtime", env).target, {
    kind: "realtime",
    url: "ws://127.0.0.1:8787/v1/realtime?model=gpt-realtime-2.1",
    billed: false,
    takesApiKey: false,
  });
});

Deno.test("readTarget dials OpenAI, or where the base URL says", () => {
  assert.deepEqual(readTarget("openai", env).target, {
    kind: "realtime",
    url: "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1",
    billed: true,
    takesApiKey: true,
  });
  assert.deepEqual(readTarget("us=openai", { ...env, baseUrl: "http://127.0.0.1:9/v1/" }), {
    region: "us",
    target: {
      kind: "realtime",
      url: "ws://127.0.0.1:9/v1/realtime?model=gpt-realtime-2.1",
      billed: true,
      takesApiKey: true,
    },
  });
});

Deno.test("readTarget refuses what is no target", () => {
  for (const bad of ["", "nonsense", "ftp://x/y", "ws://", "eu="]) {
    assert.throws(() => readTarget(bad, env), RuleError, bad);
  }
  assert.throws(() => readTarget("ftp://x/y", env), /http and https mean the same/);
});

Deno.test("publicUrl masks what may be a secret", () => {
  assert.equal(
    publicUrl("wss://me:pw@b.example/voice?model=m&ticket=abc&x="),
    "wss://b.example/voice?model=m&ticket=***&x=***",
  );
  assert.equal(publicUrl("ws://b.example/voice"), "ws://b.example/voice");
});

Deno.test("readTarget takes any Realtime service but this machine's for billed", () => {
  assert.equal(readTarget("wss://api.openai.com/v1/realtime", env).target.billed, true);
  assert.equal(readTarget("ws://localhost:1/v1/realtime", env).target.billed, false);
  assert.equal(readTarget("wss://api.openai.com/v1/realtime", env).target.takesApiKey, false);
});

Deno.test("readTarget sends no key in clear, and repeats no secret", () => {
  const plain = { ...env, baseUrl: "http://proxy.example/v1" };
  assert.throws(() => readTarget("openai", plain), /key in clear/);
  assert.throws(
    () => readTarget("htps://user:hunter2@host/voice?token=abc", env),
    (error: Error) => !/hunter2|abc/.test(error.message),
  );
});
