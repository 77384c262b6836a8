import assert from "node:assert/strict";
import { BENCH_FLAGS } from "./bench_flags.ts";
import type { FLEET_SETTINGS } from "./fleet_flags.ts";
import { type BenchSettings, defineConfig, type Setting } from "./define_config.ts";
import type { Flag } from "./flag.ts";
import { readSettings } from "./setting_texts.ts";

/** A switch is a boolean, a flag that may stand often a list, any other what would follow it. */
type SettingOf<V> = [V] extends [boolean] ? boolean
  : [V] extends [readonly unknown[]] ? readonly string[]
  : Setting;

type Flags = typeof BENCH_FLAGS & typeof FLEET_SETTINGS;

type Expected = {
  readonly [K in keyof Flags]?: Flags[K] extends Flag<infer V> ? SettingOf<V> : never;
};

type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;

Deno.test("a config file may hold every flag of bench, each of its kind", () => {
  // Where a flag is missing, or is of another kind, this does not pass the type check.
  const every: Same<Omit<BenchSettings, "regions">, Omit<Expected, "regions">> = true;
  assert.ok(every);
  const settings = defineConfig({ clients: 5, quiet: true, regions: ["us", "eu"] });
  const { texts } = readSettings(settings, BENCH_FLAGS, String, []);
  assert.deepEqual(texts, { clients: ["5"], quiet: [""], regions: ["us,eu"] });
});
