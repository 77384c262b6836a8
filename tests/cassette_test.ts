import assert from "node:assert/strict";
import { readTable, startServer, tempRun, ttfa } from "./support.ts";

const SMALL = [
  "--skip-calibration",
  "--clients",
  "1",
  "--turns",
  "1",
  "--frame-ms",
  "200",
  "--quiet",
];

/** How many turns were answered, on time or not. */
async function answeredTurns(url: string, out: string): Promise<number> {
  await ttfa(["bench", "--target", url, "--out", out, ...SMALL]);
  const rows = await readTable(out, "turns");
  return rows.filter(({ outcome }) => outcome === "ok" || outcome === "late_generator").length;
}

Deno.test("a run is recorded through the command, without the key, and played to the same run", async () => {
  await using run = await tempRun();
  const cassette = `${run.out}.ndjson`;
  const key = "sk-very-secret";
  {
    await using mock = await startServer(["mock", "--think", "20", "--api-key", key]);
    const record = ["mock", "--record", mock.url, "--cassette", cassette];
    await using recorder = await startServer(record, { OPENAI_API_KEY: key });
    assert.equal(await answeredTurns(recorder.url, `${run.out}-recorded`), 1);
    assert.equal((await recorder.stop()).code, 0);
  }
  const text = await Deno.readTextFile(cassette);
  assert.ok(!text.includes(key));
  assert.ok(!/[A-Za-z0-9+/]{600}/.test(text), "no audio");

  const player = await startServer(["mock", "--replay", cassette]);
  assert.equal(await answeredTurns(player.url, `${run.out}-replayed`), 1);
  const { code, stderr } = await player.stop();
  assert.deepEqual([code, stderr], [0, ""], "no departures");
});
