import assert from "node:assert/strict";
import { GRAIN_MS, Hearing, type SayToSelf } from "./hearing.ts";
import { PERIOD_MS } from "./loop_watch.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** Sockets at which a thread looks at times alone that it chooses; words and other messages come there. */
class Sockets {
  #words = 0;
  #onHeard: (words: number) => void = () => {};
  #messages: number[] = [];
  readonly clock = new VirtualClock();
  readonly hearing = new Hearing(this.clock, (onHeard) => this.#say(onHeard));
  /** Of each message that was read: how long it waited, and how long it may have. */
  readonly read: { readonly waitedMs: number; readonly boundMs: number }[] = [];

  readonly #say: SayToSelf = (onHeard) => {
    this.#words++;
    this.#onHeard = onHeard;
  };

  /** Passes time, with a word every {@linkcode PERIOD_MS} and a message every half millisecond. */
  async pass(ms: number): Promise<void> {
    const endMs = this.clock.now() + ms;
    while (this.clock.now() < endMs) {
      this.#messages.push(this.clock.now());
      await this.clock.advance(0.5);
      if (this.clock.now() % PERIOD_MS === 0) this.hearing.check();
    }
  }

  /** Reads what is there now, which takes so long, with the words anywhere among it. */
  async look(tookMs: number, wordsFirst: boolean): Promise<void> {
    const messages = this.#messages.splice(0);
    const words = this.#words;
    this.#words = 0;
    if (wordsFirst && words > 0) this.#onHeard(words);
    for (const cameMs of messages) {
      await this.clock.advance(tookMs / messages.length);
      const atMs = this.clock.now();
      this.read.push({ waitedMs: atMs - cameMs, boundMs: this.hearing.waitedMs(atMs) });
    }
    if (!wordsFirst && words > 0) this.#onHeard(words);
  }
}

Deno.test("Hearing tells of nothing where all is heard at once", async () => {
  const sockets = new Sockets();
  for (let i = 0; i < 400; i++) {
    await sockets.pass(PERIOD_MS);
    await sockets.look(0, i % 2 === 0);
  }
  assert.equal(sockets.hearing.worstMs(0), 0);
  assert.ok(sockets.read.every(({ boundMs }) => boundMs === 0));
});

Deno.test("Hearing never takes a wait of 20 ms for less, wherever among the rest the word is read", async () => {
  for (const wordsFirst of [true, false]) {
    for (const tookMs of [0, 4, 9.5]) {
      const sockets = new Sockets();
      for (const deafMs of [2.5, 5, 10, 2.5, 20, 2.5, 2.5, 30, 15, 15, 2.5, 60, 2.5]) {
        await sockets.pass(deafMs);
        await sockets.look(tookMs, wordsFirst);
      }
      const worst = sockets.read.filter(({ waitedMs }) => waitedMs > 20);
      assert.ok(worst.length >= 100, `${worst.length}`);
      for (const { waitedMs, boundMs } of worst) assert.ok(boundMs >= waitedMs, `${boundMs}`);
      assert.ok(sockets.hearing.worstMs(0) >= Math.max(...worst.map(({ waitedMs }) => waitedMs)));
    }
  }
});

Deno.test("Hearing tells of any wait that is longer than its grain", async () => {
  const sockets = new Sockets();
  await sockets.pass(GRAIN_MS + 0.5);
  assert.equal(sockets.hearing.waitedMs(sockets.clock.now()), GRAIN_MS + 0.5);
  assert.ok(GRAIN_MS <= 4, "the flag --late-limit speaks of 4 ms");
});

Deno.test("Hearing forgets a wait once what came in it is heard", async () => {
  const sockets = new Sockets();
  await sockets.pass(60);
  const nowMs = sockets.clock.now();
  assert.equal(sockets.hearing.waitedMs(nowMs), 60); // it goes on
  for (let i = 0; i < 3; i++) {
    await sockets.look(0, true);
    await sockets.pass(PERIOD_MS);
  }
  assert.equal(sockets.hearing.waitedMs(sockets.clock.now()), 0);
  assert.ok(sockets.hearing.worstMs(0) >= 60);
  assert.equal(sockets.hearing.worstMs(sockets.clock.now()), 0);
});
