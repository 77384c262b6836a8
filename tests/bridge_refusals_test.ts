import assert from "node:assert/strict";
import { once } from "node:events";
import { makeTicket, SECRET } from "../src/bridge/fake_ticket.ts";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { type BridgeProcess, startBridgeProcess } from "./bridge_process.ts";
import { CountingUpstream } from "./kills/upstream.ts";

const AT_ONCE = 20;
const LIMIT = "5";

type Headers = Readonly<Record<string, string>>;

class Caller {
  readonly socket: WebSocket;
  /** Of the answer: 101 for who is let in. */
  readonly status: Promise<number>;

  constructor({ url }: BridgeProcess, ticket: string, headers: Headers = {}) {
    this.socket = new WebSocket(`${url}?ticket=${ticket}`, { perMessageDeflate: false, headers });
    this.socket.on("error", () => {});
    this.status = new Promise((resolve) => {
      this.socket.once("open", () => resolve(101));
      this.socket.once("unexpected-response", (_request, { statusCode }) => {
        this.socket.terminate();
        resolve(statusCode!);
      });
    });
  }
}

async function start(env: Record<string, string>) {
  const upstream = await CountingUpstream.start();
  const UPSTREAM_URL = `ws://127.0.0.1:${upstream.port}`;
  const bridge = await startBridgeProcess({ UPSTREAM_URL, ...env });
  return {
    bridge,
    upstream,
    [Symbol.asyncDispose]: async () => {
      await bridge.stop();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

/** How often each status is the answer to callers who come all at once, and then go. */
async function race(
  bridge: BridgeProcess,
  tickets: readonly string[],
  headers: (i: number) => Headers = () => ({}),
): Promise<Record<number, number>> {
  const callers = tickets.map((ticket, i) => new Caller(bridge, ticket, headers(i)));
  const statuses: Record<number, number> = {};
  for (const { status } of callers) statuses[await status] = (statuses[await status] ?? 0) + 1;
  for (const { socket } of callers) socket.terminate();
  while ((await bridge.get("/healthz")).openSessions > 0) {
    await new Promise((r) => setTimeout(r, 5));
  }
  return statuses;
}

/** Tickets of one user, or of as many as there are. */
function tickets(ofMany: boolean): Promise<string[]> {
  const claims = (i: number) => ofMany ? { sub: `user ${i}` } : {};
  return Promise.all(Array.from({ length: AT_ONCE }, (_, i) => makeTicket(claims(i))));
}

Deno.test("of 20 callers at once a user's limit lets in 5, and 5 more when they have gone", async () => {
  await using world = await start({ BRIDGE_MAX_SESSIONS_PER_USER: LIMIT });
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(await race(world.bridge, await tickets(false)), { 101: 5, 429: 15 });
  }
  assert.deepEqual(await race(world.bridge, await tickets(true)), { 101: 20 });
});

Deno.test("of 20 callers at once with one ticket one is let in", async () => {
  await using world = await start({});
  const ticket = await makeTicket();
  const statuses = await race(world.bridge, new Array<string>(AT_ONCE).fill(ticket));
  assert.deepEqual(statuses, { 101: 1, 401: 19 });
});

Deno.test("an address's limit counts whom the proxies name, not what the caller claims", async () => {
  const BRIDGE_MAX_SESSIONS_PER_ADDRESS = LIMIT;
  const claimed = (i: number) => ({ "x-forwarded-for": `6.6.6.${i}` });
  const behindProxy = (i: number) => ({ "x-forwarded-for": `6.6.6.${i}, 7.7.7.7` });
  const behindTwo = (i: number) => ({ "x-forwarded-for": `6.6.6.6, 7.7.7.${i}, 8.8.8.8` });
  const cases = [["0", claimed, 5], ["1", behindProxy, 5], ["2", behindTwo, 20]] as const;
  await Promise.all(cases.map(async ([BRIDGE_TRUSTED_PROXIES, headers, letIn]) => {
    await using world = await start({ BRIDGE_MAX_SESSIONS_PER_ADDRESS, BRIDGE_TRUSTED_PROXIES });
    const statuses = await race(world.bridge, await tickets(true), headers);
    assert.equal(statuses[101], letIn, BRIDGE_TRUSTED_PROXIES);
    assert.equal(statuses[429] ?? 0, AT_ONCE - letIn);
  }));
});

Deno.test("whoever may not come in is refused before the upgrade, and the upstream is not dialled", async () => {
  await using world = await start({ BRIDGE_ALLOWED_ORIGINS: "https://a.example" });
  const nowS = Math.floor(Date.now() / 1000);
  const [, payload] = (await makeTicket()).split(".");
  const unsigned = btoa('{"alg":"none"}').replaceAll("=", "");
  const spent = await makeTicket();
  assert.deepEqual(await race(world.bridge, [spent]), { 101: 1 });
  while (world.upstream.openSockets > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const refused: [status: number, ticket: string, headers?: Headers][] = [
    [401, ""],
    [401, await makeTicket({}, "another secret of 32 characters!")],
    [401, await makeTicket({}, SECRET, "HS384")],
    [401, `${unsigned}.${payload}.`],
    [401, await makeTicket({ exp: nowS - 1 })],
    [401, await makeTicket({ aud: "another-service" })],
    [401, spent],
    [403, await makeTicket(), { origin: "https://b.example" }],
    [403, await makeTicket(), { origin: "null" }],
    [403, await makeTicket(), { origin: "https://a.example.b.example" }],
  ];
  for (const [status, ticket, headers] of refused) {
    const caller = new Caller(world.bridge, ticket, headers);
    assert.equal(await caller.status, status, `${ticket} ${JSON.stringify(headers)}`);
  }
  assert.equal(world.upstream.openSockets, 0);
  const page = new Caller(world.bridge, await makeTicket(), { origin: "https://a.example" });
  assert.equal(await page.status, 101);
});

Deno.test("a frame that is too large ends the session with 1009, one that just fits passes", async () => {
  await using world = await start({ BRIDGE_MAX_FRAME_BYTES: "2000" });
  const caller = new Caller(world.bridge, await makeTicket());
  assert.equal(await caller.status, 101);
  const ended = once(caller.socket, "close");
  // Two bytes each in UTF-8.
  caller.socket.send("ä".repeat(1000));
  caller.socket.send('{"type":"test.turn","deltas":0}');
  await once(caller.socket, "message");
  caller.socket.send("ä".repeat(1000) + "a");
  // The close comes through though more is on its way.
  for (let i = 0; i < 20; i++) caller.socket.send("{}");
  const [code, reason] = await ended;
  assert.deepEqual([code, String(reason)], [1009, "a frame exceeds 2000 bytes"]);
  while (world.upstream.openSockets > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});
