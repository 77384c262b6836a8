import {
  AuthorizationError,
  connect,
  type ConnectionOptions,
  credsAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
} from "@nats-io/transport-node";
import { given } from "../config/given.ts";
import { type NatsAccess, wantsTls } from "./credentials.ts";
import { FleetError } from "./fleet_error.ts";
import { inboxOf } from "./subjects.ts";

const RETRY_MS = 250;
/** A server that leaves two of these unanswered is gone. */
const PING_MS = 5_000;

/**
 * Connects, and keeps trying to come back once it was connected.
 *
 * @param agent its name; left out: a coordinator connects
 * @throws {FleetError} where there is no server, or it does not let us in
 */
export async function connectTo(access: NatsAccess, agent?: string): Promise<NatsConnection> {
  const name = agent === undefined ? "ttfa bench" : `ttfa agent ${agent}`;
  try {
    return await connect({ ...optionsOf(access), name, inboxPrefix: inboxOf(agent) });
  } catch (error) {
    throw new FleetError(sentence(access.url, error as Error));
  }
}

function optionsOf(access: NatsAccess): ConnectionOptions {
  const { url, user, password, token, creds, nkeySeed, tlsCa, tlsCert, tlsKey } = access;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const authenticator = creds !== undefined
    ? credsAuthenticator(bytes(creds))
    : nkeySeed && nkeyAuthenticator(bytes(nkeySeed.trim()));
  const tls = { ...given("ca", tlsCa), ...given("cert", tlsCert), ...given("key", tlsKey) };
  return {
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
    ...(authenticator && { authenticator }),
    ...given("user", user),
    ...given("pass", password),
    ...given("token", token),
    ...(wantsTls(access) && { tls }),
  };
}

function sentence(url: string, error: Error): string {
  if (error instanceof AuthorizationError) {
    return `NATS at ${url} does not accept these credentials: check --creds, --user, --token or ` +
      "--nkey-seed, and their environment variables";
  }
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  const remedy = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|timeout/i.test(cause)
    ? "is it running, and are host and port right"
    : /tls|certificate|SELF_SIGNED|UNABLE_TO_VERIFY/i.test(cause)
    ? "check --tls-ca, --tls-cert, --tls-key and tls:// against nats://"
    : "check the URL and the credentials";
  return `NATS at ${url} cannot be reached (${cause}): ${remedy}`;
}
