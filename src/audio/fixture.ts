import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ManifestEntry, parseManifest } from "./manifest.ts";
import { resample } from "./resample.ts";
import { findSpeech, type SpeechBounds } from "./speech_bounds.ts";
import { decodeWav, type Pcm, WavError } from "./wav.ts";

/** A recording ready to be spoken into a session. */
export interface SpeechFixture {
  /** The file's name without its ending. */
  readonly name: string;
  readonly path: string;
  /** 24 kHz mono. */
  readonly samples: Int16Array;
  /** Both inclusive, in samples of {@linkcode samples}. */
  readonly firstSpeechSample: number;
  readonly lastSpeechSample: number;
  readonly transcript?: string;
  readonly boundsFrom: "manifest" | "detected";
}

/** A fixture that cannot be used. The message names the file, what is wrong and a remedy. */
export class FixtureError extends Error {
  override readonly name = "FixtureError";
}

/** The sentences that callers speak, in the folder that comes with the program. */
export const BUNDLED_SPEECH: string = bundled("speech");
/** The short replies that the mock speaks. */
export const BUNDLED_REPLIES: string = bundled("replies");

const FIXTURE_RATE_HZ = 24000;

/**
 * Loads one WAV file, or all of a folder's, sorted by name. Other rates become 24 kHz. A manifest.json
 * beside the files gives speech bounds and transcripts of those it lists; bounds of the others are
 * detected. Throws {@linkcode FixtureError} where something is missing, unusable or contradictory.
 */
export async function loadFixtures(path: string): Promise<SpeechFixture[]> {
  const info = await Deno.stat(path).catch(() => undefined);
  if (info === undefined) {
    throw new FixtureError(
      `fixture ${path}: there is no such file or folder; give a WAV or a folder of them`,
    );
  }
  const folder = info.isDirectory ? path : dirname(path);
  const files = info.isDirectory ? await wavFilesIn(path) : [basename(path)];
  const entries = await readManifest(join(folder, "manifest.json"));
  const missing = info.isDirectory && entries.find(({ file }) => !files.includes(file));
  if (missing) {
    throw new FixtureError(
      `fixture ${
        join(folder, "manifest.json")
      }: it lists ${missing.file}, which is not in the folder; add the file or remove its entry`,
    );
  }
  return Promise.all(
    files.map((file) => loadOne(join(folder, file), entries.find((entry) => entry.file === file))),
  );
}

function bundled(folder: string): string {
  return fileURLToPath(new URL(`../../fixtures/${folder}`, import.meta.url));
}

async function wavFilesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const files = entries.map(({ name }) => name).filter((name) => /\.wav$/i.test(name)).sort();
  if (files.length === 0) {
    throw new FixtureError(
      `fixture ${folder}: the folder has no .wav file; put at least one there`,
    );
  }
  return files;
}

async function readManifest(path: string): Promise<readonly ManifestEntry[]> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new FixtureError(`fixture ${path}: cannot be read (${error.message})`);
  });
  if (text === undefined) return [];
  const entries = parseManifest(text);
  if (typeof entries === "string") {
    throw new FixtureError(
      `fixture ${path}: ${entries}; correct it, or remove the file to have speech detected`,
    );
  }
  return entries;
}

async function loadOne(path: string, entry: ManifestEntry | undefined): Promise<SpeechFixture> {
  const pcm = await readPcm(path);
  const samples = resample(pcm.samples, pcm.sampleRateHz, FIXTURE_RATE_HZ);
  const bounds = entry
    ? listedBounds(path, entry, pcm, samples.length)
    : detectedBounds(path, samples);
  return {
    name: basename(path).replace(/\.wav$/i, ""),
    path,
    samples,
    ...bounds,
    ...(entry?.transcript === undefined ? {} : { transcript: entry.transcript }),
    boundsFrom: entry ? "manifest" : "detected",
  };
}

/** Reads a WAV file as it is. Throws {@linkcode FixtureError}. */
export async function readPcm(path: string): Promise<Pcm> {
  try {
    return decodeWav(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof WavError) throw new FixtureError(`fixture ${path}: ${error.message}`);
    throw new FixtureError(`fixture ${path}: cannot be read (${(error as Error).message})`);
  }
}

/** The manifest's bounds, which count samples of the stored file, at 24 kHz. */
function listedBounds(path: string, entry: ManifestEntry, pcm: Pcm, length: number): SpeechBounds {
  if (entry.lastSpeechSample >= pcm.samples.length) {
    throw new FixtureError(
      `fixture ${path}: its manifest ends speech at sample ${entry.lastSpeechSample}, but the file has ${pcm.samples.length}; correct lastSpeechSample`,
    );
  }
  const convert = (index: number) =>
    Math.min(length - 1, Math.round((index * FIXTURE_RATE_HZ) / pcm.sampleRateHz));
  return {
    firstSpeechSample: convert(entry.firstSpeechSample),
    lastSpeechSample: convert(entry.lastSpeechSample),
  };
}

function detectedBounds(path: string, samples: Int16Array): SpeechBounds {
  const bounds = findSpeech(samples, FIXTURE_RATE_HZ);
  if (bounds) return bounds;
  throw new FixtureError(
    `fixture ${path}: no speech stands out from its background; use a recording with some silence around speech, or list its bounds in manifest.json`,
  );
}
