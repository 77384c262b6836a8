import assert from "node:assert/strict";
import fc from "fast-check";
import { VirtualClock } from "../time/virtual_clock.ts";
import { FakeLeg } from "./fake_leg.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { Session } from "./session.ts";

type Step =
  | { do: "open" | "text" | "binary"; on: Side }
  | { do: "end"; on: Side; code: number }
  | { do: "wait"; ms: number }
  | { do: "shutDown" };
type Side = "client" | "upstream";

const side = fc.constantFrom<Side>("client", "upstream");
const code = fc.constantFrom(1000, 1001, 1005, 1006, 1015, 2999, 4000, 0);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("text" as const), on: side }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("open" as const), on: side }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("binary" as const), on: side }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end" as const), on: side, code }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.nat(6_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("shutDown" as const) }) },
);

/** A session whose world is driven step by step, with a note of what must have come through. */
class Run {
  readonly clock = new VirtualClock();
  readonly legs = { client: new FakeLeg(), upstream: new FakeLeg() };
  /** Frames that came in on a leg, and how many of them while nothing had ended yet. */
  readonly received = { client: [] as string[], upstream: [] as string[] };
  readonly owed = { client: 0, upstream: 0 };
  ends = 0;
  readonly session = new Session({
    client: this.legs.client.connect,
    upstream: this.legs.upstream.connect,
    sessionUpdate: "update",
    clock: this.clock,
    limits: { ...DEFAULT_LIMITS, queue: { frames: 8, bytes: 1000 } },
    onEnd: () => this.ends++,
  });

  async take(step: Step): Promise<void> {
    if (step.do === "wait") return await this.clock.advance(step.ms);
    if (step.do === "shutDown") return this.session.close({ code: 1001, reason: "stop" });
    const leg = this.legs[step.on];
    if (step.do === "open") leg.open();
    if (step.do === "binary") leg.binary();
    if (step.do === "end") leg.end({ code: step.code, reason: "" });
    if (step.do === "text" && leg.state === "open") this.#text(step.on);
  }

  #text(on: Side): void {
    const text = `${on} ${this.received[on].length}`;
    this.received[on].push(text);
    this.legs[on].text(text);
    if (!this.isEnding) this.owed[on] = this.received[on].length;
  }

  get isEnding(): boolean {
    return Object.values(this.legs).some((leg) =>
      leg.state === "closed" || leg.terminated || leg.closes.length > 0
    );
  }
}

function isPrefix(part: string[], whole: string[]): boolean {
  return part.every((text, i) => text === whole[i]);
}

function isSendable(code: number): boolean {
  return [1000, 1001, 1011, 1013, 4000].includes(code);
}

Deno.test("Session: any order of events ends with both legs gone and frames in order, once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), side, async (steps, lastSide) => {
      const run = new Run();
      const { client, upstream } = run.legs;
      let openedInTime = false;
      for (const step of steps) {
        openedInTime ||= step.do === "open" && step.on === "upstream" && !run.isEnding;
        await run.take(step);
      }
      await run.take({ do: "end", on: lastSide, code: 1000 });
      await run.clock.advance(20_000);
      upstream.open(); // A dial that could not be stopped.
      await run.clock.advance(20_000);

      assert.equal(run.ends, 1);
      assert.equal(upstream.isAlive, false, "upstream left behind");
      assert.ok(!client.isAlive || client.terminated, "client left behind");
      const toClient = client.sent.filter((text) => !text.startsWith("{"));
      assert.ok(isPrefix(upstream.sent, ["update", ...run.received.client]), "order upstream");
      assert.ok(isPrefix(toClient, run.received.upstream), "order to client");
      if (openedInTime) assert.ok(upstream.sent.length >= 1 + run.owed.client, "lost upstream");
      for (const leg of [client, upstream]) {
        assert.ok(leg.closes.length <= 1, "closed once");
        assert.ok(leg.closes.every((close) => isSendable(close.code)), "legal close code");
      }
    }),
    { numRuns: 2_000 },
  );
});
