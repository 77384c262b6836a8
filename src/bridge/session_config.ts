import { given } from "../config/given.ts";
import type { EnvReader } from "./config.ts";
import {
  DEFAULT_SILENCE_MS,
  isObject,
  type JsonObject,
  type SessionSettings,
} from "./session_update.ts";

const SESSION = "BRIDGE_SESSION";
const SILENCE = "BRIDGE_SILENCE_MS";

/** Reads what the bridge decides about each session. */
export function readSession(reader: EnvReader): SessionSettings {
  const base = readBase(reader);
  const isSilenceGiven = reader.text(SILENCE) !== undefined;
  const silenceMs = reader.integer(SILENCE, DEFAULT_SILENCE_MS, 0, 10_000);
  const detection = Object(Object(base?.audio).input).turn_detection;
  if (isSilenceGiven && detection !== undefined && Object(detection).type !== "server_vad") {
    const rule = `contradicts ${SESSION}, whose turn_detection is no server_vad`;
    reader.problem(SILENCE, rule, "set one of them");
  }
  return {
    ...given("base", base),
    ...given("silenceMs", isSilenceGiven ? silenceMs : undefined),
    ...given("instructions", reader.text("BRIDGE_INSTRUCTIONS")),
    ...given("voice", reader.text("BRIDGE_VOICE")),
  };
}

/** A wrong text is not shown: instructions are nobody's business. */
function readBase(reader: EnvReader): JsonObject | undefined {
  const text = reader.text(SESSION);
  if (text === undefined) return undefined;
  const remedy = 'write one like {"tools":[…],"audio":{"input":{…}}}';
  const base = parse(text);
  if (!isObject(base)) return void reader.problem(SESSION, "is not a JSON object", remedy);
  const { type = "realtime", audio = {} } = base;
  if (type !== "realtime") {
    reader.problem(SESSION, "has a type that is not 'realtime'", "leave it out");
  }
  const parts = isObject(audio) ? [audio, audio.input ?? {}, audio.output ?? {}] : [audio];
  if (parts.every(isObject)) return base;
  return void reader.problem(SESSION, "has an audio that is no object, or holds such", remedy);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
