import type { Connection } from "../../links/connection.ts";
import type { ObservedLink } from "../observed_link.ts";
import type { Breakage, Outgoing } from "./outgoing.ts";

/**
 * Lets an item leave by a client's link; on one that is closing nothing leaves any more.
 *
 * @param connection the TCP connection beneath, looked up only where a fault acts on it.
 */
export function leaveBy(
  link: ObservedLink,
  item: Outgoing,
  connection: () => Connection | undefined,
): void {
  switch (item.kind) {
    case "event":
      return item.text === undefined ? link.send(item.event) : link.sendText(item.text, item.event);
    case "text":
      return link.sendText(item.text, undefined);
    case "close":
      return link.close(item.code, item.reason);
    case "break":
      return breakBy(item.way, link, connection());
  }
}

function breakBy(way: Breakage, link: ObservedLink, connection: Connection | undefined): void {
  switch (way.by) {
    case "close":
      return link.close(way.code, "A fault, as ordered.");
    case "cut":
      return link.breakOff(() => connection?.cut());
    case "reset":
      return link.breakOff(() => connection?.reset());
    case "silence":
      return connection?.silence();
    case "slow-reading":
      return connection?.readSlowly(way.bytesPerS);
  }
}
