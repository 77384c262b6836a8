/** Strings, and what tells keys from values. The rest of JSON is skipped. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/** Whether some object in `json`, which is valid JSON, has two keys that mean the same. */
export function hasDuplicateKeys(json: string): boolean {
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const key = JSON.parse(last);
      const keys = open.at(-1)!;
      if (keys.has(key)) return true;
      keys.add(key);
    }
    last = token;
  }
  return false;
}
