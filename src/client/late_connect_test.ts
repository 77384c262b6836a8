import assert from "node:assert/strict";
import { coldStart } from "../scenarios/cold_start.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { call } from "./fake_service.ts";
import type { DialResult } from "./socket.ts";

/** A connect during which this thread was held up for so long, at its end too where it is `unheard`. */
async function connect(
  heldMs: number,
  changes: Parameters<typeof call>[1] = {},
  isUnheard = false,
) {
  const { record } = await call(() => {}, {
    scenario: coldStart,
    advanceMs: 20_000,
    attention: { ...UNDIVIDED, heldMs: () => heldMs, waitedMs: () => isUnheard ? heldMs : 0 },
    ...changes,
  });
  return [record.outcome, record.lateConnect];
}

const failing = (outcome: "timeout" | "refused") => ({
  dial: (): Promise<DialResult> =>
    Promise.resolve({ ok: false, outcome, errorCode: outcome, phases: { tcpMs: 9000 } }),
});
/** The service never says that the session is there. */
const SILENT: Parameters<typeof call>[1] = { prepare: (service) => service.after = () => {} };

Deno.test("a connect that times out while its thread listens to nobody is the generator's, not the target's", async () => {
  assert.deepEqual(await connect(9000, failing("timeout"), true), ["late_generator", true]);
  assert.deepEqual(await connect(9000, SILENT, true), ["late_generator", true]);
});

Deno.test("a connect whose thread was held up for much of the time that the peer had is the generator's", async () => {
  assert.deepEqual(await connect(7900, failing("timeout")), ["late_generator", true]);
  assert.deepEqual(await connect(801, SILENT), ["late_generator", true]);
  const attention = { ...UNDIVIDED, deafMs: () => 7900 };
  assert.deepEqual(await connect(0, { ...SILENT, attention }), ["late_generator", true]);
});

Deno.test("a hold-up that was over long before does not explain a connect that times out", async () => {
  assert.deepEqual(await connect(25, failing("timeout")), ["timeout", true]);
  assert.deepEqual(await connect(25, SILENT), ["timeout", true]);
  const attention = { ...UNDIVIDED, deafMs: () => 25 };
  assert.deepEqual(await connect(0, { ...SILENT, attention }), ["timeout", true]);
});

Deno.test("a connect that times out all the same is the target's", async () => {
  assert.deepEqual(await connect(20, failing("timeout")), ["timeout", false]);
  assert.deepEqual(await connect(20, SILENT), ["timeout", false]);
});

Deno.test("a hold-up takes the phases of a refused connect out of the figures, and leaves it refused", async () => {
  assert.deepEqual(await connect(9000, failing("refused")), ["refused", true]);
});
