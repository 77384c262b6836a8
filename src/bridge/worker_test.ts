import assert from "node:assert/strict";
import { once } from "node:events";
import { readConfig } from "./config.ts";

Deno.test("bridge worker starts, says where, and closes", async () => {
  const env: Record<string, string> = { PORT: "0", UPSTREAM_URL: "ws://127.0.0.1:1" };
  const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
  worker.postMessage({ config: readConfig((name) => env[name]) });
  const [ready] = await once(worker, "message");
  assert.equal(ready.data.ready, true);
  const response = await fetch(ready.data.url.replace("ws:", "http:"));
  assert.equal(response.status, 400);
  await response.text();
  worker.postMessage({ close: true });
  const [closed] = await once(worker, "message");
  assert.deepEqual(closed.data, { closed: true });
  worker.terminate();
});
