/** For tests: what clients send, from right to hopeless. */
import fc from "fast-check";
import { anyEvent } from "./events.ts";

/** A text or binary frame, or time that passes. */
export type Gust =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary" }
  | { readonly kind: "wait"; readonly ms: number };

/** JSON that is no event, with the keys and values on which careless code trips. */
const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    ...[null, true, 0, -1, 1e308, "", [], {}, [[]], { type: null }, { type: {} }, { type: [] }],
    ...[{ type: "" }, { type: "__proto__" }, { type: "constructor" }, { type: "toString" }],
    // Cannot be made a string; makes one that is a type.
    ...[{ type: { toString: 1, valueOf: 1 } }, { type: ["response.create"] }],
  ),
);

/** Not JSON, or JSON of an extreme shape. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    ...["", " ", "{", "}", '{"type":', "NaN", "\u0000", "\ud800", "[".repeat(5000), "1e999"],
    '{"__proto__":{"type":"response.create"}}',
    `{"type":"input_audio_buffer.append","audio":"${"A".repeat(100_001)}"}`,
    '{"type":"response.create","type":"response.cancel"}',
    toolsNested(90),
    toolsNested(10_000),
    `{"a":${'{"a":'.repeat(2000)}1${"}".repeat(2000)}}`,
  ),
);

/** An event that is right in every field, but for its depth. */
function toolsNested(depth: number): string {
  const parameters = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
  const tool = `{"type":"function","name":"x","parameters":${parameters}}`;
  return `{"type":"session.update","session":{"type":"realtime","tools":[${tool}]}}`;
}

/** A right event with one field gone, of another type, or strange. */
const nearlyRight: fc.Arbitrary<unknown> = fc
  .record({
    event: anyEvent,
    path: fc.array(fc.nat(7), { minLength: 1, maxLength: 5 }),
    change: fc.oneof(
      fc.constant({ kind: "drop" as const }),
      fc.record({ kind: fc.constant("put" as const), value: anyJson }),
      fc.record({
        kind: fc.constant("add" as const),
        name: fc.constantFrom("modalities", "__proto__", "constructor", "", "x"),
        value: anyJson,
      }),
    ),
  })
  .map(({ event, path, change }) => mutate(structuredClone(event), path, change));

export const anyGust: fc.Arbitrary<Gust> = fc.oneof(
  { weight: 50, arbitrary: anyEvent.map(toText) },
  { weight: 25, arbitrary: nearlyRight.map(toText) },
  { weight: 6, arbitrary: anyJson.map(toText) },
  { weight: 6, arbitrary: anyText.map((text): Gust => ({ kind: "text", text })) },
  { weight: 1, arbitrary: fc.constant<Gust>({ kind: "binary" }) },
  {
    weight: 12,
    arbitrary: fc.oneof(fc.nat(60), fc.nat(2000)).map((ms): Gust => ({ kind: "wait", ms })),
  },
);

type Change =
  | { readonly kind: "drop" }
  | { readonly kind: "put"; readonly value: unknown }
  | { readonly kind: "add"; readonly name: string; readonly value: unknown };

/** Follows the path, each number choosing a key, as far as it leads, and changes what is there. */
function mutate(root: unknown, path: readonly number[], change: Change): unknown {
  let parent = root as Record<string, unknown>;
  for (const [depth, step] of path.entries()) {
    const keys = Object.keys(parent);
    const key = keys[step % Math.max(1, keys.length)];
    const next = key === undefined ? undefined : parent[key];
    if (typeof next === "object" && next !== null && depth < path.length - 1) {
      parent = next as Record<string, unknown>;
      continue;
    }
    apply(parent, key, change);
    break;
  }
  return root;
}

function apply(parent: Record<string, unknown>, key: string | undefined, change: Change): void {
  if (change.kind === "add") {
    const { name, value } = change;
    // Also "__proto__" becomes a field of its own, as JSON.parse would make it.
    Object.defineProperty(parent, name, { value, enumerable: true, configurable: true });
  } else if (key === undefined) return;
  else if (change.kind === "drop") delete parent[key];
  else parent[key] = change.value;
}

function toText(value: unknown): Gust {
  return { kind: "text", text: JSON.stringify(value) };
}
