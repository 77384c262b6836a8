/// <reference lib="deno.worker" />
/** Loads the module that it is told, and says when that is over. */
import { consoleToStderr } from "./console_to_stderr.ts";

self.onmessage = async ({ data: url }: MessageEvent<string>) => {
  consoleToStderr();
  await import(url).catch(() => {});
  self.postMessage("over");
};
