import type { Connect, LegEnd } from "./leg.ts";

/** What looks at the frames of a leg on their way. */
export interface Tap {
  /** A frame that the leg sends. */
  readonly sent?: (text: string) => void;
  /** A frame that the leg received; what is returned goes on instead. */
  readonly received?: (text: string) => string;
  readonly closed?: (end: LegEnd) => LegEnd;
}

/** A leg with a tap on it. */
export function tapped(connect: Connect, { sent, received, closed }: Tap): Connect {
  return (listener) => {
    const leg = connect({
      ...listener,
      onText: (text) => listener.onText(received ? received(text) : text),
      onClosed: (end) => listener.onClosed(closed ? closed(end) : end),
    });
    const send = leg.send.bind(leg);
    leg.send = (text) => {
      sent?.(text);
      send(text);
    };
    return leg;
  };
}

/** Takes a secret out of all that a leg reports: an upstream may quote the key that it was given. */
export function redaction(secret: string | undefined): Required<Pick<Tap, "received" | "closed">> {
  const clean = (text: string) =>
    secret !== undefined && text.includes(secret) ? text.replaceAll(secret, "***") : text;
  return { received: clean, closed: (end) => ({ ...end, reason: clean(end.reason) }) };
}
