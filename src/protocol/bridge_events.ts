/**
 * What the bundled bridge says of itself, among the service's events, to a client that asked for it
 * with `?probe=1`. No part of the Realtime protocol: the types begin with `bridge.`, which the
 * service's never do.
 */
export type BridgeEvent = BridgeSessionEvent | BridgeHopsEvent;

/**
 * The upstream's dial as the bridge saw it, in ms. `tcp` holds the look-up of its name; `tls` is missing
 * where there was none.
 */
export type UpstreamPhase = "tcp" | "tls" | "upgrade" | "session_created";
export type UpstreamPhases = { readonly [phase in UpstreamPhase]?: number };

/** Once, after `session.created`. */
export interface BridgeSessionEvent {
  readonly type: "bridge.session";
  /** Unlike that of any other instance. */
  readonly boot_id: string;
  readonly region: string | null;
  /** Whether this is the first session of the instance. */
  readonly first_session: boolean;
  readonly upstream_ms: UpstreamPhases;
}

/** Frames that the bridge passed on since the last such event: whole µs that each was held. */
export interface BridgeHopsEvent {
  readonly type: "bridge.hops";
  /** From the client to the upstream. */
  readonly up_us: readonly number[];
  readonly down_us: readonly number[];
  /** Frames beyond what one event holds. */
  readonly omitted: number;
}
