import assert from "node:assert/strict";
import { once } from "node:events";
// @ts-types="@types/ws"
import WebSocket from "ws";
import type { MockWorkerStart } from "./worker.ts";

Deno.test("the worker serves, says the bundled replies, and closes when told", async () => {
  const worker = new Worker(import.meta.resolve("./worker.ts"), { type: "module" });
  const ask = (request: MockWorkerStart | { close: true }) => {
    const { promise, resolve } = Promise.withResolvers<{ url: string }>();
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(request);
    return promise;
  };
  const ready = await ask({ think: { kind: "constant", ms: 1 }, seed: 1, apiKey: "sk-1" });
  assert.deepEqual(ready, { ready: true, url: ready.url });

  const socket = new WebSocket(`${ready.url}?model=gpt-realtime-2.1`, {
    headers: { authorization: "Bearer sk-1" },
    perMessageDeflate: false,
  });
  const spoke = new Promise<void>((resolve) =>
    socket.on("message", (data) => {
      const event = JSON.parse(String(data));
      if (event.type === "session.created") socket.send('{"type":"response.create"}');
      if (event.type === "response.output_audio.delta") resolve();
    })
  );
  const closed = once(socket, "close");
  await spoke;
  assert.deepEqual(await ask({ close: true }), { closed: true });
  assert.equal((await closed)[0], 1001);
  worker.terminate();
});
