import type { UpstreamPhase, UpstreamPhases } from "../protocol/bridge_events.ts";
import { isEvent } from "./is_event.ts";
import type { Clock } from "../time/clock.ts";
import { Phases } from "../time/phases.ts";
import type { SessionEnd } from "./session.ts";
import { HopTimer } from "./hop_timer.ts";
import type { Tap } from "./tap.ts";

/** Learns of one session what can be seen from outside the relay. */
export interface SessionObserver {
  /** A frame was passed on: from its receipt on one leg until the system had it for the other. */
  hop(direction: "up" | "down", ms: number): void;
  /** The upstream answered the dial with 101. */
  dialled?(upstreamMs: UpstreamPhases): void;
  /** The upstream said `session.created`. */
  ready(upstreamMs: UpstreamPhases): void;
  /** A frame was sent to the client; what is returned is sent after it. */
  sent?(frame: string): string | undefined;
  /** Once, after all else. */
  ended?(end: SessionEnd): void;
}

/** Where a session is watched: taps for both legs, and two calls. */
export interface Observation {
  readonly client: Tap;
  /** Nearest to the leg, so that no other tap's time is left out. */
  readonly upstream: Tap;
  /** A phase of the upstream's dial has ended. */
  readonly dialled: (phase: UpstreamPhase) => void;
  readonly ended: (end: SessionEnd) => void;
}

/** Watches a session that starts now. */
export function observe(clock: Clock, observers: readonly SessionObserver[]): Observation {
  const tell = (news: (observer: SessionObserver) => void) => observers.forEach(news);
  const up = new HopTimer(clock, (ms) => tell((observer) => observer.hop("up", ms)));
  const down = new HopTimer(clock, (ms) => tell((observer) => observer.hop("down", ms)));
  const phases = new Phases<UpstreamPhase>(clock);
  const dialled = (phase: UpstreamPhase) => void phases.end(phase);
  let isReady = false;
  const client: Tap = {
    opened: () => down.clear(),
    received: (frame) => (up.in(frame), frame),
    sent: (frame) => {
      down.out(frame);
      return observers.map((observer) => observer.sent?.(frame)).find((more) => more !== undefined);
    },
  };
  const upstream: Tap = {
    opened: () => {
      up.clear();
      dialled("upgrade");
      tell((observer) => observer.dialled?.(phases.ms));
    },
    received: (frame) => {
      down.in(frame);
      if (isReady || !isEvent(frame, "session.created")) return frame;
      isReady = true;
      dialled("session_created");
      tell((observer) => observer.ready(phases.ms));
      return frame;
    },
    sent: (frame) => up.out(frame),
  };
  return { client, upstream, dialled, ended: (end) => tell((observer) => observer.ended?.(end)) };
}
