import assert from "node:assert/strict";
import type { Endpoint } from "./endpoint.ts";
import { presentTicket } from "./present_ticket.ts";

const url = "ws://b.example/voice?a=1";
const endpoint = (headers: Endpoint["headers"], ...subprotocols: string[]): Endpoint => ({
  url,
  headers,
  subprotocols,
  insecure: false,
});

Deno.test("a ticket goes as a bearer, and neither URL nor subprotocols change", () => {
  assert.deepEqual(
    presentTicket(endpoint({ "x-key": "k" }), "a.b.c"),
    endpoint({ "x-key": "k", authorization: "Bearer a.b.c" }),
  );
});

Deno.test("beside another Authorization it is a subprotocol, with one that can be chosen", () => {
  for (const name of ["authorization", "Authorization"]) {
    const headers = { [name]: "Basic cHJveHk6cHc=" };
    assert.deepEqual(
      presentTicket(endpoint(headers), "a.b.c"),
      endpoint(headers, "realtime", "ttfa-ticket.a.b.c"),
    );
    assert.deepEqual(
      presentTicket(endpoint(headers, "mine"), "a.b.c"),
      endpoint(headers, "mine", "ttfa-ticket.a.b.c"),
    );
  }
});
