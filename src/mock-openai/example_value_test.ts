import assert from "node:assert/strict";
import { exampleOf } from "./example_value.ts";

const EXAMPLES: [schema: unknown, example: unknown][] = [
  [{ type: "string" }, ""],
  [{ type: "string", enum: ["celsius", "kelvin"] }, "celsius"],
  [{ type: "string", default: "Berlin", enum: ["Paris", "Berlin"] }, "Berlin"],
  [{ const: 0, examples: [3] }, 0],
  [{ type: ["integer", "null"], minimum: 5 }, 5],
  [{ type: "number", minimum: -5 }, 0],
  [{ type: "boolean" }, false],
  [{ type: "array", items: { type: "string" } }, []],
  [{ type: "null" }, null],
  [{ type: "object", properties: { a: {}, b: { type: "string" } }, required: ["b"] }, { b: "" }],
  [{ type: "object", properties: { a: {} } }, {}],
  [{ required: ["ghost"], properties: { a: {} } }, { ghost: {} }],
  [undefined, {}],
  [true, {}],
];

Deno.test("an example is the simplest value of the schema", () => {
  for (const [schema, example] of EXAMPLES) {
    assert.deepEqual(exampleOf(schema), example, JSON.stringify(schema));
  }
});

Deno.test("a schema without bottom is no trap", () => {
  const schema: Record<string, unknown> = { type: "object", required: ["again"] };
  schema.properties = { again: schema };
  assert.ok(JSON.stringify(exampleOf(schema)).length < 400);
});
