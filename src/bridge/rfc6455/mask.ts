/** Memory that is seen as bytes and, aligned, as words of four; `bytes.length` is a multiple of 4. */
export class Space {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words: Uint32Array<ArrayBuffer>;

  constructor(atLeastBytes: number) {
    this.bytes = new Uint8Array(Math.ceil(atLeastBytes / 4) * 4);
    this.words = new Uint32Array(this.bytes.buffer);
  }
}

const turnedKey = new Uint8Array(4);
const turnedWord = new Uint32Array(turnedKey.buffer);

/** Masks what lies from `start` to `end` with the key in the four bytes before it (RFC 6455 §5.3). */
export function mask({ bytes, words }: Space, start: number, end: number): void {
  const key = start - 4;
  const firstWord = Math.min((start + 3) >> 2, end >> 2);
  const lastWord = end >> 2;
  const head = Math.min(firstWord * 4, end);
  let i = start;
  for (; i < head; i++) bytes[i]! ^= bytes[key + (i - start)]!;
  for (let k = 0; k < 4; k++) turnedKey[k] = bytes[key + ((i - start + k) & 3)]!;
  const word = turnedWord[0]!;
  for (let w = firstWord; w < lastWord; w++) words[w]! ^= word;
  for (i = Math.max(i, lastWord * 4); i < end; i++) bytes[i]! ^= bytes[key + ((i - start) & 3)]!;
}
