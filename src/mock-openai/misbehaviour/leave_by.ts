import type { Connection } from "../../links/connection.ts";
import type { Breakage, Outgoing } from "./outgoing.ts";

type Socket = Pick<WebSocket, "readyState" | "send" | "close">;

/**
 * Lets an item leave by a socket; on one that is closing nothing leaves any more.
 *
 * @param connection the TCP connection beneath, looked up only where a fault acts on it.
 */
export function leaveBy(
  socket: Socket,
  item: Outgoing,
  connection: () => Connection | undefined = () => undefined,
): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  switch (item.kind) {
    case "event":
      return socket.send(JSON.stringify(item.event));
    case "text":
      return socket.send(item.text);
    case "close":
      return socket.close(item.code, item.reason);
    case "break":
      return breakBy(item.way, socket, connection());
  }
}

function breakBy(way: Breakage, socket: Socket, connection: Connection | undefined): void {
  switch (way.by) {
    case "close":
      return socket.close(way.code, "A fault, as ordered.");
    case "cut":
      return connection?.cut();
    case "reset":
      return connection?.reset();
    case "silence":
      return connection?.silence();
    case "slow-reading":
      return connection?.readSlowly(way.bytesPerS);
  }
}
