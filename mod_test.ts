import assert from "node:assert/strict";
// @ts-types="@types/ws"
import WebSocket from "ws";
import { startMock, VirtualClock } from "./mod.ts";

/** The code of the example in mod.ts, fit to stand elsewhere. */
async function example(): Promise<string> {
  const source = await Deno.readTextFile(new URL("./mod.ts", import.meta.url));
  const [, code] = /^ \* ```ts\n(.*?)^ \* ```$/ms.exec(source)!;
  return code!.replaceAll(/^ \* ?/gm, "").replace("./mod.ts", import.meta.resolve("./mod.ts"));
}

Deno.test("the example of the module runs as it stands", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/example_test.ts`;
  await Deno.writeTextFile(file, await example());
  const config = new URL("./deno.json", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--quiet", "--no-check", "--allow-all", "--config", config, file],
    env: { NO_COLOR: "1" },
  }).output();
  await Deno.remove(folder, { recursive: true });
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, text);
  assert.match(text, /1 passed/);
});

Deno.test("on a virtual clock a reply comes when the test lets time pass", async () => {
  const clock = new VirtualClock();
  const samples = new Int16Array(2400);
  const sent: string[] = [];
  await using mock = await startMock({
    clock,
    think: { kind: "constant", ms: 60_000 },
    replies: [{ transcript: "As written.", samples }],
    onEvent: ({ atMs, event }) => sent.push(`${atMs} ${event.type}`),
  });
  const socket = new WebSocket(`${mock.url}?model=gpt-realtime-2.1`, { perMessageDeflate: false });
  const heard = (type: string) =>
    new Promise<Record<string, unknown>>((resolve) =>
      socket.on("message", (data) => {
        const event = JSON.parse(String(data));
        if (event.type === type) resolve(event);
      })
    );
  const done = heard("response.output_audio_transcript.done");
  await heard("session.created");
  // Its answer says that the request before it has been taken.
  const taken = heard("input_audio_buffer.cleared");
  socket.send(JSON.stringify({ type: "response.create" }));
  socket.send(JSON.stringify({ type: "input_audio_buffer.clear" }));
  await taken;
  await clock.advance(59_999);
  assert.ok(!sent.some((line) => line.endsWith("audio.delta")));
  await clock.advance(100);
  assert.ok(sent.includes("60000 response.output_audio.delta"));
  assert.equal((await done).transcript, "As written.");
  socket.close();
  await new Promise((resolve) => socket.on("close", resolve));
});
