import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { makeTicket, SECRET } from "../src/bridge/fake_ticket.ts";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { startBridgeProcess } from "./bridge_process.ts";
import { type Quote, QUOTES, startParrot } from "./parrot_upstream.ts";
import { startTcpTap } from "./tcp_tap.ts";

/** All letters, so that it could pass for anything else. */
const KEY = "sk_this_must_be_seen_by_nobody";
const FRAGMENT = 12;
const OTEL = { OTEL_DENO: "true", OTEL_EXPORTER_OTLP_PROTOCOL: "console" };

/** Whether a part of the secret, or all of it in base64, is in a text. */
function shows(text: string, secret: string): boolean {
  const fragments = Array.from(
    { length: secret.length - FRAGMENT + 1 },
    (_, i) => secret.slice(i, i + FRAGMENT),
  );
  const encoded = Buffer.from(secret).toString("base64").replace(/=+$/, "");
  return [...fragments, encoded].some((needle) => text.includes(needle));
}

/** Calls a bridge in every way, and returns all bytes that came back and all that it wrote. */
async function provoke(env: Record<string, string>): Promise<{ heard: string; output: string }> {
  await using bridge = await startBridgeProcess({
    OPENAI_API_KEY: KEY,
    BRIDGE_CLIENT_SECRETS: "1",
    ...env,
  });
  await using tap = await startTcpTap(Number(new URL(bridge.url).port));
  const authority = `127.0.0.1:${tap.port}`;
  const ticket = await makeTicket();
  const socket = new WebSocket(`ws://${authority}/voice?ticket=${ticket}`);
  socket.on("error", () => {});
  socket.on("open", () => socket.send(JSON.stringify({ type: "session.update", api_key: "?" })));
  await once(socket, "close");
  const session = `session?ticket=${await makeTicket()}`;
  for (const path of [session, "session", "voice", "usage", "healthz", "nothing", "%", "?key"]) {
    const method = path.startsWith("session") ? "POST" : "GET";
    await (await fetch(`http://${authority}/${path}`, { method })).text();
  }
  assert.equal((await bridge.stop()).code, 0);
  return { heard: tap.heard, output: bridge.output };
}

/** Where the quote itself comes through, but for the key; else the client is told of a failure. */
const REDACTED: readonly Quote[] = ["frames", "close"];

for (const UPSTREAM_AUTH of ["header", "subprotocol"]) {
  const title = `an upstream that quotes the key of its ${UPSTREAM_AUTH} tells it nobody`;
  Deno.test(title, () =>
    Promise.all(QUOTES.map(async (quote, i) => {
      await using parrot = await startParrot(quote, KEY);
      const traced = i % 2 === 0;
      const env = { UPSTREAM_URL: parrot.url, UPSTREAM_AUTH, ...(traced && OTEL) };
      const { heard, output } = await provoke(env);
      assert.equal(parrot.answers, 2, "a dial and a request for a client secret");
      assert.match(heard, REDACTED.includes(quote) ? /\*\*\*/ : /upstream_/, quote);
      assert.equal(/url\.path/.test(output), traced);
      for (const secret of [KEY, SECRET]) {
        assert.equal(shows(heard, secret), false, `${quote}: client`);
        assert.equal(shows(output, secret), false, `${quote}: log`);
      }
    })).then(() => {}));
}
