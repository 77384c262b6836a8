import assert from "node:assert/strict";
import { Busy } from "./busy.ts";

const never = new AbortController().signal;

Deno.test("it is over when the last thing has ended, however that ended", async () => {
  const busy = new Busy();
  await busy.over(never);
  const [one, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  busy.until(one.promise);
  busy.until(other.promise);
  let isOver = false;
  const over = busy.over(never).then(() => isOver = true);
  one.reject(new Error("broke off"));
  await one.promise.catch(() => {});
  assert.equal(isOver, false);
  other.resolve();
  await over;
});

Deno.test("the signal ends the wait for what never ends", async () => {
  const busy = new Busy();
  busy.until(new Promise(() => {}));
  const patience = new AbortController();
  const over = busy.over(patience.signal);
  patience.abort();
  await over;
  await busy.over(patience.signal);
});
