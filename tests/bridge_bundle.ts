import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(import.meta.resolve("../"));

/** The flags with which a bridge is deployed: few packages, of which each version is locked. */
export const DEPLOYED_CONFIG: readonly string[] = [
  ...["--config", `${ROOT}examples/deploy/bridge.json`],
  ...["--lock", `${ROOT}examples/deploy/bridge.lock`, "--frozen"],
];

/** Bundles the bridge into `folder`, as docs/deploy.md says; yields the path of its entry point. */
export async function bundleBridge(folder: string): Promise<string> {
  const options = ["--quiet", "--code-splitting", "--outdir", folder];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", ...DEPLOYED_CONFIG, ...options, `${ROOT}src/bridge/main.ts`],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return `${folder}/main.js`;
}
