import { join } from "node:path";
import { expiryMs, makeAuthority, makeLeaf } from "./certificates.ts";
import type { TlsIdentity } from "./tls_listener.ts";

/** A certificate for this machine's own names and the authority that clients must trust. */
export interface DevCertificate extends TlsIdentity {
  /** Where the authority's certificate is. */
  readonly caPath: string;
}

/** So long before its end a certificate is made anew. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

/**
 * The development certificate kept in `folder`, made where there is none and renewed before it ends;
 * the authority stays the same for as long as it can. Keys are readable by their owner alone.
 * Rejects with the file system's error where the folder cannot be used.
 */
export async function devCertificate(
  folder: string,
  nowMs: number = Date.now(),
): Promise<DevCertificate> {
  await Deno.mkdir(folder, { recursive: true });
  // Two mocks that start at once must not make two authorities.
  using lock = await Deno.open(join(folder, "lock"), { create: true, write: true, mode: 0o600 });
  await lock.lock(true);
  const keptAuthority = await readKept(folder, "ca", nowMs);
  const authority = keptAuthority ??
    await keep(folder, "ca", await makeAuthority(nowMs));
  const keptLeaf = keptAuthority && await readKept(folder, "leaf", nowMs);
  const leaf = keptLeaf ?? await keep(folder, "leaf", await makeLeaf(authority, nowMs));
  return { ...leaf, caPath: join(folder, "ca.pem") };
}

/** `undefined` where it is missing, cannot be read or ends soon. */
async function readKept(
  folder: string,
  name: string,
  nowMs: number,
): Promise<TlsIdentity | undefined> {
  try {
    const cert = await Deno.readTextFile(join(folder, `${name}.pem`));
    const key = await Deno.readTextFile(join(folder, `${name}.key`));
    return expiryMs({ cert, key }) - nowMs > RENEW_BEFORE_MS ? { cert, key } : undefined;
  } catch {
    return undefined;
  }
}

async function keep(folder: string, name: string, made: TlsIdentity): Promise<TlsIdentity> {
  const write = async (file: string, text: string, mode: number) => {
    const path = join(folder, file);
    // The mode holds for new files only.
    await Deno.remove(path).catch(() => {});
    await Deno.writeTextFile(path, text, { mode });
  };
  await write(`${name}.key`, made.key, 0o600);
  await write(`${name}.pem`, made.cert, 0o644);
  return made;
}
