import type { DialResult } from "./socket.ts";

/** What a bridge says of itself in its 101; each is `undefined` where it does not, as foreign ones. */
export interface BridgeHeaders {
  readonly bootId: string | undefined;
  readonly region: string | undefined;
  /** Only where the instance itself says that this is its first session. */
  readonly isCold: boolean;
  readonly uptimeMs: number | undefined;
  /** Whether it tells what it sees of the session, or would if it were asked. */
  readonly probe: "on" | "available" | undefined;
}

export function bridgeHeaders(connection: DialResult | undefined): BridgeHeaders {
  const headers = connection?.ok ? connection.headers : {};
  const probe = headers["x-bridge-probe"];
  const uptime = headers["x-bridge-uptime-ms"];
  return {
    bootId: headers["x-bridge-boot-id"],
    region: headers["x-bridge-region"],
    isCold: headers["x-bridge-cold"] === "1",
    uptimeMs: uptime === undefined ? undefined : Number(uptime),
    probe: probe === "on" || probe === "available" ? probe : undefined,
  };
}
