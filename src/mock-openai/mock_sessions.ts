import { type Distribution, isSound } from "../random/distribution.ts";
import { seeded } from "../random/random.ts";
import { THINK_PRESETS } from "../random/think_presets.ts";
import { checkedTranscriber } from "./checked_transcriber.ts";
import type { OpenSession } from "./live_session.ts";
import { prepareRepertoire } from "./repertoire.ts";
import type { LoadedRule } from "./rule.ts";
import { MockSession } from "./session.ts";
import type { Transcriber } from "./transcriber.ts";
import type { Pace, ReplyVoice } from "./voice.ts";

const HOUR_MS = 3_600_000;

/** How the mock's own sessions behave. */
export interface MockSessionOptions {
  /** From the end of a turn to the first audio. Default: the preset gpt-realtime-1.5. */
  readonly think?: Distribution;
  /**
   * Of everything random: the n-th session of two mocks with one seed draws the same, ids and
   * ephemeral keys among it. Default 1.
   */
  readonly seed?: number;
  /**
   * How long a session may last, in ms. Default: an hour, as on the live service. `Infinity`: for ever,
   * `expires_at` is null.
   */
  readonly sessionLimitMs?: number;
  /** Says what was said in a turn. Where it cannot, clients get `….input_audio_transcription.failed`. */
  readonly transcribe: Transcriber;
  /** What the mock says, one after the other in every session; at least one. */
  readonly replies: readonly ReplyVoice[];
  /** What it answers where a rule fits; see script.ts. */
  readonly script?: readonly LoadedRule[];
  /** Default: burst. */
  readonly pace?: Pace;
}

/** Opens sessions that the mock answers by itself. Throws a `RangeError` for what no session can keep. */
export function mockSessions(options: MockSessionOptions): OpenSession {
  const { think = THINK_PRESETS["gpt-realtime-1.5"]!, pace = "burst", seed = 1 } = options;
  const { replies, script, sessionLimitMs = HOUR_MS } = options;
  if (replies.length === 0) throw new RangeError("'replies' must hold at least one");
  if (!isSound(think)) throw new RangeError("'think' must be of finite times, 0 ms or more");
  if (!(sessionLimitMs > 0)) throw new RangeError("'sessionLimitMs' must be more than 0");
  const transcribe = checkedTranscriber(options.transcribe);
  const repertoire = prepareRepertoire(replies, script);
  return (link) =>
    new MockSession({
      clock: link.clock,
      random: (stream) => seeded(seed, `session ${link.number}`, stream),
      number: link.number,
      template: link.template,
      ...(link.denied && { denied: link.denied }),
      limitMs: sessionLimitMs,
      ...{ transcribe, think, pace, repertoire },
      send: (event) => link.send(event),
      received: (text, event) => link.received(text, event),
      close: (code, reason) => link.close(code, reason),
    });
}
