import assert from "node:assert/strict";
import net from "node:net";
import { Loopback } from "./loopback.ts";

function heard(loopback: Loopback): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  loopback.say(() => resolve());
  return promise;
}

Deno.test("Loopback hears each word, but none while the thread is busy", async () => {
  using loopback = await Loopback.open();
  for (let word = 0; word < 3; word++) {
    let isHeard = false;
    const listening = heard(loopback).then(() => isHeard = true);
    for (const endMs = performance.now() + 20; performance.now() < endMs;) await Promise.resolve();
    assert.equal(isHeard, false);
    await listening;
  }
});

Deno.test("Loopback tells how many words are heard together", async () => {
  using loopback = await Loopback.open();
  loopback.far.pause();
  const { promise, resolve } = Promise.withResolvers<number>();
  for (let word = 0; word < 3; word++) loopback.say(resolve);
  setTimeout(() => loopback.far.resume(), 20);
  assert.equal(await promise, 3);
});

Deno.test("Loopback tells nobody of another's words", async () => {
  using loopback = await Loopback.open();
  await heard(loopback);
  loopback.far.pause();
  for (let word = 0; word < 2; word++) loopback.say(() => assert.fail("no longer told"));
  const { promise, resolve } = Promise.withResolvers<number>();
  loopback.say(resolve);
  loopback.far.resume();
  assert.equal(await promise, 1);
  // Nor does it go on leaving out words when all of the other's were heard.
  let next = Promise.withResolvers<number>();
  const onHeard = (words: number) => next.resolve(words);
  for (let word = 0; word < 3; word++) {
    next = Promise.withResolvers();
    loopback.say(onHeard);
    assert.equal(await next.promise, 1);
  }
});

Deno.test("Loopback that is lost hears what was on its way, and all else at once", async () => {
  using loopback = await Loopback.open();
  loopback.far.pause();
  const { promise, resolve } = Promise.withResolvers<number>();
  for (let word = 0; word < 2; word++) loopback.say(resolve);
  loopback.far.destroy();
  assert.equal(await promise, 2);
  let isHeard = false;
  loopback.say(() => isHeard = true);
  assert.equal(isHeard, true);
});

Deno.test("Loopback hears nothing once it is disposed", async () => {
  const loopback = await Loopback.open();
  loopback.say(() => assert.fail("heard"));
  const closed = [loopback.near, loopback.far].map((socket) =>
    new Promise<unknown>((resolve) => socket.once("close", resolve))
  );
  loopback[Symbol.dispose]();
  await Promise.all(closed);
});

Deno.test("Loopback tells its own call from a stranger's", async () => {
  const { listen } = net.Server.prototype;
  const strangers: net.Socket[] = [];
  // Calls as soon as there is somebody to call: before the loopback does.
  net.Server.prototype.listen = function (this: net.Server, ...args: unknown[]) {
    this.once("listening", () => {
      const { port } = this.address() as net.AddressInfo;
      strangers.push(net.connect(port, "127.0.0.1").on("error", () => {}));
    });
    return Reflect.apply(listen, this, args);
  } as typeof listen;
  try {
    using loopback = await Loopback.open();
    assert.equal(loopback.far.remotePort, loopback.near.localPort);
    await heard(loopback);
  } finally {
    net.Server.prototype.listen = listen;
    for (const stranger of strangers) stranger.destroy();
  }
});
