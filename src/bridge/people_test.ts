import assert from "node:assert/strict";
import { once } from "node:events";
import { readConfig } from "./config.ts";
import { makeTicket, SECRET } from "./fake_ticket.ts";
import { startBridge } from "./server.ts";
import { systemClock } from "../time/system_clock.ts";
import { upgrade } from "./upgrade.ts";
// @ts-types="@types/ws"
import { WebSocket } from "ws";

const KEY = "sk-this-must-not-be-seen-0123456789";
const ADMIN = "admin token of at least 32 characters".replaceAll(" ", "-");

/** An upstream that mints client secrets, and answers "done" with a response's usage. */
function startUpstream() {
  const requests: { path: string; body: string; authorization: string | null }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const authorization = request.headers.get("authorization");
    if (request.method === "POST") {
      requests.push({ path: pathname, body: await request.text(), authorization });
      return Response.json({
        value: "ek_1",
        expires_at: 5,
        session: { type: "realtime" },
        key: KEY,
      });
    }
    const { socket, response } = upgrade(request)!;
    socket.onmessage = ({ data }) => {
      if (data === "done") {
        const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };
        socket.send(JSON.stringify({ type: "response.done", response: { usage } }));
      }
    };
    return response;
  });
  const url = `ws://127.0.0.1:${server.addr.port}/v1/realtime`;
  return { requests, url, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** A bridge for tests, and how to speak with it. `seen` holds all that its clients and operator see. */
function startWorld(env: Record<string, string>, said: string[] = []) {
  const seen: string[] = [];
  const all: Record<string, string> = { PORT: "0", OPENAI_API_KEY: KEY, ...env };
  const say = (line: string) => {
    seen.push(line);
    said.push(line);
  };
  const bridge = startBridge(readConfig((name) => all[name]), systemClock, say);
  const base = bridge.url.replace("ws:", "http:").replace("/voice", "");
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(base + path, init);
    const body = await response.text();
    seen.push(JSON.stringify([...response.headers]), body);
    return { response, body };
  };
  /** Resolves when the session is over, with the HTTP status that refused it or its close code. */
  const talk = async (frames: string[], query = "", headers: Record<string, string> = {}) => {
    const socket = new WebSocket(bridge.url + query, [], { perMessageDeflate: false, headers });
    const refused = new Promise<number>((resolve) => {
      socket.once("unexpected-response", (_request, response) => {
        seen.push(JSON.stringify(response.rawHeaders));
        response.on("data", (data: Uint8Array) => seen.push(new TextDecoder().decode(data)));
        response.on("end", () => resolve(response.statusCode!));
      });
    });
    socket.on("upgrade", (response) => seen.push(JSON.stringify(response.rawHeaders)));
    socket.on("error", () => {});
    socket.on("message", (data) => {
      seen.push(data.toString());
      if (data.toString().includes("response.done")) socket.close(1000);
    });
    socket.once("open", () => frames.forEach((frame) => socket.send(frame)));
    const ended = once(socket, "close").then(([code, reason]) => {
      seen.push(reason.toString());
      return code as number;
    });
    const result = await Promise.race([refused, ended]);
    socket.terminate();
    return result;
  };
  return { bridge, seen, call, talk, [Symbol.asyncDispose]: () => bridge.close() };
}

Deno.test("healthz tells what runs here, for how long and with how many", async () => {
  await using world = startWorld({ UPSTREAM_URL: "ws://127.0.0.1:1", BRIDGE_REGION: "eu" });
  const { response, body } = await world.call("/healthz");
  assert.equal(response.status, 200);
  const { bootId, uptimeS, version, ...rest } = JSON.parse(body);
  const lastUpstreamFailure = null;
  const deno = Deno.version.deno;
  assert.deepEqual(rest, {
    status: "ok",
    deno,
    region: "eu",
    openSessions: 0,
    lastUpstreamFailure,
  });
  assert.equal((await world.call("/healthz", { method: "POST" })).response.status, 405);
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.match(bootId, /^[0-9a-f-]{36}$/);
  assert.ok(uptimeS >= 0);
});

Deno.test("the operator is told of refusals and of an upstream that is down, without a key or a ticket", async () => {
  const said: string[] = [];
  await using world = startWorld({
    UPSTREAM_URL: "ws://127.0.0.1:1",
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_CLIENT_SECRETS: "1",
  }, said);
  const forged = `${await makeTicket()}x`;
  assert.equal(await world.talk([], `?ticket=${forged}`), 401);
  assert.equal(await world.talk([], `?ticket=${await makeTicket()}`), 1011);
  const { lastUpstreamFailure, status } = JSON.parse((await world.call("/healthz")).body);
  assert.deepEqual([status, lastUpstreamFailure.kind], ["ok", "upstream_unreachable"]);
  assert.ok(Date.now() - Date.parse(lastUpstreamFailure.at) < 60_000);
  const minted = await world.call(`/session?ticket=${await makeTicket()}`, { method: "POST" });
  assert.equal(minted.response.status, 502);
  await world.bridge.close();
  assert.deepEqual(said, [
    "caller_refused, HTTP 401: the ticket is not valid",
    "upstream_unreachable: the upstream cannot be reached (ECONNREFUSED)",
    "upstream_unreachable: the upstream did not answer (1 more)",
  ]);
});

Deno.test("a guarded bridge refuses before the upgrade, and counts who came in until /usage is read", async () => {
  await using upstream = startUpstream();
  await using world = startWorld({
    UPSTREAM_URL: upstream.url,
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_ADMIN_TOKEN: ADMIN,
    BRIDGE_ALLOWED_ORIGINS: "https://a.example",
  });
  const jwt = await makeTicket();
  assert.equal(await world.talk([]), 401);
  assert.equal(await world.talk([], `?ticket=${jwt}x`), 401);
  assert.equal(await world.talk([], `?ticket=${jwt}`, { origin: "https://b.example" }), 403);
  assert.equal(await world.talk(["done"], `?ticket=${jwt}`), 1000);
  assert.equal(await world.talk(["done"], `?ticket=${jwt}`), 401);
  const headers = { origin: "https://a.example" };
  assert.equal(await world.talk(["done"], `?ticket=${await makeTicket()}`, headers), 1000);

  assert.equal((await world.call("/usage")).response.status, 401);
  const authorization = `Bearer ${ADMIN}`;
  const { body } = await world.call("/usage?user=ann", { headers: { authorization } });
  const { store, users: [{ user, sessions, inputTokens, outputTokens, seconds }] } = JSON.parse(
    body,
  );
  assert.deepEqual([store, user, sessions, inputTokens, outputTokens], ["memory", "ann", 2, 6, 8]);
  assert.ok(seconds > 0);
  for (const day of ["today", "2026-11-31", "2026-13-01", "2026-1-1"]) {
    const query = `/usage?day=${encodeURIComponent(day)}`;
    const bad = await world.call(query, { headers: { authorization } });
    assert.equal(bad.response.status, 400, day);
  }
});

Deno.test("who asks without an upgrade is told what the upgrade would be, and uses no ticket up", async () => {
  await using upstream = startUpstream();
  await using world = startWorld({
    UPSTREAM_URL: upstream.url,
    BRIDGE_TICKET_SECRET: SECRET,
  });
  const ask = async (jwt: string) => {
    const headers = { authorization: `Bearer ${jwt}` };
    const { response, body } = await world.call("/voice", { method: "POST", headers });
    return [response.status, body.trim()];
  };
  const jwt = await makeTicket();
  assert.deepEqual(await ask(`${jwt}x`), [401, "the ticket is not valid"]);
  for (let i = 0; i < 2; i++) assert.equal((await ask(jwt))[0], 400);
  assert.equal(await world.talk(["done"], "", { authorization: `Bearer ${jwt}` }), 1000);
  assert.deepEqual(await ask(jwt), [401, "the ticket was used already"]);
});

Deno.test("a full bridge answers 429 and says when to come again", async () => {
  await using upstream = startUpstream();
  await using world = startWorld({
    UPSTREAM_URL: upstream.url,
    BRIDGE_MAX_SESSIONS_PER_ADDRESS: "1",
  });
  const first = new WebSocket(world.bridge.url, { perMessageDeflate: false });
  await once(first, "open");
  assert.equal(await world.talk([]), 429);
  assert.match(world.seen.join("\n"), /retry-after","10"/i);
  first.close();
  await once(first, "close");
  while (world.bridge.openSessions > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.equal(await world.talk(["done"]), 1000);
});

Deno.test("POST /session mints a client secret with the bridge's session, for who may connect", async () => {
  await using upstream = startUpstream();
  await using world = startWorld({
    UPSTREAM_URL: upstream.url,
    OPENAI_MODEL: "m",
    BRIDGE_CLIENT_SECRETS: "1",
    BRIDGE_INSTRUCTIONS: "Be brief.",
    BRIDGE_ALLOWED_ORIGINS: "https://a.example",
  });
  const headers = { origin: "https://a.example" };
  const { response, body } = await world.call("/session", { method: "POST", headers });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), "https://a.example");
  assert.deepEqual(JSON.parse(body), {
    value: "ek_1",
    expires_at: 5,
    session: { type: "realtime" },
  });
  const [request] = upstream.requests;
  assert.equal(request!.path, "/v1/realtime/client_secrets");
  assert.equal(request!.authorization, `Bearer ${KEY}`);
  const { session } = JSON.parse(request!.body);
  assert.deepEqual([session.model, session.instructions], ["m", "Be brief."]);
  assert.equal((await world.call("/session", { method: "POST" })).response.status, 403);
  assert.equal((await world.call("/session")).response.status, 405);
});

Deno.test("POST /session is refused where minutes are limited", async () => {
  await using world = startWorld({
    UPSTREAM_URL: "ws://127.0.0.1:1",
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_CLIENT_SECRETS: "1",
  });
  const jwt = await makeTicket({ max_minutes: 1 });
  const { response, body } = await world.call(`/session?ticket=${jwt}`, { method: "POST" });
  assert.deepEqual([response.status, /use \/voice/.test(body)], [403, true]);
});

Deno.test("POST /session mints nothing before it is asked to by name", async () => {
  await using upstream = startUpstream();
  await using world = startWorld({ UPSTREAM_URL: upstream.url });
  const { response, body } = await world.call("/session", { method: "POST" });
  assert.deepEqual([response.status, /BRIDGE_CLIENT_SECRETS/.test(body)], [404, true]);
  assert.equal(upstream.requests.length, 0);
});

Deno.test("pages of allowed origins may ask before they POST /session, and read why not", async () => {
  await using world = startWorld({
    UPSTREAM_URL: "ws://127.0.0.1:1",
    BRIDGE_CLIENT_SECRETS: "1",
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_ALLOWED_ORIGINS: "https://a.example",
  });
  const ask = async (method: string, origin: string) => {
    const { response: { status, headers } } = await world.call("/session", {
      method,
      headers: { origin },
    });
    return [status, headers.get("access-control-allow-origin")];
  };
  assert.deepEqual(await ask("OPTIONS", "https://a.example"), [204, "https://a.example"]);
  assert.deepEqual(await ask("POST", "https://a.example"), [401, "https://a.example"]);
  assert.deepEqual(await ask("GET", "https://a.example"), [405, "https://a.example"]);
  assert.deepEqual(await ask("OPTIONS", "https://b.example"), [204, null]);
  assert.deepEqual(await ask("POST", "https://b.example"), [403, null]);
  const headers = { origin: "https://a.example" };
  const preflight = await world.call("/session", { method: "OPTIONS", headers });
  const allowed = preflight.response.headers;
  assert.equal(allowed.get("access-control-allow-methods"), "POST");
  assert.match(allowed.get("access-control-allow-headers")!, /authorization/);
});

Deno.test("a POST /session that failed uses no ticket up, and a session that failed counts as none", async () => {
  await using world = startWorld({
    UPSTREAM_URL: "ws://127.0.0.1:1",
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_ADMIN_TOKEN: ADMIN,
    BRIDGE_CLIENT_SECRETS: "1",
    BRIDGE_MAX_SESSIONS_PER_USER: "1",
  });
  const query = `?ticket=${await makeTicket()}`;
  for (let i = 0; i < 2; i++) {
    const { response } = await world.call(`/session${query}`, { method: "POST" });
    assert.equal(response.status, 502);
  }
  assert.equal(await world.talk([], query), 1011);
  assert.equal(await world.talk([], query), 401);
  const headers = { authorization: `Bearer ${ADMIN}` };
  assert.deepEqual(JSON.parse((await world.call("/usage", { headers })).body).users, []);
});

Deno.test("a POST /session that was answered uses its ticket up", async () => {
  await using upstream = startUpstream();
  await using world = startWorld({
    UPSTREAM_URL: upstream.url,
    BRIDGE_TICKET_SECRET: SECRET,
    BRIDGE_CLIENT_SECRETS: "1",
  });
  const post = async (path: string) => (await world.call(path, { method: "POST" })).response.status;
  const path = `/session?ticket=${await makeTicket()}`;
  assert.deepEqual([await post(path), await post(path)], [200, 401]);
});
