import { publicUrl } from "../config/target.ts";
import { isAllowed } from "./allow_list.ts";
import type { Order } from "./records.ts";
import { isName } from "./subjects.ts";

export interface Duty {
  readonly name: string;
  readonly version: string;
  /** Patterns of targets that the agent's owner allows. */
  readonly allowed: readonly string[];
  /** The run that it is in. */
  readonly runId?: string | undefined;
}

/** Why an agent does not take an order; `undefined` where it does. */
export function refusalOf(
  order: Order,
  { name, version, allowed, runId }: Duty,
): string | undefined {
  if (order.version !== version) {
    return `agent '${name}' runs ttfa ${version} and was asked by ${order.version}: bring both to one version`;
  }
  if (runId !== undefined) return `agent '${name}' is in run ${runId}: wait for its end`;
  if (!isName(order.runId)) return `agent '${name}' was given no sound run id`;
  const { url } = order.endpoint;
  if (isAllowed(allowed, url)) return undefined;
  const target = URL.parse(url);
  if (!target) return `agent '${name}' was given no URL to dial`;
  return `agent '${name}' may not dial ${publicUrl(url)}: ` +
    `its owner can allow it with --allow-target '${target.hostname}'`;
}
