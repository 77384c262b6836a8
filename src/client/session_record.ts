import { compact } from "./compact.ts";
import type { SessionOutcome, SessionRecord } from "./record.ts";
import type { DialResult } from "./socket.ts";

/** What a session knows about itself when it has ended; `undefined` where it did not get so far. */
export interface SessionFacts {
  readonly startedAtMs: number;
  readonly scenario: string;
  readonly outcome: SessionOutcome;
  readonly errorCode: string | undefined;
  readonly closeCode: number | undefined;
  readonly connection: DialResult | undefined;
  readonly readyAtMs: number | undefined;
  readonly lateConnect: boolean;
  readonly turns: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

export function sessionRecord(facts: SessionFacts): SessionRecord {
  const { connection, readyAtMs, ...rest } = facts;
  const openedAtMs = connection?.ok ? connection.openedAtMs : undefined;
  const isReady = openedAtMs !== undefined && readyAtMs !== undefined;
  return compact({
    ...rest,
    ...connection?.phases,
    sessionReadyMs: isReady ? readyAtMs - openedAtMs : undefined,
    cold: saysCold(connection),
    bootId: headersOf(connection)["x-bridge-boot-id"],
    bridgeRegion: headersOf(connection)["x-bridge-region"],
  });
}

/** Only where the instance itself says that this is its first session. */
export function saysCold(connection: DialResult | undefined): boolean {
  return headersOf(connection)["x-bridge-cold"] === "1";
}

function headersOf(connection: DialResult | undefined): Readonly<Record<string, string>> {
  return connection?.ok ? connection.headers : {};
}
