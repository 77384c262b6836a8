import { type Distribution, THINK_PRESETS } from "../random/distribution.ts";
import { seeded } from "../random/random.ts";
import type { OpenSession } from "./live_session.ts";
import { MockSession } from "./session.ts";
import { prepareReply, type ReplyVoice } from "./voice.ts";

export interface MockSessionOptions {
  /** From the end of a turn to the first audio. Default: the preset gpt-realtime-1.5. */
  readonly think?: Distribution;
  /** Of ids and think times: the n-th session of two mocks with one seed draws the same. Default 1. */
  readonly seed?: number;
  /** What the mock says, one after the other in every session; at least one. */
  readonly replies: readonly ReplyVoice[];
}

/** Opens sessions that the mock answers by itself. */
export function mockSessions(
  { think = THINK_PRESETS["gpt-realtime-1.5"]!, seed = 1, replies }: MockSessionOptions,
): OpenSession {
  if (replies.length === 0) throw new RangeError("'replies' must hold at least one");
  const prepared = replies.map(prepareReply);
  return (link) =>
    new MockSession({
      clock: link.clock,
      random: (stream) => seeded(seed, `session ${link.number}`, stream),
      model: link.model,
      think,
      replies: prepared,
      send: (event) => link.send(event),
      received: (text, event) => link.received(text, event),
      close: (code, reason) => link.close(code, reason),
    });
}
