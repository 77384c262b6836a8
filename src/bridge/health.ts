import { json } from "./answers.ts";
import type { LastFailure } from "./incidents.ts";

export interface Health {
  readonly region: string | undefined;
  readonly bootId: string;
  readonly uptimeMs: number;
  readonly openSessions: number;
  readonly isStopping: boolean;
  /** What the upstream last failed at. */
  readonly lastUpstreamFailure: LastFailure | null;
}

/** `GET /healthz`: 200, or 503 once the bridge takes no more sessions. */
export async function health({ uptimeMs, isStopping, ...rest }: Health): Promise<Response> {
  // Read when asked for, not before the bridge listens.
  const { default: { version } } = await import("../../deno.json", { with: { type: "json" } });
  const status = isStopping ? "stopping" : "ok";
  const uptimeS = Math.round(uptimeMs / 1000);
  return json(isStopping ? 503 : 200, {
    status,
    version,
    deno: Deno.version.deno,
    uptimeS,
    ...rest,
  });
}
