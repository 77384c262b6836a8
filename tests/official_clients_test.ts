import assert from "node:assert/strict";
import { assertConforms } from "../src/mock-openai/conformance.ts";
import { devCertificate } from "../src/mock-openai/dev_certificate.ts";
import { type Mock, startMock } from "../src/mock-openai/server.ts";
import type { LoadedRule } from "../src/mock-openai/rule.ts";
import { Client } from "../src/mock-openai/wire_client.ts";
import type { ReplyVoice } from "../src/mock-openai/voice.ts";
import { startServer } from "./support.ts";

const folder = await Deno.makeTempDir({ prefix: "ttfa-clients-" });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const certificate = await devCertificate(folder);

/** A client that waits in vain is ended after so long. */
const HUNG_MS = 60_000;

const TRANSCRIPT = "This goes on for a while.";
/** So long in the making that every interruption finds it unfinished. */
const LONG_REPLY = { transcript: TRANSCRIPT, samples: new Int16Array(24_000 * 120).fill(1000) };
const SHORT_REPLY = { transcript: TRANSCRIPT, samples: new Int16Array(24_000).fill(1000) };

/** The function that both clients declare is called, and its result is what is said. */
const CALLS_WEATHER: LoadedRule = {
  when: { turn: 1 },
  calls: [{ kind: "call", name: "get_weather", arguments: '{"city":"Paris"}' }],
};

interface Turn {
  readonly reply: ReplyVoice;
  readonly script?: readonly LoadedRule[];
  readonly hears: Readonly<Record<string, unknown>>;
}

const TURNS: Record<string, Turn> = {
  voice: { reply: SHORT_REPLY, hears: { status: "completed", hasAudio: true, text: TRANSCRIPT } },
  text: { reply: SHORT_REPLY, hears: { status: "completed", text: TRANSCRIPT } },
  tool: {
    reply: SHORT_REPLY,
    script: [CALLS_WEATHER],
    hears: { status: "completed", city: "Paris", text: "It rains in Paris." },
  },
  "barge-in": { reply: LONG_REPLY, hears: { status: "cancelled", reason: "turn_detected" } },
};

type ClientArgs = (mock: Pick<Mock, "url">) => string[];

const CLIENTS: Record<string, ClientArgs> = {
  "openai, ws": ({ url }) => ["openai_sdk.ts", baseUrl(url), "ws"],
  "openai, WebSocket": ({ url }) => ["openai_sdk.ts", baseUrl(url), "websocket"],
  "@openai/agents-realtime": ({ url }) => ["agents_sdk.ts", `${url}?model=gpt-realtime-2.1`],
};

function baseUrl(url: string): string {
  return url.replace("wss:", "https:").replace("/realtime", "");
}

/** Runs a client in a process of its own, since that is where a CA can be named. */
async function run(args: string[], caPath: string): Promise<Record<string, unknown>> {
  const [script, ...rest] = args;
  const path = new URL(`./clients/${script}`, import.meta.url).pathname;
  const hung = new AbortController();
  const timer = setTimeout(() => hung.abort(), HUNG_MS);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", path, ...rest],
    env: { DENO_CERT: caPath, NODE_EXTRA_CA_CERTS: caPath, NO_COLOR: "1" },
    signal: hung.signal,
  }).output();
  clearTimeout(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assert.equal(code, 0, hung.signal.aborted ? "it hung" : text(stderr));
  return JSON.parse(text(stdout));
}

for (const [client, argsFor] of Object.entries(CLIENTS)) {
  for (const [turn, { reply, script = [], hears }] of Object.entries(TURNS)) {
    Deno.test(`${client}: a ${turn} turn`, async () => {
      await using mock = await startMock({
        tls: certificate,
        think: { kind: "constant", ms: 20 },
        replies: [reply],
        script,
        onEvent: ({ event }) => assertConforms(event),
      });
      const heard = await run([...argsFor(mock), turn], certificate.caPath);
      for (const [name, value] of Object.entries(hears)) {
        assert.equal(heard[name], value, `${name} in ${JSON.stringify(heard)}`);
      }
      if (turn === "barge-in") assert.ok(Number(heard.truncatedMs) >= 0);
    });
  }
}

Deno.test("the command serves an official client over --tls", async () => {
  await using mock = await startServer(["mock", "--tls", "--think", "20"], { TTFA_HOME: folder });
  const caPath = `${folder}/tls/ca.pem`;
  const heard = await run([...CLIENTS["openai, ws"]!(mock), "voice"], caPath);
  assert.equal(heard.status, "completed");
});

Deno.test("a client that waits for its metadata in response.created gets it", async () => {
  await using mock = await startMock({ think: { kind: "constant", ms: 5 } });
  const client = new Client(`${mock.url}?model=gpt-realtime-2.1`);
  await client.heard("session.created");
  const metadata = { client_event_id: "response_create_1" };
  client.send({ type: "response.create", event_id: "response_create_1", response: { metadata } });
  for (const type of ["response.created", "response.done"] as const) {
    assert.deepEqual((await client.heard(type)).response.metadata, metadata);
  }
  await client.close();
});
