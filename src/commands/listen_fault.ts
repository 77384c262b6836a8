import { UsageError } from "../config/problem.ts";

/** An address that cannot be had is the user's to change. `flags` are those that have named it. */
export function listenFault(
  error: unknown,
  { host, port }: { readonly host?: string; readonly port?: number },
  flags: { readonly host: string; readonly port: string },
): UsageError {
  if (error instanceof Deno.errors.AddrInUse) {
    const rule = `${port} on ${host} is in use`;
    const remedy = "choose another, or 0 for a free one";
    return new UsageError([{ field: flags.port, rule, remedy }]);
  }
  const rule = `cannot listen on ${host}:${port} (${(error as Error).message})`;
  const remedy = "give an address of this machine and a port that you may use";
  return new UsageError([{ field: flags.host, rule, remedy }]);
}
