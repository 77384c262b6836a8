/** Lines that wait for a slow disk take up at most this; those that come then are lost, and counted. */
const MAX_WAITING_CHARS = 16 * 2 ** 20;
/** Lines gather for as long, so that one write takes many. */
const GATHER_MS = 50;

/**
 * A file of lines that are written as they come without keeping anybody waiting: they gather in
 * memory, within bounds, and leave together a moment later.
 */
export class LineWriter {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  #added = 0;
  #lines: string[] = [];
  #chars = 0;
  #lost = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #written = Promise.resolve();
  #closed = false;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /** Rejects with the file system's error; with `Deno.errors.AlreadyExists` rather than overwrite. */
  static async create(path: string): Promise<LineWriter> {
    return new LineWriter(path, await Deno.open(path, { write: true, createNew: true }));
  }

  /** @param line without its end. */
  add(line: string): void {
    if (this.#closed || this.#chars > MAX_WAITING_CHARS) return void this.#lost++;
    this.#added++;
    this.#lines.push(line);
    this.#chars += line.length;
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  /** Writes what is left, and removes a file that nothing was added to. @returns the lines lost. */
  async close(): Promise<number> {
    if (this.#closed) return this.#lost;
    this.#closed = true;
    this.#flush();
    await this.#written;
    this.#file.close();
    if (this.#added === 0) await Deno.remove(this.#path);
    return this.#lost;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#written = this.#written.then(() => this.#write());
  }

  async #write(): Promise<void> {
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    this.#chars = 0;
    let bytes = new TextEncoder().encode(`${lines.join("\n")}\n`);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(await this.#file.write(bytes));
    } catch {
      this.#lost += lines.length;
    }
  }
}
