/** Everything a client needs to dial: plain data, so that it can be sent to a worker. */
export interface Endpoint {
  /** ws:// or wss:// URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
  /** Where set, each dial presents a ticket of its own, signed with it. */
  readonly ticketSecret?: string;
  /** Whom these tickets name; left out: the bench as a whole. */
  readonly ticketUser?: string;
  /** Whether to ask the bridge for what it sees of the session. */
  readonly probe?: boolean;
  /** PEM text of the authorities to trust instead of the system's. */
  readonly ca?: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  /** The first event to send, as JSON text: `session.update` where no bridge does it. */
  readonly hello?: string;
}
