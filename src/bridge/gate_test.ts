import assert from "node:assert/strict";
import { type AccessConfig, LOCAL_ACCESS } from "./access_config.ts";
import { makeTicket, SECRET } from "./fake_ticket.ts";
import { type CallerRefusal, Gate, type Visitor } from "./gate.ts";

type Call = { headers?: Record<string, string>; query?: string; address?: string; host?: string };

function check(access: Partial<AccessConfig>, { headers, query, address, host }: Call) {
  const url = `http://${host ?? "127.0.0.1:8000"}/voice${query ?? ""}`;
  const request = new Request(url, { headers: headers ?? {} });
  const gate = new Gate({ ...LOCAL_ACCESS, ...access });
  return gate.check(request, address ?? "127.0.0.1", Date.now());
}

async function statusOf(access: Partial<AccessConfig>, call: Call): Promise<number | string> {
  const result = await check(access, call);
  return "status" in result ? result.status : result.user;
}

const from = (origin: string) => ({ headers: { origin } });

Deno.test("a bridge that was told nothing serves this machine and its pages alone", async () => {
  assert.equal(await statusOf({}, {}), "anonymous");
  assert.equal(await statusOf({}, { address: "::1" }), "anonymous");
  assert.equal(await statusOf({}, from("http://localhost:3000")), "anonymous");
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1.evil.example"]) {
    assert.equal(await statusOf({}, from(origin)), 403, origin);
  }
  assert.equal(await statusOf({}, { address: "10.0.0.1" }), 403);
  for (const host of ["localhost:8001", "[::1]:8001", "127.0.0.2"]) {
    assert.equal(await statusOf({}, { host }), "anonymous", host);
  }
});

Deno.test("a bridge that was told nothing refuses whom a proxy is seen to send", async () => {
  for (const host of ["evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example"]) {
    assert.equal(await statusOf({}, { host }), 403, host);
  }
  assert.equal(await statusOf({}, { headers: { host: "evil.example" } }), 403);
  const names = ["x-forwarded-for", "X-Forwarded-Proto", "x-forwarded-port", "x-forwarded"];
  for (const name of [...names, "Via", "Forwarded", "X-Real-IP"]) {
    assert.equal(await statusOf({}, { headers: { [name]: "1" } }), 403, name);
  }
  for (const name of ["viable", "trivia", "x-forwarder", "not-x-real-ip", "forwarded-x"]) {
    assert.equal(await statusOf({}, { headers: { [name]: "1" } }), "anonymous", name);
  }
});

Deno.test("origins admit the pages named and nobody else", async () => {
  const access = { origins: ["https://a.example"] };
  assert.equal(
    await statusOf(access, { ...from("https://a.example"), address: "1.1.1.1" }),
    "anonymous",
  );
  for (const origin of ["https://a.example.evil", "http://a.example", "https://a.example:444"]) {
    assert.equal(await statusOf(access, from(origin)), 403, origin);
  }
  assert.equal(await statusOf(access, {}), 403);
  assert.match((await check(access, {}) as CallerRefusal).message, /no Origin was given/);
  assert.match(
    (await check(access, from("http://b")) as CallerRefusal).message,
    /this origin may not/,
  );
});

Deno.test("tickets admit their bearers, by query or by subprotocol, and name them", async () => {
  const access = { ticketSecret: SECRET };
  const jwt = await makeTicket();
  assert.equal(await statusOf(access, { query: `?ticket=${jwt}` }), "ann");
  const headers = { "sec-websocket-protocol": `realtime,ttfa-ticket.${jwt}` };
  assert.equal(await statusOf(access, { headers }), "ann");
  assert.equal(await statusOf(access, {}), 401);
  assert.equal(await statusOf(access, { query: "?ticket=" }), 401);
  const both = { ...access, origins: ["https://a.example"] };
  const query = `?ticket=${jwt}`;
  assert.equal(await statusOf(both, { ...from("https://a.example"), query }), "ann");
  assert.equal(await statusOf(both, { ...from("https://b.example"), query }), 403);
  assert.equal(await statusOf(both, from("https://a.example")), 401);
});

Deno.test("open access admits anybody", async () => {
  const call = { ...from("https://b.example"), address: "1.1.1.1" };
  assert.equal(await statusOf({ openAccess: true }, call), "anonymous");
});

Deno.test("a ticket opens one session, and none once it has expired", async () => {
  const gate = new Gate({ ...LOCAL_ACCESS, ticketSecret: SECRET });
  const jwt = await makeTicket();
  const request = new Request(`http://b/voice?ticket=${jwt}`);
  const visitor = await gate.check(request, "1.1.1.1", Date.now()) as Visitor;
  assert.match(gate.enter(visitor, Date.now() + 61_000, 0)!.message, /expired/);
  assert.equal(gate.enter(visitor, Date.now(), 0), undefined);
  // Nor when the wall clock was ahead for a while, and the ticket seemed to have expired.
  const exp = Math.floor(Date.now() / 1000) + 600;
  const later = new Request(`http://b/voice?ticket=${await makeTicket({ exp })}`);
  const other = await gate.check(later, "1.1.1.1", Date.now()) as Visitor;
  assert.equal(gate.enter(other, Date.now() + 300_000, 1), undefined);
  assert.match(gate.enter(visitor, Date.now(), 2)!.message, /used already/);
  assert.match(gate.checkTicket(visitor, Date.now())!.message, /used already/);
});

Deno.test("a bearer header is a ticket only where none is offered: it may be a proxy's", async () => {
  const access = { ticketSecret: SECRET };
  const ticket = await makeTicket({ sub: "ann" });
  const authorization = `Bearer ${ticket}`;
  assert.equal(await statusOf(access, { headers: { authorization } }), "ann");
  const headers = {
    authorization: "Bearer of-the-proxy",
    "sec-websocket-protocol": `realtime, ttfa-ticket.${ticket}`,
  };
  assert.equal(await statusOf(access, { headers }), "ann");
  assert.equal(await statusOf(access, { headers: { authorization: "Bearer x" } }), 401);
});
