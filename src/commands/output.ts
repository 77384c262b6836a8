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

/** What a server says on stdout, once, when it accepts connections: for a person, or as JSON. */
export function readyLine(name: "mock" | "relay", url: string, json: boolean): string {
  return json ? `${JSON.stringify({ ready: true, url })}\n` : `ttfa ${name} listening on ${url}\n`;
}
