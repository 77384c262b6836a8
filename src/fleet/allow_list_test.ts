import assert from "node:assert/strict";
import { isAllowed, isPattern } from "./allow_list.ts";

const cases: readonly (readonly [patterns: readonly string[], url: string, allowed: boolean])[] = [
  [[], "ws://127.0.0.1:8000/voice", true],
  [[], "ws://localhost/voice", true],
  [[], "ws://[::1]:8000/", true],
  [[], "wss://bridge.example.com/voice", false],
  [[], "ws://127.0.0.1.example.com/", false],
  [["bridge.example.com"], "wss://bridge.example.com:8443/voice", true],
  [["bridge.example.com"], "wss://bridge.example.com.evil.net/", false],
  [["bridge.example.com"], "wss://bridge.example.com@evil.net/", false],
  [["bridge.example.com"], "ws://127.0.0.1/", false],
  [["bridgeXexample.com"], "wss://bridge.example.com/", false],
  [["bridge.example.com:8443"], "wss://bridge.example.com/", false],
  [["bridge.example.com:443"], "wss://bridge.example.com/", true],
  [["*.example.com"], "wss://eu.bridge.example.com/", true],
  [["*.example.com"], "wss://example.com/", false],
  [["wss://*.example.com/voice*"], "wss://eu.example.com/voice?x=1", true],
  [["wss://*.example.com/voice*"], "ws://eu.example.com/voice", false],
  [["wss://*.example.com/*"], "wss://evil.net/x.example.com/", false],
  [["wss://eu.example.com/voice"], "wss://eu.example.com/admin", false],
  [["10.0.0.*", "[fd00::1]"], "ws://[fd00::1]:80/", true],
  [["*"], "wss://anything.net/at/all", true],
  [["*"], "no url", false],
];

for (const [patterns, url, allowed] of cases) {
  const who = patterns.join(", ") || "no pattern";
  Deno.test(`isAllowed: ${who} ${allowed ? "lets" : "does not let"} ${url} be dialled`, () => {
    assert.equal(isAllowed(patterns, url), allowed);
  });
}

Deno.test("isPattern: what can never match is no pattern", () => {
  assert.equal(isPattern("wss://*.example.com:*/voice"), true);
  for (const text of ["", "/voice", "wss://", "a b://c", "wss://a.example/v?x=1", "a?x"]) {
    assert.equal(isPattern(text), false, text);
  }
});
