import assert from "node:assert/strict";
import { jwtVerify } from "jose";
import { mintTicket } from "./ticket.ts";

Deno.test("mintTicket makes a ticket that names the user, expires and is never the same", async () => {
  const secret = "s".repeat(32);
  const wallMs = Date.UTC(2026, 0, 1);
  const ids = [];
  for (let i = 0; i < 2; i++) {
    const { payload } = await jwtVerify(
      await mintTicket({ secret, user: "ann" }, wallMs),
      new TextEncoder().encode(secret),
      { currentDate: new Date(wallMs) },
    );
    assert.equal(payload.sub, "ann");
    assert.equal(payload.exp, wallMs / 1000 + 60);
    ids.push(payload.jti);
  }
  assert.equal(new Set(ids).size, 2);
});
