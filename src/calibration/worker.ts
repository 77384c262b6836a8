/// <reference lib="deno.worker" />
/**
 * The truth server in a Web Worker. Takes a {@linkcode TruthScript}, answers `{ ready: true, url }`;
 * takes `{ close: true }`, answers `{ closed: true }`.
 */
import type { TruthScript } from "./truth_log.ts";
import { startTruthServer, type TruthServer } from "./truth_server.ts";

let server: TruthServer | undefined;

self.onmessage = async ({ data }: MessageEvent<TruthScript | { close: true }>) => {
  if ("close" in data) {
    await server?.close();
    return self.postMessage({ closed: true });
  }
  server = startTruthServer(data);
  self.postMessage({ ready: true, url: server.url });
};
