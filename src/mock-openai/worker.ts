/**
 * The mock in a Web Worker, so that it shares no event loop with those who measure it. It answers a
 * {@linkcode MockWorkerStart} with `{ ready: true, url }` and `{ close: true }` with
 * `{ closed: true }`; what goes wrong surfaces as the worker's `error` event.
 */
/// <reference lib="deno.worker" />
import type { Distribution } from "../random/distribution.ts";
import { loadReplies } from "./replies.ts";
import type { LoadedRule } from "./rule.ts";
import { type Mock, startMock } from "./server.ts";

export interface MockWorkerStart {
  readonly think: Distribution;
  readonly seed: number;
  readonly apiKey?: string;
  readonly script?: readonly LoadedRule[];
  /** As `--fault` takes them. */
  readonly faults?: readonly string[];
  /** Folder of WAV files to say; by default those that come with the mock. */
  readonly repliesDir?: string;
}

let mock: Mock | undefined;

async function start({ repliesDir, ...options }: MockWorkerStart): Promise<void> {
  mock = await startMock({ ...options, replies: await loadReplies(repliesDir) });
  self.postMessage({ ready: true, url: mock.url });
}

async function close(): Promise<void> {
  await mock?.close();
  self.postMessage({ closed: true });
}

self.onmessage = ({ data }: MessageEvent<MockWorkerStart | { close: true }>) =>
  "close" in data ? close() : start(data);
