import assert from "node:assert/strict";
import { makeTicket, SECRET } from "./fake_ticket.ts";
import { readTicket } from "./ticket.ts";
import { TicketUses } from "./ticket_uses.ts";

const nowMs = Date.UTC(2026, 0, 1);
const nowS = nowMs / 1000;
const read = (jwt: string) => readTicket(jwt, SECRET, nowMs);

Deno.test("readTicket reads user, id, expiry, uses and minutes", async () => {
  const exp = nowS + 60;
  assert.deepEqual(await read(await makeTicket({ sub: "ann", jti: "1", exp })), {
    user: "ann",
    id: "1",
    expiresAtS: exp,
    uses: 1,
  });
  const jwt = await makeTicket({ sub: "ann", jti: "1", exp, max_minutes: 0.5, uses: 3 });
  const ticket = await read(jwt);
  assert.ok(typeof ticket !== "string");
  assert.equal(ticket.maxMinutes, 0.5);
  assert.equal(ticket.uses, 3);
  for (const aud of ["ttfa-bridge", ["another-service", "ttfa-bridge"]]) {
    assert.ok(typeof await read(await makeTicket({ exp, aud })) !== "string");
  }
});

Deno.test("readTicket refuses the forged, the expired and the incomplete", async () => {
  const exp = nowS + 60;
  const good = await makeTicket({ exp });
  const [head, body, signature] = good.split(".") as [string, string, string];
  const unsigned = btoa('{"alg":"none"}').replaceAll("=", "");
  const refused: [string, RegExp][] = [
    ["", /not valid/],
    ["a.b.c", /not valid/],
    [await makeTicket({ exp }, "another secret of 32 characters!"), /not valid/],
    [await makeTicket({ exp }, SECRET, "HS512"), /not signed with HS256/],
    [`${unsigned}.${body}.`, /not signed with HS256/],
    [`${head}.${btoa('{"sub":"eve"}').replaceAll("=", "")}.${signature}`, /not valid/],
    [await makeTicket({ exp: nowS - 1 }), /expired/],
    [await makeTicket({ exp: nowS + 3601 }), /more than 3600 s/],
    [await makeTicket({ exp: undefined }), /has no exp/],
    [await makeTicket({ exp, sub: "" }), /sub or jti/],
    [await makeTicket({ exp, jti: undefined }), /has no jti/],
    [await makeTicket({ exp, jti: "x".repeat(129) }), /sub or jti/],
    [await makeTicket({ exp, max_minutes: -1 }), /max_minutes/],
    [await makeTicket({ exp, uses: "many" }), /uses/],
    [await makeTicket({ exp, aud: "another-service" }), /another audience/],
    [await makeTicket({ exp, aud: ["another-service", "ttfa"] }), /another audience/],
    [await makeTicket({ exp, nbf: nowS + 30 }), /not valid yet/],
    [await makeTicket({ exp, nbf: "soon" }), /nbf/],
    [await makeTicket({ exp, sub: undefined }), /has no sub/],
    [
      await makeTicket({ exp, jti: undefined }, "another secret of 32 characters!"),
      /is not valid$/,
    ],
  ];
  for (const [jwt, reason] of refused) assert.match(String(await read(jwt)), reason, jwt);
});

Deno.test("TicketUses counts the uses of a ticket, and forgets it when none of its age is valid", () => {
  const uses = new TicketUses();
  const ticket = { user: "ann", id: "1", expiresAtS: 100, uses: 2 };
  for (const _ of [1, 2]) {
    assert.equal(uses.has(ticket), true);
    uses.use(ticket, 0);
  }
  assert.equal(uses.has(ticket), false);
  assert.equal(uses.has({ ...ticket, id: "2" }), true);
  uses.use({ ...ticket, id: "3" }, 3_599_999);
  assert.equal(uses.size, 2);
  uses.use({ ...ticket, id: "4" }, 3_600_000);
  assert.equal(uses.size, 2);
});
