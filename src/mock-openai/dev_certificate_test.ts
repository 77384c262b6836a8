import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { devCertificate } from "./dev_certificate.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 1);

async function tempFolder(): Promise<{ path: string } & AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-tls-" });
  return {
    path: `${folder}/new`,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("an authority and a leaf for this machine's names, of which clients trust the first", async () => {
  await using folder = await tempFolder();
  const { cert, caPath } = await devCertificate(folder.path, NOW_MS);
  const authority = new X509Certificate(await Deno.readTextFile(caPath));
  const leaf = new X509Certificate(cert);
  assert.ok(authority.ca && !leaf.ca);
  assert.equal(leaf.issuer, authority.subject);
  assert.ok(leaf.verify(authority.publicKey));
  assert.match(leaf.subjectAltName!, /DNS:localhost, IP Address:127\.0\.0\.1/);
  if (Deno.build.os === "windows") return;
  for await (const { name } of Deno.readDir(folder.path)) {
    const { mode } = await Deno.stat(`${folder.path}/${name}`);
    const wanted = name.endsWith(".pem") ? 0o644 & ~Deno.umask() : 0o600;
    assert.equal(mode! & 0o777, wanted, name);
  }
});

Deno.test("it is kept; the leaf is renewed before its end, the authority much later", async () => {
  await using folder = await tempFolder();
  const readCa = () => Deno.readTextFile(`${folder.path}/ca.pem`);
  const first = await devCertificate(folder.path, NOW_MS);
  const ca = await readCa();
  assert.deepEqual(await devCertificate(folder.path, NOW_MS + 59 * DAY_MS), first);
  const second = await devCertificate(folder.path, NOW_MS + 61 * DAY_MS);
  assert.notEqual(second.cert, first.cert);
  assert.equal(await readCa(), ca);
  await devCertificate(folder.path, NOW_MS + 3630 * DAY_MS);
  assert.notEqual(await readCa(), ca);
});

Deno.test("who start at once get one authority", async () => {
  await using folder = await tempFolder();
  const [a, b, c] = await Promise.all([1, 2, 3].map(() => devCertificate(folder.path, NOW_MS)));
  assert.deepEqual([b, c], [a, a]);
});

Deno.test("files that are damaged are made anew", async () => {
  await using folder = await tempFolder();
  const first = await devCertificate(folder.path, NOW_MS);
  await Deno.writeTextFile(`${folder.path}/leaf.pem`, "not a certificate");
  const second = await devCertificate(folder.path, NOW_MS);
  assert.notEqual(second.cert, first.cert);
  assert.match(second.cert, /^-----BEGIN CERTIFICATE-----\n/);
});
