import assert from "node:assert/strict";
import type { Output } from "./answer.ts";
import { Clip } from "./clip.ts";
import { impossibleChoice, obeyToolChoice, undeclaredCall } from "./tool_choice.ts";

const SAY: Output = {
  kind: "message",
  speech: { transcript: "Hm", clip: new Clip(new Int16Array(0)) },
};
const call = (name: string): Output => ({ kind: "call", name, arguments: "{}" });
const tools = [{
  type: "function",
  name: "look",
  parameters: { type: "object", properties: { at: { type: "number" } }, required: ["at"] },
}, { type: "function", name: "walk" }] as const;

function named(outputs: readonly Output[]): string[] {
  return outputs.map((output) => output.kind === "call" ? output.name : "(speech)");
}

const CHOICES: [string, Parameters<typeof obeyToolChoice>[1]["toolChoice"], Output[], string[]][] =
  [
    ["auto lets all through", "auto", [SAY, call("walk"), call("look")], [
      "(speech)",
      "walk",
      "look",
    ]],
    ["none takes calls out", "none", [SAY, call("walk")], ["(speech)"]],
    ["required adds one", "required", [SAY], ["(speech)", "look"]],
    ["required is content with any", "required", [call("walk")], ["walk"]],
    ["a function alone may be called", { type: "function", name: "walk" }, [call("look")], [
      "walk",
    ]],
  ];

for (const [what, toolChoice, outputs, left] of CHOICES) {
  Deno.test(`tool choice: ${what}`, () => {
    const obeyed = obeyToolChoice(outputs, { tools, toolChoice, parallelToolCalls: true });
    assert.deepEqual(named(obeyed), left);
  });
}

Deno.test("without parallel calls the first one stays", () => {
  const settings = { tools, toolChoice: "auto", parallelToolCalls: false } as const;
  assert.deepEqual(named(obeyToolChoice([call("walk"), call("look")], settings)), ["walk"]);
});

Deno.test("a call that is demanded has the arguments that its schema requires", () => {
  const settings = { tools, toolChoice: "required", parallelToolCalls: true } as const;
  assert.deepEqual(obeyToolChoice([], settings), [
    { kind: "call", name: "look", arguments: '{"at":0}' },
  ]);
});

Deno.test("what cannot be called is found", () => {
  const parallelToolCalls = true;
  const impossible = (toolChoice: "required" | { type: "function"; name: string }) =>
    impossibleChoice({ tools: [], toolChoice, parallelToolCalls })?.message;
  assert.match(impossible("required")!, /'required' not found/);
  assert.match(impossible({ type: "function", name: "fly" })!, /'fly' not found/);
  assert.equal(impossibleChoice({ tools, toolChoice: "required", parallelToolCalls }), undefined);
  assert.equal(impossibleChoice({ tools: [], toolChoice: "auto", parallelToolCalls }), undefined);
  const settings = { tools, toolChoice: "auto", parallelToolCalls } as const;
  assert.equal(undeclaredCall([SAY, call("look"), call("fly")], settings), "fly");
  assert.equal(undeclaredCall([SAY, call("look")], settings), undefined);
});
