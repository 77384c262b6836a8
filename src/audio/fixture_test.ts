import assert from "node:assert/strict";
import { join } from "node:path";
import { BUNDLED_REPLIES, BUNDLED_SPEECH, FixtureError, loadFixtures } from "./fixture.ts";
import { encodeWav } from "./wav.ts";

/** Half a second of a tone within a second of silence. */
function spoken(sampleRateHz: number): Uint8Array {
  const samples = Int16Array.from({ length: sampleRateHz }, (_, i) => {
    const t = i / sampleRateHz;
    return t >= 0.25 && t < 0.75 ? 8000 * Math.sin(2 * Math.PI * 500 * t) : 0;
  });
  return encodeWav({ sampleRateHz, samples });
}

async function withFolder(
  files: Readonly<Record<string, Uint8Array | string>>,
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(folder, name), bytes);
    }
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function manifest(...clips: unknown[]): string {
  return JSON.stringify({ clips });
}

async function rejects(path: string, message: RegExp): Promise<void> {
  await assert.rejects(loadFixtures(path), (error) => {
    assert.ok(error instanceof FixtureError, `${error}`);
    assert.match(error.message, message);
    return true;
  });
}

Deno.test("loadFixtures resamples one file to 24 kHz and detects its speech", async () => {
  await withFolder({ "hello.there.WAV": spoken(16000) }, async (folder) => {
    const [fixture, ...more] = await loadFixtures(join(folder, "hello.there.WAV"));
    assert.deepEqual(more, []);
    assert.equal(fixture!.name, "hello.there");
    assert.equal(fixture!.samples.length, 24000);
    assert.equal(fixture!.boundsFrom, "detected");
    assert.ok(!("transcript" in fixture!));
    assert.ok(Math.abs(fixture!.firstSpeechSample - 6000) < 120, `${fixture!.firstSpeechSample}`);
    assert.ok(Math.abs(fixture!.lastSpeechSample - 17999) < 120, `${fixture!.lastSpeechSample}`);
  });
});

Deno.test("loadFixtures takes bounds from the manifest, in the file's own rate", async () => {
  const entry = {
    file: "a.wav",
    transcript: "one",
    firstSpeechSample: 2000,
    lastSpeechSample: 7999,
  };
  const files = { "b.wav": spoken(24000), "a.wav": spoken(8000), "manifest.json": manifest(entry) };
  await withFolder(files, async (folder) => {
    const [a, b] = await loadFixtures(folder);
    assert.deepEqual(
      [a!.name, a!.firstSpeechSample, a!.lastSpeechSample, a!.transcript, a!.boundsFrom],
      ["a", 6000, 23997, "one", "manifest"],
    );
    assert.deepEqual([b!.name, b!.boundsFrom], ["b", "detected"]);
    const [alone] = await loadFixtures(join(folder, "a.wav"));
    assert.deepEqual(alone, a);
  });
});

Deno.test("loadFixtures says clearly why a path is no fixture", async () => {
  const silence = encodeWav({ sampleRateHz: 24000, samples: new Int16Array(24000) });
  const files = { "silence.wav": silence, "song.mp3": "ID3", "broken.wav": "not audio" };
  await withFolder(files, async (folder) => {
    await rejects(join(folder, "absent.wav"), /absent\.wav: there is no such file or folder; give/);
    await rejects(join(folder, "silence.wav"), /silence\.wav: no speech .*manifest\.json/);
    await rejects(join(folder, "broken.wav"), /broken\.wav: cannot use this WAV.*sox/);
    await rejects(join(folder, "song.mp3"), /song\.mp3: cannot use this WAV/);
  });
  await withFolder({ "notes.txt": "no audio" }, (folder) => rejects(folder, /has no \.wav file/));
});

Deno.test("loadFixtures refuses a manifest that disagrees with its files", async () => {
  const good = { file: "a.wav", firstSpeechSample: 0, lastSpeechSample: 23999 };
  const cases: [string, RegExp][] = [
    ["{", /manifest\.json: it is not JSON/],
    ["null", /a list named "clips"/],
    [manifest(null), /clips\[0\]\.file must be/],
    [manifest({ ...good, file: 3 }), /clips\[0\]\.file must be/],
    [manifest({ ...good, transcript: 3 }), /transcript of a\.wav must be text/],
    [manifest({ ...good, firstSpeechSample: -1 }), /a\.wav needs firstSpeechSample ≤/],
    [manifest({ ...good, firstSpeechSample: 9, lastSpeechSample: 8 }), /found 9 and 8/],
    [manifest({ ...good, lastSpeechSample: 1.5 }), /whole numbers/],
    [manifest({ ...good, lastSpeechSample: 24000 }), /sample 24000, but the file has 24000;/],
    [manifest(good, { ...good, file: "b.wav" }), /lists b\.wav, which is not in the folder/],
  ];
  for (const [text, message] of cases) {
    const files = { "a.wav": spoken(24000), "manifest.json": text };
    await withFolder(files, (folder) => rejects(folder, message));
  }
});

Deno.test("the bundled folders load, sorted, with bounds and transcripts from their manifests", async () => {
  for (const [folder, least] of [[BUNDLED_SPEECH, 6], [BUNDLED_REPLIES, 3]] as const) {
    const fixtures = await loadFixtures(folder);
    assert.ok(fixtures.length >= least);
    assert.deepEqual(fixtures.map(({ name }) => name), fixtures.map(({ name }) => name).sort());
    assert.ok(fixtures.every((f) => f.boundsFrom === "manifest" && f.transcript));
  }
});
