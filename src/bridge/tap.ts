import type { Connect, LegEnd } from "./leg.ts";

/** What looks at the frames of a leg on their way. */
export interface Tap {
  /** The leg is open; nothing was sent or received yet. */
  readonly opened?: () => void;
  /** A frame that the leg has just sent; what is returned is sent after it. */
  readonly sent?: (text: string) => string | undefined | void;
  /** A frame that the leg received; what is returned goes on instead. */
  readonly received?: (text: string) => string;
  readonly closed?: (end: LegEnd) => LegEnd;
}

/** A leg with a tap on it, where there is one. */
export function tapped(connect: Connect, tap: Tap | undefined): Connect {
  if (!tap) return connect;
  const { opened, sent, received, closed } = tap;
  return (listener) => {
    const leg = connect({
      ...listener,
      onOpen: () => {
        opened?.();
        listener.onOpen();
      },
      onText: (text) => listener.onText(received ? received(text) : text),
      onClosed: (end) => listener.onClosed(closed ? closed(end) : end),
    });
    const send = leg.send.bind(leg);
    leg.send = (text) => {
      const isSent = send(text);
      const more = isSent ? sent?.(text) : undefined;
      if (more !== undefined) send(more);
      return isSent;
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
