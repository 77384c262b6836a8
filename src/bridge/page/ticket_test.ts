import assert from "node:assert/strict";
import { takeTicket } from "./ticket.js";

function take(address: string) {
  const shown: string[] = [];
  const replaceState = (_state: unknown, _title: string, url: string) => void shown.push(url);
  const location = new URL(address) as unknown as Parameters<typeof takeTicket>[0];
  const ticket = takeTicket(location, { replaceState } as Parameters<typeof takeTicket>[1]);
  return { ticket, shown };
}

Deno.test("the ticket is taken out of the address, which keeps the rest", () => {
  assert.deepEqual(take("https://b.example/?lang=en#ticket=a.b-c_d"), {
    ticket: "a.b-c_d",
    shown: ["/?lang=en"],
  });
});

Deno.test("an address without a ticket is left alone", () => {
  assert.deepEqual(take("https://b.example/#turns"), { ticket: undefined, shown: [] });
});
