/** A bridge, and which of the doctor's checks must find a fault in it. */
export interface BridgeCase {
  readonly name: string;
  readonly script: string;
  readonly faults: readonly string[];
}

const here = (name: string, ...faults: string[]): BridgeCase => ({
  name,
  script: import.meta.resolve(`./${name}.ts`),
  faults,
});

/** Sound ones, one for each seeded fault, and the tutorial's with all that it has. */
export const BRIDGE_CASES: readonly BridgeCase[] = [
  { name: "bundled", script: import.meta.resolve("../../src/bridge/main.ts"), faults: [] },
  here("small"),
  here("beta", "beta-protocol"),
  here("beta_update", "beta-protocol"),
  here("late_dial", "late-dial"),
  here("early_greeting", "late-dial"),
  here("no_echo", "subprotocol"),
  here("nagle", "nagle"),
  here("nagle_tls", "nagle"),
  here("reorder", "order"),
  here("loss", "order"),
  here("orphan", "orphan"),
  here("orphan_dialling", "orphan"),
  here("no_backpressure", "backpressure"),
  here("key_header", "key"),
  here("key_error", "key"),
  here("tutorial", "subprotocol", "nagle", "backpressure"),
];
