/** A folder for as long as this process runs, however it ends short of a signal. */
export function scratchFolder(name: string): string {
  const folder = Deno.makeTempDirSync({ prefix: `ttfa-${name}-` });
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return folder;
}
