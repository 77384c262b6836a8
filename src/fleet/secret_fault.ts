import { credsAuthenticator, nkeys } from "@nats-io/transport-node";

/** What a text has to hold to let in, by its kind: in words, where it does not; never the text itself. */
export function secretFault(kind: "creds" | "nkeySeed", text: string): string | undefined {
  const bytes = new TextEncoder().encode(text.trim());
  try {
    if (kind === "creds") credsAuthenticator(bytes)("nonce");
    else if (!nkeys.fromSeed(bytes).getPublicKey().startsWith("U")) return SEED;
    return undefined;
  } catch {
    return kind === "creds" ? "a JWT and an NKey seed, as nsc writes them" : SEED;
  }
}

const SEED = "the NKey seed of a user, which begins with SU";
