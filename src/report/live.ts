import type { Cancel, Clock } from "../time/clock.ts";
import { formatDuration, formatMs } from "./number.ts";

export interface LiveSnapshot {
  readonly elapsedMs: number;
  readonly etaMs?: number;
  readonly clientsOpen: number;
  readonly clientsTotal: number;
  readonly turnsDone: number;
  /** Missing where time ends the run. */
  readonly turnsTotal?: number;
  readonly ttfaP50Ms?: number;
  readonly latenessP99Ms?: number;
}

/** Shorter than any usual terminal is wide: a line that wrapped could not be redrawn. */
const BAR_WIDTH = 24;

/** The block for a terminal, in lines of at most 79 characters for counts of up to six digits. */
export function liveBlock(snapshot: LiveSnapshot): string[] {
  const filled = Math.round(shareDone(snapshot) * BAR_WIDTH);
  const bar = "━".repeat(filled) + "─".repeat(BAR_WIDTH - filled);
  return [`${bar}  ${turns(snapshot)}  ${time(snapshot)}`, state(snapshot)];
}

/** The same in one line, for logs. */
export function liveLine(snapshot: LiveSnapshot): string {
  return `${time(snapshot)}: ${turns(snapshot)}, ${state(snapshot)}`;
}

function shareDone({ turnsDone, turnsTotal, elapsedMs, etaMs }: LiveSnapshot): number {
  if (turnsTotal === undefined) return etaMs === undefined ? 0 : elapsedMs / (elapsedMs + etaMs);
  return turnsTotal > 0 ? Math.min(1, turnsDone / turnsTotal) : 0;
}

function turns({ turnsDone, turnsTotal }: LiveSnapshot): string {
  return turnsTotal === undefined ? `${turnsDone} turns` : `${turnsDone}/${turnsTotal} turns`;
}

function time({ elapsedMs, etaMs, turnsTotal, turnsDone, clientsOpen }: LiveSnapshot): string {
  const elapsed = formatDuration(elapsedMs);
  if (etaMs === undefined) return elapsed;
  if (etaMs > 0) return `${elapsed}, ${formatDuration(etaMs)} left`;
  // Where turns are counted and more are due than are going on, the estimate was wrong.
  const isEnding = turnsTotal === undefined || turnsTotal - turnsDone <= clientsOpen;
  return isEnding ? `${elapsed}, the last turns` : elapsed;
}

function state(snapshot: LiveSnapshot): string {
  const { clientsOpen, clientsTotal, ttfaP50Ms, latenessP99Ms } = snapshot;
  return [
    `${clientsOpen}/${clientsTotal} clients`,
    ...(ttfaP50Ms === undefined ? [] : [`ttfa p50 ${formatMs(ttfaP50Ms)} ms`]),
    ...(latenessP99Ms === undefined ? [] : [`lateness p99 ${formatMs(latenessP99Ms)} ms`]),
  ].join(", ");
}

export interface LiveOptions {
  readonly clock: Clock;
  /** Whether `write` reaches a terminal that understands ANSI escapes. */
  readonly tty: boolean;
  readonly snapshot: () => LiveSnapshot;
  readonly write: (text: string) => void;
}

const REDRAW_EVERY_MS = 250;
const LINE_EVERY_MS = 5000;

/**
 * From where a line ends to the terminal's edge. Each line alone: to clear the screen makes some terminals
 * put what stood there into their scrollback, once for every redraw.
 */
const CLEAR_REST = "\x1b[K";

/** Shows progress until it is stopped: one block redrawn on a terminal, a line each 5 s elsewhere. */
export class LiveReporter {
  readonly #options: LiveOptions;
  #cancel: Cancel | undefined;
  #linesShown = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  start(): void {
    this.stop();
    const { clock, tty } = this.#options;
    const everyMs = tty ? REDRAW_EVERY_MS : LINE_EVERY_MS;
    if (tty) this.#show();
    const showAndRepeat = (dueMs: number) => {
      this.#cancel = clock.at(dueMs, () => {
        this.#show();
        showAndRepeat(Math.max(dueMs, clock.now()) + everyMs);
      });
    };
    showAndRepeat(clock.now() + everyMs);
  }

  /** Ends the progress and takes the block off the terminal: the report comes in its place. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const lines = this.#linesShown;
    if (lines > 0) {
      this.#options.write(`${this.#up()}${`${CLEAR_REST}\n`.repeat(lines)}${this.#up()}`);
    }
    this.#linesShown = 0;
  }

  #show(): void {
    const { tty, snapshot, write } = this.#options;
    if (!tty) return write(`${liveLine(snapshot())}\n`);
    const lines = liveBlock(snapshot());
    write(this.#up() + lines.map((line) => `${line}${CLEAR_REST}\n`).join(""));
    this.#linesShown = lines.length;
  }

  /** To the block's first line. */
  #up(): string {
    return this.#linesShown > 0 ? `\x1b[${this.#linesShown}A` : "";
  }
}
