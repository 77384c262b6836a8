/** How to reach a NATS server, read and checked: contents of files, not their paths. */
export interface NatsAccess {
  /** nats:// or tls:// URL without user info. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** Text of a `.creds` file: JWT and seed. */
  readonly creds?: string;
  /** An NKey seed, beginning with `SU`. */
  readonly nkeySeed?: string;
  /** PEM texts. Any of them, or a `tls://` URL, asks for TLS. */
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** Whether the way to the server must be encrypted. */
export function wantsTls({ url, tlsCa, tlsCert }: NatsAccess): boolean {
  return url.startsWith("tls:") || tlsCa !== undefined || tlsCert !== undefined;
}
