import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The example in mod.ts, and those in the docs that import from it. */
async function examples(): Promise<string[]> {
  const module = (await Deno.readTextFile(here("./mod.ts"))).replaceAll(/^ \* ?/gm, "");
  const docs = await Deno.readTextFile(here("./docs/mock.md"));
  const blocks = `${module}${docs}`.matchAll(/^```ts\n(.*?)^```$/gms);
  return [...blocks].map(([, code]) => code!).filter((code) => code.includes('"@ttfa/ttfa"'));
}

Deno.test("the examples are sound in a project of somebody else's, with its own strictness", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ links: [here(".")] }));
  const codes = await examples();
  for (const [i, code] of codes.entries()) {
    await Deno.writeTextFile(`${folder}/example${i}_test.ts`, code);
  }
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", "--allow-net", "--allow-read", "--allow-env"],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  await Deno.remove(folder, { recursive: true });
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, text);
  assert.match(text, /2 passed/);
});
