import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { Loopback } from "./loopback.ts";

Deno.test("Loopback hears each word that is said, and not before the thread listens", async () => {
  using loopback = await Loopback.open();
  let heard = 0;
  for (let said = 1; said <= 3; said++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    loopback!.say(() => resolve(void heard++));
    await Promise.resolve();
    assert.equal(heard, said - 1);
    await promise;
  }
  assert.equal(heard, 3);
});

Deno.test("Loopback says nothing more once it is disposed", async () => {
  let heard = 0;
  {
    using loopback = await Loopback.open();
    loopback!.say(() => heard++);
  }
  for (let i = 0; i < 10; i++) await setImmediate();
  assert.equal(heard, 0);
});

Deno.test({
  name: "Loopback is missing where nobody may listen",
  permissions: { net: false },
  fn: async () => assert.equal(await Loopback.open(), undefined),
});
