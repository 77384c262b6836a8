import assert from "node:assert/strict";
import { LineWriter } from "./line_writer.ts";
import { readTruth } from "./read_truth.ts";
import { startMock } from "./server.ts";
import { noise, REPLY, silence } from "./session_harness.ts";
import { systemClock } from "../time/system_clock.ts";
import { truthLog } from "./truth.ts";
import { Client } from "./wire_client.ts";

Deno.test("a truth log has every event in and out, with its moment, size and ids, without audio", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/truth.ndjson`;
  const writer = await LineWriter.create(path);
  const sent: [number, string, number][] = [];
  {
    await using mock = await startMock({
      think: { kind: "constant", ms: 20 },
      replies: [REPLY],
      observers: [truthLog(systemClock, (line) => writer.add(line))],
      onEvent: ({ atMs, event }) =>
        sent.push([Math.round(atMs * 1000) / 1000, event.type, JSON.stringify(event).length]),
    });
    const client = new Client(`${mock.url}?model=gpt-realtime-2.1`);
    await client.heard("session.created");
    client.append(noise(400));
    client.append(silence(200));
    client.socket.send("not JSON");
    await client.heard("rate_limits.updated");
    await client.close();
  }
  assert.equal(await writer.close(), 0);
  const lines = await readTruth(path);
  const out = lines.filter(({ direction }) => direction === "out");
  assert.deepEqual(out.map(({ ms, type, bytes }) => [ms, type, bytes]), sent);
  const inward = lines.filter(({ direction }) => direction === "in");
  assert.deepEqual(inward.map(({ type }) => type), [
    "input_audio_buffer.append",
    "input_audio_buffer.append",
    null,
  ]);
  assert.ok(inward[0]!.bytes > 25_000);
  const { ids } = out.find(({ type }) => type === "response.output_item.added")!;
  assert.deepEqual(Object.keys(ids), ["event_id", "response_id", "item"]);
  assert.ok((await Deno.stat(path)).size < 300 * lines.length);
  assert.ok(lines.every(({ ms }, i) => i === 0 || ms >= lines[i - 1]!.ms));
  await Deno.remove(folder, { recursive: true });
});
