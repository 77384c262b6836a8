import assert from "node:assert/strict";
import { readGateTarget } from "./gate_target.ts";
import { RuleError } from "./readers.ts";

Deno.test("readGateTarget: what a gate may drive", () => {
  const started = (text: string) => {
    const target = readGateTarget(text);
    return target.kind === "url" ? target.target.url : [target.kind, target.what, target.addedMs];
  };
  assert.deepEqual(started("local"), ["local", "", 0]);
  assert.deepEqual(started("local+3ms"), ["local", "", 3]);
  assert.deepEqual(started("git:main"), ["git", "main", 0]);
  assert.deepEqual(started("git:v1.2+0.5ms"), ["git", "v1.2", 0.5]);
  assert.deepEqual(started("cmd:python bridge.py --x=1"), ["cmd", "python bridge.py --x=1", 0]);
  assert.equal(started("wss://voice.example/voice"), "wss://voice.example/voice");
});

Deno.test("readGateTarget: what it may not, with its own targets for a remedy", () => {
  assert.throws(() => readGateTarget("lokal"), /'lokal' is no target; give .*git:REV or cmd:/);
  assert.throws(
    () => readGateTarget("local+3"),
    /'local\+3' adds no delay; write e\.g\. local\+3ms/,
  );
  for (const text of ["openai", "cmd:", "git:", "git:--upload-pack=x", "nonsense", "eu=local"]) {
    assert.throws(() => readGateTarget(text), RuleError, text);
  }
});
