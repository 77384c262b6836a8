import { truthSpeech } from "../../src/calibration/truth_speech.ts";
import { encodeWav } from "../../src/audio/wav.ts";

const SAMPLE_RATE_HZ = 24_000;
const FRAME_MS = 20;
/** Three loud windows of 20 ms make a turn for the mock: one more, wherever they begin. */
const SPEECH_FRAMES = 4;
const REPLY_FRAMES = 1;

/** Very short speech, and a script that has the mock answer as shortly, in a folder of their own. */
export interface Equipment extends AsyncDisposable {
  readonly speech: string;
  readonly script: string;
}

export async function writeEquipment(): Promise<Equipment> {
  const folder = await Deno.makeTempDir({ prefix: "ttfa-gate-error-" });
  const { samples, firstSpeechSample, lastSpeechSample } = truthSpeech(FRAME_MS, SPEECH_FRAMES);
  const clips = [{ file: "short.wav", firstSpeechSample, lastSpeechSample }];
  const [speech, script] = [`${folder}/short.wav`, `${folder}/script.yaml`];
  const reply = samples.slice(0, REPLY_FRAMES * FRAME_MS * SAMPLE_RATE_HZ / 1000);
  await writeWav(speech, samples);
  await writeWav(`${folder}/reply.wav`, reply);
  await Deno.writeTextFile(`${folder}/manifest.json`, JSON.stringify({ clips }));
  await Deno.writeTextFile(script, "rules: [{ say: Prudently., audio: reply.wav }]\n");
  return {
    ...{ speech, script },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

function writeWav(path: string, samples: Int16Array): Promise<void> {
  return Deno.writeFile(path, encodeWav({ sampleRateHz: SAMPLE_RATE_HZ, samples }));
}
