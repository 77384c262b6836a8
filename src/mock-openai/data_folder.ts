import { join } from "node:path";

type Env = (name: string) => string | undefined;

/**
 * The folder in which ttfa keeps what is this user's: `TTFA_HOME` or, of this platform, the place
 * for programs' data. `undefined` where the environment names neither that nor a home.
 */
export function dataFolder(
  os: typeof Deno.build.os = Deno.build.os,
  env: Env = (name) => Deno.env.get(name),
): string | undefined {
  const given = env("TTFA_HOME");
  if (given) return given;
  const under = (variable: string, ...path: string[]) => {
    const root = env(variable);
    return root ? join(root, ...path) : undefined;
  };
  if (os === "windows") return under("LOCALAPPDATA", "ttfa");
  if (os === "darwin") return under("HOME", "Library", "Application Support", "ttfa");
  return under("XDG_DATA_HOME", "ttfa") ?? under("HOME", ".local", "share", "ttfa");
}
