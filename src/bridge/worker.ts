/**
 * A bridge in a Web Worker. Takes `{ config: BridgeConfig }`, answers `{ ready: true, url }`; takes
 * `{ meter: true }`, answers how busy its thread was since the last time; takes `{ close: true }`,
 * answers `{ closed: true }`.
 */
import { systemClock } from "../time/system_clock.ts";
import { type ThreadLoad, ThreadMeter } from "../time/thread_meter.ts";
import type { BridgeConfig } from "./config.ts";
import { type Bridge, startBridge } from "./server.ts";

export type BridgeWorkerRequest =
  | { readonly config: BridgeConfig }
  | { readonly meter: true }
  | { readonly close: true };
export type BridgeWorkerReply =
  | { readonly ready: true; readonly url: string }
  | ThreadLoad
  | { readonly closed: true };

declare const self: {
  onmessage: (event: MessageEvent<BridgeWorkerRequest>) => void;
  postMessage(reply: BridgeWorkerReply): void;
};

let bridge: Bridge | undefined;
let meter: ThreadMeter | undefined;

self.onmessage = async ({ data }) => {
  if ("config" in data) {
    bridge = startBridge(data.config);
    await bridge.ready;
    self.postMessage({ ready: true, url: bridge.url });
  } else if ("meter" in data) {
    self.postMessage((meter ??= new ThreadMeter(systemClock)).take());
  } else {
    await bridge?.close();
    self.postMessage({ closed: true });
  }
};
