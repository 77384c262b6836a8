/// <reference lib="deno.worker" />
/** Loads the scenario's file that it is told, and says when that is over. */
import { loadScenarioFile } from "./scenario_file.ts";

self.onmessage = async ({ data: path }: MessageEvent<string>) => {
  await loadScenarioFile(path);
  self.postMessage("over");
};
