/** What `manifest.json` says of one WAV file beside it. Other fields are for people. */
export interface ManifestEntry {
  readonly file: string;
  readonly transcript?: string;
  /** Both inclusive, in samples of the file as it is stored. */
  readonly firstSpeechSample: number;
  readonly lastSpeechSample: number;
}

/** Reads a manifest: `{ "clips": [ManifestEntry, …] }`. Gives the entries, or what is wrong as a sentence. */
export function parseManifest(text: string): readonly ManifestEntry[] | string {
  let clips: unknown;
  try {
    clips = (JSON.parse(text) as { clips?: unknown } | null)?.clips;
  } catch (error) {
    return `it is not JSON (${(error as Error).message})`;
  }
  if (!Array.isArray(clips)) return 'it must be an object with a list named "clips"';
  const problem = clips.map(problemOf).find((found) => found !== undefined);
  return problem ?? clips as ManifestEntry[];
}

function problemOf(clip: Partial<Record<keyof ManifestEntry, unknown>> | null, index: number) {
  const { file, transcript, firstSpeechSample: first, lastSpeechSample: last } = clip ?? {};
  if (typeof file !== "string") return `clips[${index}].file must be the name of a WAV file`;
  if (transcript !== undefined && typeof transcript !== "string") {
    return `the transcript of ${file} must be text`;
  }
  if (!isIndex(first) || !isIndex(last) || first > last) {
    return `${file} needs firstSpeechSample ≤ lastSpeechSample, two whole numbers from 0 ` +
      `(found ${first} and ${last})`;
  }
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
