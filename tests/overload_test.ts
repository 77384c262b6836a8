import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { outcomes, readRunJson, readTable, tempRun, ttfa } from "./support.ts";

const MOD = new URL("../mod.ts", import.meta.url).href;
const SPEECH = fileURLToPath(
  new URL("../fixtures/speech/jfk-what-your-country.wav", import.meta.url),
);

/** Its thread does nothing else meanwhile, on the fastest machine too. */
const BLOCKING = `
import { defineScenario } from "${MOD}";

export default defineScenario({
  name: "blocking",
  async run(call, turns) {
    await call.connect();
    for (const fixture of turns) {
      await call.say(fixture);
      const freeAtMs = performance.now() + 150;
      while (performance.now() < freeAtMs);
      await call.hearReply();
    }
  },
});
`;

Deno.test("bench: a generator whose thread is held up prints no clean number, and says what to do", async () => {
  await using run = await tempRun();
  const file = `${run.out}.blocking.ts`;
  await Deno.writeTextFile(file, BLOCKING);
  const { code, stdout } = await ttfa([
    ...["bench", "--scenario", file, "--clients", "2", "--turns", "1", "--workers", "1"],
    ...["--fixture", SPEECH],
    ...["--think", "1", "--skip-calibration", "--quiet", "--out", run.out],
  ]);
  assert.equal(code, 4, stdout);
  assert.deepEqual(outcomes(await readTable(run.out, "turns")), { late_generator: 2 });
  assert.match(
    stdout.replaceAll(/\s+/g, " "),
    /2 of 2 turns.* this generator was more than 20 ms late \(frames [^)]+\): use fewer clients for each worker/,
  );
  const { validity } = await readRunJson(run.out);
  assert.equal(validity.valid, false);
});
