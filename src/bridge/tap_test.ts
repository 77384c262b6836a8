import assert from "node:assert/strict";
import { FakeLeg } from "./fake_leg.ts";
import type { LegListener } from "./leg.ts";
import { redaction, type Tap, tapped } from "./tap.ts";

function connect(tap: Tap) {
  const leg = new FakeLeg();
  const seen: string[] = [];
  const listener = {
    onOpen: () => seen.push("open"),
    onText: (text: string) => seen.push(text),
    onBinary: () => seen.push("binary"),
    onAlive: () => seen.push("alive"),
    onClosed: ({ code, reason }: { code: number; reason: string }) =>
      seen.push(`${code} ${reason}`),
  } as LegListener;
  return { leg, seen, tappedLeg: tapped(leg.connect, tap)(listener) };
}

Deno.test("tapped sees what is sent, and all else of the leg stays as it is", () => {
  const sent: string[] = [];
  const { leg, seen, tappedLeg } = connect({ sent: (text) => void sent.push(text) });
  leg.open();
  tappedLeg.send("a");
  leg.text("b");
  leg.saidGoodbye = true;
  assert.equal(tappedLeg.send("too late"), false);
  leg.binary();
  tappedLeg.close(1000, "bye");
  leg.end({ code: 1000, reason: "bye" });
  assert.deepEqual(sent, ["a"]);
  assert.deepEqual(leg.sent, ["a"]);
  assert.deepEqual(leg.closes, [{ code: 1000, reason: "bye" }]);
  assert.deepEqual(seen, ["open", "b", "binary", "1000 bye"]);
});

Deno.test("tapped sends what the tap adds behind the frame, and sees the leg open first", () => {
  const { leg, seen, tappedLeg } = connect({
    opened: () => seen.push("tap"),
    sent: (text) => text === "a" ? "more" : undefined,
  });
  leg.open();
  tappedLeg.send("a");
  tappedLeg.send("b");
  assert.deepEqual(leg.sent, ["a", "more", "b"]);
  assert.deepEqual(seen, ["tap", "open"]);
});

Deno.test("redaction takes the key out of frames and of the close", () => {
  const { leg, seen } = connect(redaction("sk-1"));
  leg.open();
  leg.text("bad key sk-1, sk-1!");
  leg.text("a");
  leg.end({ code: 3000, reason: "sk-1 is wrong" });
  assert.deepEqual(seen, ["open", "bad key ***, ***!", "a", "3000 *** is wrong"]);
});

Deno.test("redaction without a secret changes nothing", () => {
  const { leg, seen } = connect(redaction(undefined));
  leg.open();
  leg.text("undefined");
  assert.deepEqual(seen, ["open", "undefined"]);
});
