import assert from "node:assert/strict";
import { addressGroup } from "./address_group.ts";

Deno.test("addressGroup takes the network of an IPv6 address, however it is written", () => {
  const same = ["2001:db8:0:1::1", "2001:DB8:0:1:ffff::2", "2001:0db8:0000:0001:0:0:0:3"];
  for (const address of same) assert.equal(addressGroup(address), "2001:db8:0:1::/64", address);
  assert.equal(addressGroup("2001:db8::1"), "2001:db8:0:0::/64");
  assert.equal(addressGroup("fe80::1%eth0"), "fe80:0:0:0::/64");
  assert.equal(addressGroup("::1"), "0:0:0:0::/64");
});

Deno.test("addressGroup leaves IPv4 whole, within IPv6 too, and what is no address as it is", () => {
  for (const address of ["10.0.0.1", "::ffff:10.0.0.1", "::FFFF:0a00:0001"]) {
    assert.equal(addressGroup(address), "10.0.0.1", address);
  }
  for (const text of ["", "unknown", "a:b:c:d:e:f:g:h:i"]) assert.equal(addressGroup(text), text);
});
