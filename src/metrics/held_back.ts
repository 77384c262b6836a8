/** What the system was seen to hold back of what the clients had sent. */
export interface HeldBack {
  /** How often all connections were looked at. */
  readonly looks: number;
  /** The most on one connection. */
  readonly mostBytes: number;
  /** Connections with something sent again, added up over the looks. */
  readonly retransmitting: number;
}
