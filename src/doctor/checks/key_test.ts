import assert from "node:assert/strict";
import { judgeShown } from "./key.ts";

const KEY = "sk-proj-0123456789abcdefghij";
const judge = (text: string, keys = [KEY]) => judgeShown([{ where: "a frame", text }], keys);

Deno.test("the key, or a good part of it, is a certain leak; its evidence does not repeat it", () => {
  for (const text of [`Bearer ${KEY}`, `…${KEY.slice(10, 24)}…`]) {
    const outcome = judge(text);
    assert.ok(outcome.result === "fault" && outcome.certainty === "certain");
    assert.match(outcome.evidence, /in a frame$/);
    assert.ok(!JSON.stringify(outcome).includes("0123"));
  }
});

Deno.test("a masked key is none", () => {
  assert.equal(judge("Incorrect API key provided: sk-proj-****ghij").result, "sound");
});

Deno.test("what has the shape of a key is likely one; an ephemeral key is for clients", () => {
  const outcome = judge("sk-abcdefghijklmnopqrstuvwx", []);
  assert.ok(outcome.result === "fault" && outcome.certainty === "likely");
  assert.equal(judge("ek_abcdefghijklmnopqrstuvwx", []).result, "sound");
});

Deno.test("a short key is looked for as a whole", () => {
  assert.equal(judge("none of it", ["secret"]).result, "sound");
  assert.equal(judge("my secret", ["secret"]).result, "fault");
});
