import assert from "node:assert/strict";
import { FrameSender } from "./frame_sender.ts";

/** A connection of which each write waits until it is answered. */
class FakeConnection {
  readonly sizes: number[] = [];
  #answer!: PromiseWithResolvers<number>;

  write(bytes: Uint8Array): Promise<number> {
    this.sizes.push(bytes.length);
    this.#answer = Promise.withResolvers();
    return this.#answer.promise;
  }

  async take(bytes: number): Promise<void> {
    this.#answer.resolve(bytes);
    await new Promise((resolve) => setTimeout(resolve));
  }

  async break(): Promise<void> {
    this.#answer.reject(new Deno.errors.BrokenPipe());
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function start() {
  const connection = new FakeConnection();
  const broken: string[] = [];
  return { connection, broken, sender: new FrameSender(connection, () => broken.push("broken")) };
}

Deno.test("a frame is written at once, and what comes meanwhile goes together", async () => {
  const { connection, sender } = start();
  sender.text("1234");
  assert.deepEqual(connection.sizes, [10]);
  sender.text("12");
  sender.control(0x9, new Uint8Array());
  assert.equal(sender.bufferedBytes, 10 + 8 + 6);
  await connection.take(10);
  assert.deepEqual(connection.sizes, [10, 14]);
  await connection.take(14);
  assert.equal(sender.bufferedBytes, 0);
  sender.text("");
  assert.deepEqual(connection.sizes, [10, 14, 6]);
});

Deno.test("what the system takes in part is written to its end, and counted", async () => {
  const { connection, sender } = start();
  sender.text("1234");
  await connection.take(3);
  assert.equal(sender.bufferedBytes, 7);
  await connection.take(6);
  assert.equal(sender.bufferedBytes, 1);
  assert.deepEqual(connection.sizes, [10, 7, 1]);
  await connection.take(1);
  assert.equal(sender.bufferedBytes, 0);
});

Deno.test("a connection that breaks is reported once and not written to again", async () => {
  const { connection, sender, broken } = start();
  sender.text("1234");
  sender.text("waits");
  await connection.break();
  sender.text("too late");
  assert.deepEqual([connection.sizes, broken], [[10], ["broken"]]);
});
