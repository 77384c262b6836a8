/** What nests deeper cannot be relied on to become text again: writing it recurses. */
const MAX_DEPTH = 100;

/** The value of a JSON text, or why there is none: no JSON, or nested more than 100 deep. */
export function readJson(text: string): { readonly value: unknown } | { readonly reason: string } {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, MAX_DEPTH)
      ? { reason: `Nested more than ${MAX_DEPTH} deep` }
      : { value };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((each) => isDeeper(each, depth - 1));
}
