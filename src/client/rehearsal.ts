import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import type { Clock } from "../time/clock.ts";
import { dialer } from "./dial.ts";
import type { Endpoint } from "./endpoint.ts";
import type { DialResult } from "./socket.ts";

/**
 * Dials as `endpoint` will be dialled, but a port of this machine that hangs up. The first connect of a
 * thread loads code and reads certificates, 50 ms and more with TLS: that is no part of any target.
 */
export async function rehearse({ url, ca, insecure }: Endpoint, clock: Clock): Promise<DialResult> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 503 rehearsal\r\n\r\n"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const here = `${new URL(url).protocol}//localhost:${port}/`;
  const endpoint = { url: here, headers: {}, subprotocols: [], insecure, ...(ca && { ca }) };
  const ignored = { onText() {}, onPong() {}, onClose() {} };
  // It fails, as it must.
  const failed = await dialer(endpoint, clock)(ignored, new AbortController().signal);
  server.close();
  await once(server, "close");
  return failed;
}
