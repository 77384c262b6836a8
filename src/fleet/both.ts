import type { Sink } from "../run/job.ts";

/** Tells two sinks the same. */
export function both(a: Sink, b: Sink): Sink {
  return {
    begun: (sessionId) => (a.begun(sessionId), b.begun(sessionId)),
    turn: (sample) => (a.turn(sample), b.turn(sample)),
    session: (sample) => (a.session(sample), b.session(sample)),
    dropped: (arrival) => (a.dropped(arrival), b.dropped(arrival)),
  };
}
