/**
 * Runs the same points against several mocks of the Realtime API and prints a Markdown table of what
 * each did: docs/mock.md holds one.
 *
 *     deno run -A bench/compare_mocks.ts ttfa=ws://127.0.0.1:8787/v1/realtime other=ws://…
 *
 * A mock that answers from fixtures needs one for a message with "hello" and one, a call of the
 * function `weather`, for "weather".
 */
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { BUNDLED_SPEECH, loadFixtures } from "../src/audio/fixture.ts";
import { print } from "./print.ts";

const MODEL = "gpt-realtime-2.1";
/** What has not come by then does not come. */
const PATIENCE_MS = 4000;

// deno-lint-ignore no-explicit-any -- whatever a mock sends
type Event = any;

interface Dial {
  readonly query?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client that keeps what it hears. */
class Client {
  readonly events: Event[] = [];
  readonly socket: WebSocket;
  closed: string | undefined;
  pings = 0;

  constructor(readonly url: string, dial: Dial = {}) {
    const { query = `?model=${MODEL}`, protocols = [], headers = {} } = dial;
    this.socket = new WebSocket(url + query, [...protocols], {
      headers: { authorization: "Bearer sk-any", ...headers },
      perMessageDeflate: false,
    });
    this.socket.on("message", (data) => this.events.push(JSON.parse(String(data))));
    this.socket.on("ping", () => this.pings++);
    this.socket.on("close", (code) => this.closed ??= String(code));
    this.socket.on("unexpected-response", (request, { statusCode }) => {
      this.closed ??= `HTTP ${statusCode}`;
      request.destroy();
    });
    this.socket.on("error", ({ message }) => this.closed ??= message);
  }

  async until(condition: () => boolean, ms = PATIENCE_MS): Promise<boolean> {
    for (const end = performance.now() + ms; performance.now() < end; await sleep(5)) {
      if (condition()) return true;
    }
    return false;
  }

  heard(type: string): Event | undefined {
    return this.events.find((event) => event.type === type);
  }

  async hear(type: string, ms?: number): Promise<Event | undefined> {
    await this.until(() => this.heard(type) !== undefined || this.closed !== undefined, ms);
    return this.heard(type);
  }

  send(event: Event): void {
    this.socket.send(JSON.stringify(event));
  }

  /** What came within a moment of sending this: the code of an error, types, or nothing. */
  async answer(frame: Event | string | Uint8Array): Promise<string> {
    const before = this.events.length;
    const isText = typeof frame === "string" || frame instanceof Uint8Array;
    this.socket.send(isText ? frame : JSON.stringify(frame));
    await this.until(() => this.events.length > before || this.closed !== undefined, 500);
    await sleep(50);
    const said = this.events.slice(before).map(({ type, error }) =>
      error ? code(error) : code(type)
    );
    return said.join(", ") || (this.closed ? `closed ${this.closed}` : "nothing");
  }
}

const code = (what: Event) => `\`${typeof what === "string" ? what : what.code ?? what.type}\``;
const yes = (value: unknown) => value ? "yes" : "no";
const user = (text: string) => ({
  type: "conversation.item.create",
  item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
});

async function open(url: string, dial?: Dial): Promise<Client> {
  const client = new Client(url, dial);
  await client.hear("session.created");
  return client;
}

async function speech(): Promise<string[]> {
  const { samples } = (await loadFixtures(BUNDLED_SPEECH))[0]!;
  const all = new Int16Array(samples.length + 24_000);
  all.set(samples);
  return Array.from({ length: Math.floor(all.length / 480) }, (_, i) => {
    const audio = new Uint8Array(all.slice(i * 480, (i + 1) * 480).buffer).toBase64();
    return JSON.stringify({ type: "input_audio_buffer.append", audio });
  });
}

async function spoken(url: string, session: Event = {}): Promise<Client> {
  const client = await open(url);
  client.send({ type: "session.update", session: { type: "realtime", ...session } });
  await client.hear("session.updated", 500);
  for (const frame of await speech()) client.socket.send(frame);
  await client.hear("response.done");
  return client;
}

async function reply(url: string, text: string, response: Event = {}): Promise<Client> {
  const client = await open(url);
  client.send(user(text));
  client.send({ type: "response.create", response });
  await client.hear("response.done");
  return client;
}

/** Distinct types in the order in which they first came. */
function types(client: Client, pattern: RegExp): string {
  const names = client.events.map(({ type }) => type).filter((type) => pattern.test(type));
  return [...new Set(names)].map(code).join(", ") || "nothing";
}

type Point = (url: string) => Promise<string>;

const POINTS: Readonly<Record<string, Point>> = {
  "beta header": async (url) => {
    const client = await open(url, { headers: { "OpenAI-Beta": "realtime=v1" } });
    return `${code(client.events[0]?.error ?? "accepted")}, ${client.closed ?? "open"}`;
  },
  "beta subprotocol": async (url) => {
    const client = await open(url, { protocols: ["realtime", "openai-beta.realtime-v1"] });
    const refused = client.heard("error");
    return refused ? `${code(refused.error)}, ${client.closed}` : "accepted";
  },
  "no model": async (url) => {
    const client = await open(url, { query: "" });
    return client.heard("session.created")
      ? "accepted"
      : `${code(client.events[0]?.error)}, ${client.closed}`;
  },
  "`session.created`": async (url) => {
    const { session } = (await open(url)).heard("session.created") ?? {};
    const beta = ["modalities", "temperature", "input_audio_format", "max_response_output_tokens"]
      .filter((field) => session && field in session);
    const vad = session?.audio?.input?.turn_detection?.type ?? "none";
    return `turn detection ${vad}; beta fields: ${beta.map(code).join(", ") || "none"}`;
  },
  "`session.update` with an unknown field": async (url) => {
    const client = await open(url);
    return await client.answer({ type: "session.update", session: { type: "realtime", nope: 1 } });
  },
  "voice turn, server VAD": async (url) =>
    types(await spoken(url), /^input_audio|^response\.(created|output_audio\.delta|done)|^rate/),
  "audio of the reply": async (url) => {
    const client = await spoken(url);
    const bytes = client.events.filter(({ type }) => type === "response.output_audio.delta")
      .reduce((sum, { delta }) => sum + delta.length * 3 / 4, 0);
    return bytes > 0 ? `${(bytes / 48_000).toFixed(1)} s` : "none";
  },
  "semantic_vad": async (url) => {
    const client = await open(url);
    return await client.answer({
      type: "session.update",
      session: { type: "realtime", audio: { input: { turn_detection: { type: "semantic_vad" } } } },
    });
  },
  "commit of an empty buffer": async (url) =>
    await (await open(url)).answer({ type: "input_audio_buffer.commit" }),
  "end of a text turn": async (url) =>
    types(await reply(url, "hello", { output_modalities: ["text"] }), /^(?!.*created).*done$/),
  "function call": async (url) => {
    const tools = [{ type: "function", name: "weather", parameters: { type: "object" } }];
    const client = await reply(url, "weather", { tools, tool_choice: "required" });
    const done = client.heard("response.function_call_arguments.done");
    return done ? `yes; \`name\` in \`arguments.done\`: ${yes(done.name)}` : "no call";
  },
  "metadata echoed in `response.created`": async (url) => {
    const client = await reply(url, "hello", { metadata: { client_event_id: "e1" } });
    return yes(client.heard("response.created")?.response.metadata?.client_event_id === "e1");
  },
  "`rate_limits.updated` after a reply": async (url) =>
    yes(await (await reply(url, "hello")).hear("rate_limits.updated", 500)),
  "usage in `response.done`": async (url) => {
    const usage = (await reply(url, "hello")).heard("response.done")?.response.usage;
    return usage?.output_token_details
      ? `${usage.input_tokens} in, ${usage.output_tokens} out, in detail`
      : usage
      ? `${usage.input_tokens} in, ${usage.output_tokens} out`
      : "none";
  },
  "out of band (`conversation: none`)": async (url) => {
    const client = await reply(url, "hello", { conversation: "none", output_modalities: ["text"] });
    const refused = client.heard("error");
    if (refused) return code(refused.error);
    const items = client.events.filter(({ type }) => type === "conversation.item.added").length;
    return `${yes(client.heard("response.done"))}; items added besides the user's: ${items - 1}`;
  },
  "cancel with nothing to cancel": async (url) =>
    await (await open(url)).answer({ type: "response.cancel" }),
  "retrieve, delete, truncate an unknown item": async (url) => {
    const client = await open(url);
    const answers = [];
    for (const verb of ["retrieve", "delete", "truncate"]) {
      const rest = verb === "truncate" ? { content_index: 0, audio_end_ms: 0 } : {};
      answers.push(
        await client.answer({ type: `conversation.item.${verb}`, item_id: "none", ...rest }),
      );
    }
    return [...new Set(answers)].join(", ");
  },
  "unknown type": async (url) => await (await open(url)).answer({ type: "nope" }),
  "not JSON": async (url) => await (await open(url)).answer("{"),
  "binary frame": async (url) => await (await open(url)).answer(new Uint8Array(3)),
  "second response while one is active": async (url) => {
    const client = await open(url);
    client.send(user("hello"));
    client.send({ type: "response.create" });
    client.send({ type: "response.create" });
    await client.hear("response.done");
    const refused = client.heard("error");
    return refused ? code(refused.error) : "accepted";
  },
  "`POST /v1/realtime/client_secrets`": async (url) => {
    const target = url.replace(/^ws/, "http") + "/client_secrets";
    const headers = { authorization: "Bearer sk-any", "content-type": "application/json" };
    const response = await fetch(target, { method: "POST", body: "{}", headers });
    await response.body?.cancel();
    return `HTTP ${response.status}`;
  },
  "ping of the server": async (url) => {
    const client = await open(url);
    return await client.until(() => client.pings > 0, 25_000) ? "within 25 s" : "none within 25 s";
  },
};

const mocks = Deno.args.map((arg) => arg.split(/=(.*)/s) as [name: string, url: string]);
print(`| point | ${mocks.map(([name]) => name).join(" | ")} |`);
print(`| --- |${mocks.map(() => " --- |").join("")}`);
for (const [name, point] of Object.entries(POINTS)) {
  const cells = await Promise.all(
    mocks.map(([, url]) => point(url).catch((error) => `failed: ${error.message}`)),
  );
  print(`| ${name} | ${cells.join(" | ")} |`);
}
Deno.exit();
