import { join } from "node:path";
import { inspect } from "node:util";
import { optional, single, toggle } from "../config/flag.ts";
import type { Problem } from "../config/problem.ts";
import { type Reader, RuleError, text } from "../config/readers.ts";
import { systemReason } from "../config/system_reason.ts";
import { readTarget } from "../config/target.ts";
import { headerLine } from "../mock-openai/cassette/header.ts";
import { readCassette } from "../mock-openai/cassette/recording.ts";
import { recordingSessions } from "../mock-openai/cassette/recording_session.ts";
import { replaySessions } from "../mock-openai/cassette/replay_session.ts";
import { dataFolder } from "../mock-openai/data_folder.ts";
import { type DevCertificate, devCertificate } from "../mock-openai/dev_certificate.ts";
import { LineWriter } from "../mock-openai/line_writer.ts";
import type { OpenSession } from "../mock-openai/live_session.ts";
import type { MockObserver } from "../mock-openai/observer.ts";
import { truthLog } from "../mock-openai/truth.ts";
import { DEFAULT_MODEL } from "../protocol/events.ts";
import { systemClock } from "../time/system_clock.ts";
import { terminal } from "./output.ts";

const SERVICE = /^(openai|(ws|http)s?:\/\/[^?#]+\/realtime([?#].*)?)$/;

/** A Realtime service: its URL, or `openai`. */
const service: Reader<URL> = (value) => {
  if (!SERVICE.test(value)) {
    throw new RuleError("is no Realtime service", "give openai or wss://…/v1/realtime");
  }
  const baseUrl = Deno.env.get("OPENAI_BASE_URL");
  return new URL(
    readTarget(value, { ...(baseUrl && { baseUrl }), model: DEFAULT_MODEL }).target.url,
  );
};

/** The flags of `ttfa mock` that put something beside its sessions, or in their place. */
export const EQUIPMENT_FLAGS = {
  tls: toggle("--tls", "serve wss with a certificate for this machine's own names"),
  truth: optional("--truth <file>", "write a line for each event in and out", text),
  record: optional("--record <url>", "pass through to this service and record it", service),
  cassette: single("--cassette <file>", "where --record writes", text, "cassette.ndjson"),
  recordAudio: toggle("--record-audio", "keep the audio in the cassette, not its length alone"),
  replay: optional("--replay <file>", "play this cassette to clients that behave alike", text),
};

export interface EquipmentWish {
  readonly tls: boolean;
  readonly truth: string | undefined;
  readonly record: URL | undefined;
  readonly cassette: string;
  readonly recordAudio: boolean;
  readonly replay: string | undefined;
}

export interface Equipment {
  readonly tls?: DevCertificate;
  readonly openSession?: OpenSession;
  readonly observers: readonly MockObserver[];
}

/**
 * Opens what was asked for and gives it to `stack` to close. What cannot be had is added to
 * `problems`, and is missing from the result.
 */
export async function equip(
  { tls, truth, record, cassette, recordAudio, replay }: EquipmentWish,
  stack: AsyncDisposableStack,
  problems: Problem[],
): Promise<Equipment> {
  if (record && replay) {
    const rule = "cannot be combined with --record";
    problems.push({ field: "--replay", rule, remedy: "give one of them" });
  }
  const certificate = tls ? await openCertificate(problems) : undefined;
  const lines = truth === undefined
    ? undefined
    : await openLines("--truth", truth, stack, problems);
  const openSession = record
    ? await recordTo(cassette, record, recordAudio, stack, problems)
    : replay && await openCassette(replay, problems);
  return {
    ...(certificate && { tls: certificate }),
    ...(openSession && { openSession }),
    observers: [
      tellTrouble(),
      ...lines ? [truthLog(systemClock, (line) => lines.add(line))] : [],
    ],
  };
}

async function openCertificate(problems: Problem[]): Promise<DevCertificate | undefined> {
  const folder = dataFolder();
  try {
    if (folder !== undefined) return await devCertificate(join(folder, "tls"));
    problems.push({
      field: "TTFA_HOME",
      rule: "is not set, nor is HOME",
      remedy: "set one of them",
    });
  } catch (error) {
    const rule = `cannot keep a certificate in ${folder} (${systemReason(error)})`;
    problems.push({ field: "--tls", rule, remedy: "set TTFA_HOME to a folder of yours" });
  }
}

async function openLines(
  field: string,
  path: string,
  stack: AsyncDisposableStack,
  problems: Problem[],
): Promise<LineWriter | undefined> {
  try {
    const writer = await LineWriter.create(path);
    stack.defer(async () => {
      const lost = await writer.close();
      if (lost > 0) terminal.err(`${path} lacks ${lost} lines: the disk was too slow, or full\n`);
    });
    return writer;
  } catch (error) {
    const exists = error instanceof Deno.errors.AlreadyExists;
    const rule = exists ? `${path} exists` : `cannot write ${path} (${systemReason(error)})`;
    problems.push({ field, rule, remedy: "name another file" });
  }
}

async function recordTo(
  path: string,
  upstream: URL,
  keepAudio: boolean,
  stack: AsyncDisposableStack,
  problems: Problem[],
): Promise<OpenSession | undefined> {
  const lines = await openLines("--cassette", path, stack, problems);
  if (!lines) return undefined;
  let header: string | undefined = headerLine(upstream, systemClock.wallMs(), keepAudio);
  const write = (line: string) => {
    if (header !== undefined) lines.add(header);
    header = undefined;
    lines.add(line);
  };
  const apiKey = Deno.env.get("OPENAI_API_KEY");
  return recordingSessions({ upstream, keepAudio, write, ...(apiKey && { apiKey }) });
}

async function openCassette(path: string, problems: Problem[]): Promise<OpenSession | undefined> {
  const problem = (rule: string) => {
    problems.push({ field: "--replay", rule, remedy: "give a file that --record has written" });
  };
  try {
    const recordings = readCassette(await Deno.readTextFile(path));
    if (typeof recordings !== "string") return replaySessions(recordings);
    problem(`${path} cannot be played: ${recordings}`);
  } catch (error) {
    problem(`cannot read ${path} (${systemReason(error)})`);
  }
}

/**
 * Says on stderr where the mock fails, and where a client leaves its recording first; the rest is in
 * `/_ttfa/sessions`.
 */
function tellTrouble(): MockObserver {
  const told = new Set<number>();
  return {
    onFailure: (session, error) => {
      terminal.err(`session ${session} closed, the mock failed: ${inspect(error)}\n`);
    },
    onDeparture: (session, what) => {
      if (told.has(session)) return;
      told.add(session);
      terminal.err(`session ${session} left the recording: ${what}\n`);
    },
    onEnd: (session) => told.delete(session),
  };
}
