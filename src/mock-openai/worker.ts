/**
 * The mock in a Web Worker, so that it shares no event loop with those who measure it. It answers a
 * {@linkcode MockWorkerStart} with `{ ready: true, url }`, `{ meter: true }` with how busy its thread
 * was since the last time, and `{ close: true }` with `{ closed: true }`; what goes wrong surfaces as
 * the worker's `error` event.
 */
/// <reference lib="deno.worker" />
import type { Distribution } from "../random/distribution.ts";
import { systemClock } from "../time/system_clock.ts";
import { ThreadMeter } from "../time/thread_meter.ts";
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
let meter: ThreadMeter | undefined;

async function start({ repliesDir, ...options }: MockWorkerStart): Promise<void> {
  mock = await startMock({ ...options, replies: await loadReplies(repliesDir) });
  self.postMessage({ ready: true, url: mock.url });
}

async function close(): Promise<void> {
  await mock?.close();
  self.postMessage({ closed: true });
}

self.onmessage = ({ data }: MessageEvent<MockWorkerStart | { meter: true } | { close: true }>) => {
  if ("close" in data) return close();
  if ("meter" in data) return self.postMessage((meter ??= new ThreadMeter(systemClock)).take());
  return start(data);
};
