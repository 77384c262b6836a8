import assert from "node:assert/strict";
import { jwtVerify } from "jose";
import { withTicket } from "./ticket.ts";

Deno.test("withTicket adds a ticket to the query that names the user, expires and is never the same", async () => {
  const secret = "s".repeat(32);
  const wallMs = Date.UTC(2026, 0, 1);
  const ids = [];
  for (let i = 0; i < 2; i++) {
    const url = new URL(await withTicket("ws://b/voice?a=1", { secret, user: "ann" }, wallMs));
    assert.equal(url.searchParams.get("a"), "1");
    const { payload } = await jwtVerify(
      url.searchParams.get("ticket")!,
      new TextEncoder().encode(secret),
      { currentDate: new Date(wallMs) },
    );
    assert.equal(payload.sub, "ann");
    assert.equal(payload.exp, wallMs / 1000 + 60);
    ids.push(payload.jti);
  }
  assert.equal(new Set(ids).size, 2);
});
