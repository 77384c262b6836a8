/**
 * Checks that data goes one way: a folder of src/ imports only from folders above it in the list and
 * from the leaves, and a leaf only from leaves. Tests may look anywhere. Prints each breach; exit 1.
 */
const LEAVES = ["time", "random", "audio", "protocol"];
const LAYERS = [
  "config",
  "plan",
  "scenarios",
  "client",
  "metrics",
  "gate",
  "report",
  "capacity",
  "run",
  "calibration",
  "fleet",
  "links",
  "mock-openai",
  "bridge",
  "doctor",
  "commands",
];

const src = new URL("../src/", import.meta.url);

/** Why `from` may not import `to`; `undefined` where it may. */
export function breach(from: string, to: string): string | undefined {
  if (from === to || LEAVES.includes(to)) return undefined;
  if (LEAVES.includes(from)) return "a leaf imports from leaves only";
  const [here, there] = [LAYERS.indexOf(from), LAYERS.indexOf(to)];
  if (here < 0 || there < 0) {
    return `'${here < 0 ? from : to}' is in no layer: see scripts/check_layers.ts`;
  }
  return there < here ? undefined : "it lies below";
}

async function* sourceFiles(folder: URL): AsyncGenerator<URL> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) yield* sourceFiles(new URL(`${entry.name}/`, folder));
    else if (/(?<!_test)\.ts$/.test(entry.name)) yield new URL(entry.name, folder);
  }
}

/** Static and dynamic imports, re-exports, and scripts of workers. */
const IMPORT =
  /(?:from\s+|import\s*\(?\s*|import\.meta\.resolve\(\s*|new URL\(\s*)"(\.{1,2}\/[^"]+)"/g;

const folderOf = (url: URL) => url.href.slice(src.href.length).split("/")[0]!;

async function check(): Promise<string[]> {
  const breaches: string[] = [];
  for await (const file of sourceFiles(src)) {
    for (const [, path] of (await Deno.readTextFile(file)).matchAll(IMPORT)) {
      const target = new URL(path!, file);
      if (!target.href.startsWith(src.href)) continue;
      const why = breach(folderOf(file), folderOf(target));
      if (why) breaches.push(`src/${file.href.slice(src.href.length)} imports ${path}: ${why}`);
    }
  }
  return breaches;
}

if (import.meta.main) {
  const breaches = await check();
  for (const line of breaches) await Deno.stderr.write(new TextEncoder().encode(`${line}\n`));
  if (breaches.length > 0) Deno.exit(1);
}
