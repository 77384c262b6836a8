import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** A revision of this project, checked out in a temporary folder. */
export interface Worktree extends AsyncDisposable {
  readonly path: string;
}

/** @throws {Error} with what git says, e.g. where there is no such revision. */
export async function checkOut(revision: string): Promise<Worktree> {
  const commit = (await git("rev-parse", "--verify", "--quiet", `${revision}^{commit}`)).trim();
  const folder = await Deno.makeTempDir({ prefix: "ttfa-gate-" });
  const path = `${folder}/tree`;
  const remove = async () => {
    await git("worktree", "remove", "--force", path).catch(() => {});
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await git("worktree", "add", "--quiet", "--detach", path, commit);
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, [Symbol.asyncDispose]: remove };
}

async function git(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", {
    args: ["-C", PROJECT, ...args],
  })
    .output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`git ${args[0]} failed: ${text(stderr).trim() || args.at(-1)}`);
  return text(stdout);
}
