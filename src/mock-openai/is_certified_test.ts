import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { makeAuthority, makeLeaf } from "./certificates.ts";
import { isCertified } from "./is_certified.ts";

Deno.test("an address is certified where its name is in the certificate, or where it has every name", async () => {
  const { cert } = await makeLeaf(await makeAuthority(Date.now()), Date.now());
  const leaf = new X509Certificate(cert);
  assert.ok(leaf.checkHost("localhost") && isCertified("localhost"));
  for (const host of ["127.0.0.1", "::1", "127.0.0.2", "192.168.1.5"]) {
    assert.equal(isCertified(host), leaf.checkIP(host) !== undefined, host);
  }
  assert.ok(isCertified("0.0.0.0") && isCertified("::"));
});
