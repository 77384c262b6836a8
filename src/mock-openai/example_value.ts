type Schema = Readonly<Record<string, unknown>>;

/** Schemas nest; what lies deeper than anyone needs is left out. */
const MAX_DEPTH = 16;

/**
 * The simplest value for a JSON Schema: what it names itself (`const`, `default`, `examples`, `enum`), else
 * an object of the required properties, an empty text or list, the smallest number from 0 on, `false`.
 */
export function exampleOf(schema: unknown, depth = 0): unknown {
  if (!isObject(schema) || depth > MAX_DEPTH) return {};
  const [named] = [
    ...valueAt(schema, "const"),
    ...valueAt(schema, "default"),
    ...listAt(schema, "examples"),
    ...listAt(schema, "enum"),
  ];
  return named ?? exampleOfType(schema, depth);
}

function exampleOfType(schema: Schema, depth: number): unknown {
  const [type] = [schema.type].flat();
  switch (type) {
    case "string":
      return "";
    case "integer":
    case "number":
      return typeof schema.minimum === "number" ? Math.max(0, schema.minimum) : 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "null":
      return null;
    default:
      return requiredOf(schema, depth);
  }
}

function requiredOf(schema: Schema, depth: number): Schema {
  const { properties } = schema;
  if (!isObject(properties)) return {};
  const names = listAt(schema, "required").filter((name) => typeof name === "string");
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name], depth + 1)]));
}

function valueAt(schema: Schema, name: string): unknown[] {
  return Object.hasOwn(schema, name) ? [schema[name]] : [];
}

function listAt(schema: Schema, name: string): unknown[] {
  const list = schema[name];
  return Array.isArray(list) ? list : [];
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
