import assert from "node:assert/strict";
import type { ServerEvent } from "../protocol/events.ts";
import { Inbox } from "./inbox.ts";

const never = new Promise(() => {});
const event = (type: string, n = 0) => ({ type, n }) as unknown as ServerEvent;

Deno.test("Inbox gives each event once, to whoever asked first, also where it came before", async () => {
  const inbox = new Inbox();
  inbox.receive(event("response.created", 1));
  inbox.receive(event("response.done", 2));
  assert.deepEqual(await inbox.next("response.done", never), event("response.done", 2));
  const [first, second] = [
    inbox.next("response.done", never),
    inbox.next("response.done", never),
  ];
  inbox.receive(event("response.done", 3));
  inbox.receive(event("response.done", 4));
  assert.deepEqual(await Promise.all([first, second]), [
    event("response.done", 3),
    event("response.done", 4),
  ]);
  assert.deepEqual(await inbox.next("response.created", never), event("response.created", 1));
});

Deno.test("Inbox gives up at the limit, and what comes then is kept for the next", async () => {
  const inbox = new Inbox();
  assert.equal(await inbox.next("response.done", Promise.resolve()), undefined);
  inbox.receive(event("response.done"));
  assert.deepEqual(await inbox.next("response.done", never), event("response.done"));
});

Deno.test("Inbox keeps no deltas, and nothing from before it was cleared", async () => {
  const inbox = new Inbox();
  inbox.receive(event("response.output_audio.delta"));
  inbox.receive(event("response.done"));
  inbox.clear();
  for (const type of ["response.output_audio.delta", "response.done"] as const) {
    assert.equal(await inbox.next(type, Promise.resolve()), undefined);
  }
});
