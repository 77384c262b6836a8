/**
 * Rebuilds the bundled recordings from their sources, byte for byte.
 *
 *     deno run -A scripts/make_fixtures.ts [--librivox DIR] [--check]
 *
 * `--librivox` names the folder of Debian's pocketsphinx-testdata that holds librivox/ and cards/, where it
 * is not at its usual place. `--check` writes nothing and fails if a file differs.
 */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildClip } from "./fixtures/build.ts";
import { type Clip, CLIPS } from "./fixtures/clips.ts";
import { readSources, SourceError } from "./fixtures/sources.ts";

const FIXTURES = fileURLToPath(new URL("../fixtures", import.meta.url));
const DEBIAN_FOLDER = "/usr/share/pocketsphinx/test/data";

/** Every file that belongs in the fixtures, by path. */
async function buildAll(debianFolder: string): Promise<Map<string, Uint8Array>> {
  const sources = await readSources(debianFolder);
  const built = CLIPS.map((clip) => buildClip(clip, sources.get(clip.source)!));
  const files = new Map<string, Uint8Array>();
  for (const { clip, wav } of built) {
    files.set(join(FIXTURES, clip.folder, `${clip.name}.wav`), wav);
  }
  for (const folder of ["speech", "replies"] satisfies Clip["folder"][]) {
    const clips = built.filter(({ clip }) => clip.folder === folder).map(({ entry }) => entry);
    const text = JSON.stringify({ about: "see docs/speech.md", clips }, null, 2) + "\n";
    files.set(join(FIXTURES, folder, "manifest.json"), new TextEncoder().encode(text));
  }
  return files;
}

async function isSame(path: string, bytes: Uint8Array): Promise<boolean> {
  const found = await Deno.readFile(path).catch(() => new Uint8Array());
  return found.length === bytes.length && found.every((byte, i) => byte === bytes[i]);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { librivox: { type: "string", default: DEBIAN_FOLDER }, check: { type: "boolean" } },
  });
  const files = await buildAll(values.librivox);
  let different = 0;
  for (const [path, bytes] of files) {
    const same = await isSame(path, bytes);
    if (!same) different++;
    if (!same && !values.check) await Deno.writeFile(path, bytes);
    say(`${same ? "same" : values.check ? "DIFFERS" : "written"}  ${path}`);
  }
  return values.check && different > 0 ? 1 : 0;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

try {
  Deno.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof TypeError && "code" in error;
  if (!(error instanceof SourceError) && !isUsage) throw error;
  Deno.stderr.writeSync(new TextEncoder().encode(`make_fixtures: ${error.message}\n`));
  Deno.exitCode = 2;
}
