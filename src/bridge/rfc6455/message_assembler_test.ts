import assert from "node:assert/strict";
import { MessageAssembler } from "./message_assembler.ts";
import { OPCODE } from "./opcode.ts";

const { text, binary, continuation } = OPCODE;

function add(messages: MessageAssembler, opcode: number, isLast: boolean, bytes: string) {
  return messages.add({ opcode, isLast, payload: new TextEncoder().encode(bytes) });
}

Deno.test("fragments make one message, which may be cut within a character", () => {
  const messages = new MessageAssembler(100);
  const [first, second] = new TextEncoder().encode("ü");
  const half = (opcode: number, byte: number, isLast: boolean) =>
    messages.add({ opcode, isLast, payload: new Uint8Array([byte]) });
  assert.equal(half(text, first!, false), undefined);
  assert.equal(add(messages, continuation, false, ""), undefined);
  assert.equal(half(continuation, second!, true), "ü");
  assert.equal(add(messages, text, true, "whole"), "whole");
  assert.equal(add(messages, text, true, ""), "");
  assert.equal(add(messages, binary, false, "1"), undefined);
  assert.equal(add(messages, continuation, true, "2"), true);
});

Deno.test("a fragment holds when the bytes it came in are overwritten", () => {
  const messages = new MessageAssembler(100);
  const payload = new TextEncoder().encode("a");
  messages.add({ opcode: text, isLast: false, payload });
  payload.fill(0);
  assert.equal(add(messages, continuation, true, "b"), "ab");
});

Deno.test("fragments out of order, or too many, are refused", () => {
  assert.throws(() => add(new MessageAssembler(9), continuation, true, ""), { code: 1002 });
  const begun = new MessageAssembler(9);
  add(begun, text, false, "12345");
  assert.throws(() => add(begun, text, true, ""), { code: 1002 });
  assert.throws(() => add(begun, continuation, false, "67890"), { code: 1009 });
});
