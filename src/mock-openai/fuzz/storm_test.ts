import assert from "node:assert/strict";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
// @ts-types="@types/ws"
import WebSocket from "ws";
import type { ServerEvent } from "../../protocol/events.ts";
import { startMock } from "../server.ts";
import { noise, REPLY, silence, toBase64 } from "../session_harness.ts";
import { anyGust } from "./frames.ts";
import { CALM, weather } from "./storm.ts";

const GUSTS = { minLength: 1, maxLength: 150, size: "max" } as const;

Deno.test("no storm of frames throws, wedges a session or makes it speak nonsense", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyGust, GUSTS), async (gusts) => {
      assert.equal(await weather(gusts), undefined);
    }),
    // A share of what `deno task fuzz` does.
    { numRuns: 100 },
  );
});

Deno.test("memory returns to where it was after a storm", async () => {
  const script = fileURLToPath(new URL("../../../bench/mock_fuzz.ts", import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--v8-flags=--expose-gc", script, "--frames", "20000"],
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, said);
  assert.match(said, /^\d{5,} frames, seed \d+: heap after each round/);
});

Deno.test("a storm through a real socket, and then a turn on it", async () => {
  await using mock = await startMock({ think: { kind: "constant", ms: 5 }, replies: [REPLY] });
  const socket = new WebSocket(`${mock.url}?model=gpt-realtime`, { perMessageDeflate: false });
  const heard: ServerEvent[] = [];
  socket.on("message", (data) => heard.push(JSON.parse(String(data))));
  await once(socket, "open");
  for (const gust of fc.sample(anyGust, { numRuns: 3000, seed: 7 })) {
    if (gust.kind === "wait") await new Promise((resolve) => setImmediate(resolve));
    else socket.send(gust.kind === "text" ? gust.text : new Uint8Array(3));
  }
  const send = (event: object) => socket.send(JSON.stringify(event));
  // Out-of-band responses of the storm may still come, and belong to no conversation.
  const isDone = (event: ServerEvent) =>
    event.type === "response.done" && event.response.status === "completed" &&
    typeof event.response.conversation_id === "string";
  send({ type: "response.cancel" });
  send({ type: "input_audio_buffer.clear" });
  send({ ...CALM, event_id: "calm" });
  send({ type: "no such type", event_id: "storm over" });
  const isOver = (event: ServerEvent) =>
    event.type === "error" && event.error.event_id === "storm over";
  while (!heard.some(isOver)) await once(socket, "message");
  heard.length = 0;
  for (const samples of [noise(400), silence(260)]) {
    send({ type: "input_audio_buffer.append", audio: toBase64(samples) });
  }
  while (!heard.some(isDone)) await once(socket, "message");
  assert.ok(heard.some(({ type }) => type === "response.output_audio.delta"));
  assert.equal(mock.sessions.open, 1);
  socket.terminate();
});
