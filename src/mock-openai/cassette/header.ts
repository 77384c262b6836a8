const VERSION = 1;

/** The first line of a cassette. */
export interface CassetteHeader {
  /** Version of the format. */
  readonly cassette: number;
  /** Scheme, host and path of the recorded service. */
  readonly upstream: string;
  /** ISO 8601. */
  readonly recorded: string;
  /** Whether audio was kept; without it only its length was. */
  readonly audio: boolean;
}

export function headerLine(upstream: URL, wallMs: number, audio: boolean): string {
  const header: CassetteHeader = {
    cassette: VERSION,
    upstream: `${upstream.origin}${upstream.pathname}`,
    recorded: new Date(wallMs).toISOString(),
    audio,
  };
  return JSON.stringify(header);
}

/** What keeps a file from being played, as a sentence; `undefined` where nothing does. */
export function headerProblem(header: Partial<CassetteHeader> | null): string | undefined {
  if (typeof header?.cassette !== "number") return "it is no cassette";
  if (header.cassette === VERSION) return undefined;
  return `it is a cassette of version ${header.cassette}, and this program plays version ${VERSION}`;
}
