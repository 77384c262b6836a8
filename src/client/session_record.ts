import { bridgeHeaders } from "./bridge_headers.ts";
import type { BridgeFacts } from "./bridge_report.ts";
import { compact } from "./compact.ts";
import { connectMs } from "./connect_ms.ts";
import type { SessionOutcome, SessionRecord } from "./record.ts";
import type { DialResult } from "./socket.ts";

/** What a session knows about itself when it has ended; `undefined` where it did not get so far. */
export interface SessionFacts {
  readonly startedAtMs: number;
  readonly scenario: string;
  readonly outcome: SessionOutcome;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly closeCode: number | undefined;
  readonly connection: DialResult | undefined;
  readonly readyAtMs: number | undefined;
  readonly lateConnect: boolean;
  readonly turns: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly bridge: BridgeFacts;
}

export function sessionRecord(facts: SessionFacts): SessionRecord {
  const { connection, readyAtMs, bridge, ...rest } = facts;
  const openedAtMs = connection?.ok ? connection.openedAtMs : undefined;
  const isReady = openedAtMs !== undefined && readyAtMs !== undefined;
  const sessionReadyMs = isReady ? readyAtMs - openedAtMs : undefined;
  const { bootId, region, isCold, probe } = bridgeHeaders(connection);
  return compact({
    ...rest,
    ...bridge,
    ...connection?.phases,
    sessionReadyMs,
    coldStartMs: coldStartMs(connection, sessionReadyMs),
    cold: isCold,
    bootId,
    // A proxy may have taken the header out.
    bridgeRegion: region ?? bridge.bridgeRegion,
    bridgeProbe: probe,
  });
}

/**
 * First packet → `session.created`, where that packet started the instance: it has been up for less
 * time than the connect took. One that stood idle may have its first session, but did not start for it.
 */
function coldStartMs(
  connection: DialResult | undefined,
  sessionReadyMs: number | undefined,
): number | undefined {
  const { isCold, uptimeMs = Infinity } = bridgeHeaders(connection);
  const dialMs = connectMs(connection?.phases ?? {});
  if (dialMs === undefined || sessionReadyMs === undefined) return undefined;
  return isCold && uptimeMs < dialMs ? dialMs + sessionReadyMs : undefined;
}
