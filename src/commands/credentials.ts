import type { Problem } from "../config/problem.ts";

export type Env = (name: string) => string | undefined;

/** The PEM text of `--ca`; what is wrong with it is added to `problems`. */
export async function readCa(
  path: string | undefined,
  problems: Problem[],
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const remedy = "give a PEM file, e.g. the ca.pem of the server";
  try {
    const pem = await Deno.readTextFile(path);
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    problems.push({ field: "--ca", rule: `'${path}' holds no certificate`, remedy });
  } catch (error) {
    problems.push({
      field: "--ca",
      rule: `'${path}' cannot be read: ${(error as Error).name}`,
      remedy,
    });
  }
  return undefined;
}

/** The secret comes from the environment alone: a flag's value is there for all to see. */
export function readTicketSecret(
  isWanted: boolean,
  env: Env,
  problems: Problem[],
): string | undefined {
  if (!isWanted) return undefined;
  const field = "BRIDGE_TICKET_SECRET";
  const secret = env(field) || undefined;
  if (secret === undefined) {
    const rule = "is not set and --ticket-secret needs it";
    problems.push({ field, rule, remedy: "export the bridge's own" });
  }
  return secret;
}
