/** Strings, and what tells keys from values. The rest of JSON is skipped. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/** Whether objects and arrays in `json` stand more than `depth` deep within each other. */
export function isDeeperThan(json: string, depth: number): boolean {
  let open = 0;
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      if (++open > depth) return true;
    } else if (token === "}" || token === "]") open--;
  }
  return false;
}

/**
 * Whether some object in `json`, which is valid JSON, has two keys that mean the same; some services
 * do not tell capitals from small letters.
 */
export function hasDuplicateKeys(json: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = "";
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const key = keyOf(last);
      const keys = open.at(-1)!;
      if (keys.has(key)) return true;
      keys.add(key);
    }
    last = token;
  }
  return false;
}

function keyOf(token: string): string {
  const key = token.includes("\\") ? JSON.parse(token) as string : token.slice(1, -1);
  return key.toLowerCase();
}
