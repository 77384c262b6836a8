import type { ClientLink } from "../live_session.ts";
import type { Path } from "./path.ts";

/** A client's connection as a session sees it that is on the other end of a path. */
export function throughPath(link: ClientLink, path: Path): ClientLink {
  const { number, model, template, denied, search, clock } = link;
  return {
    ...{ number, model, template, search, clock },
    ...(denied && { denied }),
    send: (event) => path.send(event),
    sendText: (text, event) => event ? path.send(event, text) : path.sendText(text),
    get bufferedBytes() {
      return link.bufferedBytes;
    },
    close: (code, reason) => path.close(code, reason),
    received: (text, event) => {
      if (!path.hasInjected(event)) link.received(text, event);
    },
    departed: (what) => link.departed(what),
  };
}
