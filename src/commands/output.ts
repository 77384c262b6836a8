/** Where a command writes. Data goes to stdout; what people read goes to stderr when stdout has data. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
}

type Stream = { writeSync(bytes: Uint8Array): number; isTerminal(): boolean };

export const terminal: Output = {
  out: (text) => write(Deno.stdout, text),
  err: (text) => write(Deno.stderr, text),
  outIsTerminal: Deno.stdout.isTerminal(),
  errIsTerminal: Deno.stderr.isTerminal(),
};

function write(stream: Stream, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}

/**
 * What a server says on stdout, once, when it accepts connections: for a person, or as JSON.
 *
 * @param ca path of the authority that clients must trust, where the server made its own.
 */
export function readyLine(name: "mock" | "relay", url: string, json: boolean, ca?: string): string {
  if (json) return `${JSON.stringify({ ready: true, url, ca })}\n`;
  return `ttfa ${name} listening on ${url}${ca === undefined ? "" : `, trusted with ${ca}`}\n`;
}
