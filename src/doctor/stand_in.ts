import { givenKey } from "../mock-openai/handshake.ts";
import type { Knock as KnockAtDoor } from "../mock-openai/knock.ts";
import type { ClientLink } from "../mock-openai/live_session.ts";
import { mockSessions } from "../mock-openai/mock_sessions.ts";
import type { MockObserver, Passage } from "../mock-openai/observer.ts";
import { startMock } from "../mock-openai/server.ts";
import { DEFAULT_MODEL, type ServerEventOf } from "../protocol/events.ts";
import { type Clock, sleep } from "../time/clock.ts";

/** A dial of the bridge, as it arrived. */
export interface Knock {
  readonly atMs: number;
  /** The key that it presented. */
  readonly key: string | undefined;
  /** Why the service refuses such a dial, e.g. `beta_api_shape_disabled`. */
  readonly refusalCode: string | undefined;
}

/** A session that the bridge opened. */
export interface UpstreamSession {
  readonly openedAtMs: number;
  /** Frames from the bridge: their `event_id`, or `undefined` where they have none. */
  readonly received: (string | undefined)[];
  /** That it was answered with. */
  readonly errors: ServerEventOf<"error">["error"][];
  readonly link: ClientLink;
  endedAtMs: number | undefined;
}

/** An upstream in the doctor's hands: a mock that notes who knocks, what passes and who stays. */
export interface StandIn extends AsyncDisposable {
  /** What the bridge must dial, model included. */
  readonly url: string;
  readonly knocks: readonly Knock[];
  readonly sessions: readonly UpstreamSession[];
  /** The status that the next dials are answered with; 101 lets them in. */
  doorStatus: number;
}

/** How long a dial takes, as one of the live service would: a client can leave during it. */
export const DIAL_MS = 200;

/** Silence: the doctor asks for no replies, but a mock must have one to give. */
const REPLY = { transcript: "", samples: new Int16Array(2400) };

/** Rejects as `startMock` does when the address cannot be had. */
export async function openStandIn(
  address: { readonly host: string; readonly port: number },
  clock: Clock,
): Promise<StandIn> {
  const notes = new Notes(clock);
  const open = mockSessions({ replies: [REPLY], transcribe: () => ({ transcript: "" }) });
  const mock = await startMock({
    ...address,
    clock,
    doorkeeper: (knock) => notes.answer(knock),
    observers: [notes],
    openSession: (link) => {
      notes.opened(link);
      return open(link);
    },
  });
  return Object.assign(notes, {
    url: `${mock.url}?model=${DEFAULT_MODEL}`,
    [Symbol.asyncDispose]: () => mock.close(),
  });
}

class Notes implements MockObserver {
  readonly knocks: Knock[] = [];
  readonly sessions: UpstreamSession[] = [];
  doorStatus = 101;
  readonly #clock: Clock;
  readonly #byNumber = new Map<number, UpstreamSession>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async answer({ headers, refusal }: KnockAtDoor): Promise<number> {
    this.knocks.push({
      atMs: this.#clock.now(),
      key: givenKey(headers),
      refusalCode: refusal?.code ?? undefined,
    });
    await sleep(this.#clock, DIAL_MS);
    return this.doorStatus;
  }

  opened(link: ClientLink): void {
    const openedAtMs = this.#clock.now();
    const session: UpstreamSession = {
      openedAtMs,
      received: [],
      errors: [],
      link,
      endedAtMs: undefined,
    };
    this.#byNumber.set(link.number, session);
    this.sessions.push(session);
  }

  onPassage({ session, direction, event }: Passage): void {
    const noted = this.#byNumber.get(session);
    if (direction === "in") noted?.received.push(event?.event_id);
    else if (event?.type === "error") noted?.errors.push(event.error);
  }

  onEnd(session: number): void {
    const ended = this.#byNumber.get(session);
    if (ended) ended.endedAtMs = this.#clock.now();
  }
}
