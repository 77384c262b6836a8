// The library finds its parts by decorators, which need this first.
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { TlsIdentity } from "./tls_listener.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const LEAF_DAYS = 90;
const NAME_CONSTRAINTS_OID = "2.5.29.30";

/**
 * A new certificate authority. It can vouch for this machine's own names alone, so that who trusts
 * it risks nothing should its key be taken.
 */
export async function makeAuthority(nowMs: number): Promise<TlsIdentity> {
  const keys = await makeKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    ...validity(nowMs, AUTHORITY_DAYS),
    name: "CN=ttfa development CA",
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      new Extension(NAME_CONSTRAINTS_OID, true, LOOPBACK_NAMES_ONLY),
    ],
  });
  return identity(cert, keys);
}

/** A certificate for localhost, 127.0.0.1 and ::1, signed by the authority. */
export async function makeLeaf(authority: TlsIdentity, nowMs: number): Promise<TlsIdentity> {
  const keys = await makeKeys();
  const issuer = new X509Certificate(authority.cert);
  const cert = await X509CertificateGenerator.create({
    ...validity(nowMs, LEAF_DAYS),
    subject: "CN=localhost",
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await readKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
    ],
  });
  return identity(cert, keys);
}

/** When the certificate ends, ms since the Unix epoch. */
export function expiryMs({ cert }: TlsIdentity): number {
  return new X509Certificate(cert).notAfter.getTime();
}

function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

/** From an hour ago, for machines whose clocks differ. */
function validity(nowMs: number, days: number) {
  const serialNumber = crypto.getRandomValues(new Uint8Array(16)).toHex();
  const notBefore = new Date(nowMs - 3_600_000);
  return { serialNumber, notBefore, notAfter: new Date(nowMs + days * DAY_MS) };
}

async function identity(
  cert: X509Certificate,
  { privateKey }: CryptoKeyPair,
): Promise<TlsIdentity> {
  const key = await crypto.subtle.exportKey("pkcs8", privateKey);
  return {
    cert: `${cert.toString("pem")}\n`,
    key: `${PemConverter.encode(key, PemConverter.PrivateKeyTag)}\n`,
  };
}

function readKey(pem: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(pem), ALGORITHM, false, [
    "sign",
  ]);
}

/** RFC 5280, 4.2.1.10: permitted are the DNS name localhost, 127.0.0.1/32 and ::1/128. */
const LOOPBACK_NAMES_ONLY = (() => {
  const SEQUENCE = 0x30, PERMITTED = 0xa0, DNS_NAME = 0x82, IP_ADDRESS = 0x87;
  const der = (tag: number, ...parts: (readonly number[])[]) => {
    const body = parts.flat();
    return [tag, body.length, ...body];
  };
  const ones = (count: number) => Array<number>(count).fill(255);
  return new Uint8Array(der(
    SEQUENCE,
    der(
      PERMITTED,
      der(SEQUENCE, der(DNS_NAME, [...new TextEncoder().encode("localhost")])),
      der(SEQUENCE, der(IP_ADDRESS, [127, 0, 0, 1], ones(4))),
      der(SEQUENCE, der(IP_ADDRESS, [...Array<number>(15).fill(0), 1], ones(16))),
    ),
  ));
})();
