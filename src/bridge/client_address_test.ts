import assert from "node:assert/strict";
import { clientAddress } from "./client_address.ts";

Deno.test("clientAddress believes as many entries as there are proxies, and no more", () => {
  const headers = new Headers({ "x-forwarded-for": "6.6.6.6, 1.1.1.1,2.2.2.2" });
  assert.equal(clientAddress(headers, "9.9.9.9", 0), "9.9.9.9");
  assert.equal(clientAddress(headers, "9.9.9.9", 1), "2.2.2.2");
  assert.equal(clientAddress(headers, "9.9.9.9", 2), "1.1.1.1");
  assert.equal(clientAddress(headers, "9.9.9.9", 9), "9.9.9.9");
  assert.equal(clientAddress(new Headers(), "9.9.9.9", 1), "9.9.9.9");
});

Deno.test("clientAddress takes the port off, which is another for each connection", () => {
  const of = (entry: string) => {
    return clientAddress(new Headers({ "x-forwarded-for": `6.6.6.6, ${entry}` }), "9.9.9.9", 1);
  };
  for (const entry of ["10.0.0.1", "10.0.0.1:5555"]) assert.equal(of(entry), "10.0.0.1");
  for (const entry of ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:5555"]) {
    assert.equal(of(entry), "2001:db8::1");
  }
});
