import type { SpeechFixture } from "../audio/fixture.ts";

/** Well under the 1 MB that a NATS server takes in one message unless told otherwise. */
const CHUNK_BYTES = 512 * 1024;

/** The speech of a run as messages, to be put together again by {@linkcode unchunked}. */
export async function chunked(speech: readonly SpeechFixture[]): Promise<Uint8Array[]> {
  const plain = speech.map(({ samples, path: _, ...rest }) => ({ ...rest, pcm: bytesOf(samples) }));
  const packed = await through(
    new CompressionStream("gzip"),
    new TextEncoder().encode(JSON.stringify(plain)),
  );
  const count = Math.ceil(packed.length / CHUNK_BYTES);
  return Array.from(
    { length: count },
    (_, i) => packed.slice(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
  );
}

export async function unchunked(chunks: readonly Uint8Array[]): Promise<SpeechFixture[]> {
  const packed = new Uint8Array(
    await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).arrayBuffer(),
  );
  const text = new TextDecoder().decode(await through(new DecompressionStream("gzip"), packed));
  const plain: (Omit<SpeechFixture, "samples" | "path"> & { pcm: string })[] = JSON.parse(text);
  return plain.map(({ pcm, ...rest }) => ({ ...rest, path: rest.name, samples: samplesOf(pcm) }));
}

/** Every machine that Deno runs on is little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: Int16Array): string {
  return new Uint8Array(buffer, byteOffset, byteLength).toBase64();
}

function samplesOf(pcm: string): Int16Array {
  return new Int16Array(Uint8Array.fromBase64(pcm).buffer);
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const body = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(body).arrayBuffer());
}
