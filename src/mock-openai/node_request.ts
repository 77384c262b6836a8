import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/**
 * A request of `node:http` as `Deno.serve` would hand it over. A body where none is expected is left
 * unread. `undefined` where its method is one that no `Request` may have, such as TRACE.
 */
export function toRequest(message: IncomingMessage): Request | undefined {
  const { url = "/", method = "GET", headers } = message;
  const hasBody = method !== "GET" && method !== "HEAD";
  try {
    // A path may begin with two slashes, so it cannot be resolved against the origin.
    return new Request(`https://localhost${url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]),
      ...(hasBody && { body: Readable.toWeb(message) as ReadableStream<Uint8Array> }),
    });
  } catch {
    return undefined;
  }
}
