/**
 * A bridge in a Web Worker. Takes `{ config: BridgeConfig }`, answers `{ ready: true, url }`; takes
 * `{ close: true }`, answers `{ closed: true }`.
 */
import type { BridgeConfig } from "./config.ts";
import { type Bridge, startBridge } from "./server.ts";

export type BridgeWorkerRequest = { readonly config: BridgeConfig } | { readonly close: true };
export type BridgeWorkerReply = { readonly ready: true; readonly url: string } | {
  readonly closed: true;
};

declare const self: {
  onmessage: (event: MessageEvent<BridgeWorkerRequest>) => void;
  postMessage(reply: BridgeWorkerReply): void;
};

let bridge: Bridge | undefined;

self.onmessage = async ({ data }) => {
  if ("config" in data) {
    bridge = startBridge(data.config);
    await bridge.ready;
    self.postMessage({ ready: true, url: bridge.url });
  } else {
    await bridge?.close();
    self.postMessage({ closed: true });
  }
};
