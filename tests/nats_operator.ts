import { nkeys } from "@nats-io/transport-node";

type KeyPair = ReturnType<typeof nkeys.createUser>;

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const base64 = (value: object | Uint8Array) =>
  (value instanceof Uint8Array ? value : new TextEncoder().encode(JSON.stringify(value)))
    .toBase64({ alphabet: "base64url", omitPadding: true });

type Claims = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A JWT as nsc makes them. */
function jwt(issuer: KeyPair, subject: KeyPair, nats: Claims): string {
  const claims = {
    ...{ jti: crypto.randomUUID(), iat: Math.floor(Date.now() / 1000), name: nats.type },
    ...{ iss: issuer.getPublicKey(), sub: subject.getPublicKey(), nats: { ...nats, version: 2 } },
  };
  const signed = `${base64({ typ: "JWT", alg: "ed25519-nkey" })}.${base64(claims)}`;
  return `${signed}.${base64(issuer.sign(new TextEncoder().encode(signed)))}`;
}

const ANY = { subs: -1, data: -1, payload: -1 };
const LIMITS = {
  ...{ ...ANY, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 },
  ...{ mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
};

/** A server's config with an operator and its account, and the `.creds` of a user of that account. */
export function operatorMode(): { config: string; creds: string } {
  const operator = nkeys.createOperator();
  const [system, account] = [nkeys.createAccount(), nkeys.createAccount()];
  const user = nkeys.createUser();
  const accounts = [
    [system, { ...LIMITS, mem_storage: 0, disk_storage: 0, streams: 0, consumer: 0 }],
    [account, LIMITS],
  ] as const;
  const preload = accounts.map(([key, limits]) =>
    `${key.getPublicKey()}: ${jwt(operator, key, { type: "account", limits })}`
  );
  return {
    config: `operator: ${jwt(operator, operator, { type: "operator" })}
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: {
${preload.join("\n")}
}`,
    creds: `-----BEGIN NATS USER JWT-----
${jwt(account, user, { type: "user", ...ANY })}
------END NATS USER JWT------
-----BEGIN USER NKEY SEED-----
${text(user.getSeed())}
------END USER NKEY SEED------
`,
  };
}
