/**
 * Has a turn with the package `openai`: `openai_sdk.ts BASE_URL ws|websocket TURN`. Prints what it
 * heard as one line of JSON.
 */
import OpenAI from "openai";
import type { RealtimeServerEvent } from "openai/resources/realtime/realtime";
import { OpenAIRealtimeWebSocket } from "openai/realtime/websocket";
import { OpenAIRealtimeWS } from "openai/realtime/ws";
import { terminal } from "../../src/commands/output.ts";
import { spokenFrames } from "./speech.ts";

const [baseURL, transport, turn] = Deno.args as [string, string, string];
const client = new OpenAI({ apiKey: "sk-test", baseURL });
const props = { model: "gpt-realtime-2.1" };
const realtime = transport === "ws"
  ? new OpenAIRealtimeWS(props, client)
  : new OpenAIRealtimeWebSocket(props, client);

type ServerEventOf<T> = Extract<RealtimeServerEvent, { type: T }>;

function heard<T extends RealtimeServerEvent["type"]>(type: T): Promise<ServerEventOf<T>> {
  return new Promise((resolve) =>
    realtime.on("event", (event) => {
      if (event.type === type) resolve(event as ServerEventOf<T>);
    })
  );
}

async function speak(): Promise<void> {
  for (const frame of await spokenFrames()) {
    realtime.send({ type: "input_audio_buffer.append", audio: frame.toBase64() });
  }
}

/** The status of the first response that is done, and why where it was not completed. */
async function outcome(): Promise<{ status: unknown; reason: unknown }> {
  const { response } = await heard("response.done");
  return { status: response.status, reason: response.status_details?.reason };
}

const WEATHER = {
  type: "function" as const,
  name: "get_weather",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

const TURNS: Record<string, () => Promise<unknown>> = {
  voice: async () => {
    const [done, audio, words] = [
      outcome(),
      heard("response.output_audio.delta"),
      heard("response.output_audio_transcript.done"),
    ];
    await speak();
    const text = (await words).transcript;
    return { ...await done, hasAudio: (await audio).delta.length > 0, text };
  },
  text: async () => {
    const [done, words] = [outcome(), heard("response.output_text.done")];
    const content = [{ type: "input_text" as const, text: "Hello." }];
    realtime.send({
      type: "conversation.item.create",
      item: { type: "message", role: "user", content },
    });
    realtime.send({ type: "response.create", response: { output_modalities: ["text"] } });
    return { text: (await words).text, ...await done };
  },
  tool: async () => {
    realtime.send({ type: "session.update", session: { type: "realtime", tools: [WEATHER] } });
    const [called, first] = [heard("response.function_call_arguments.done"), outcome()];
    await speak();
    const { call_id, arguments: json } = await called;
    await first;
    const { city } = JSON.parse(json);
    const [done, words] = [outcome(), heard("response.output_audio_transcript.done")];
    realtime.send({
      type: "conversation.item.create",
      item: { type: "function_call_output", call_id, output: `It rains in ${city}.` },
    });
    realtime.send({ type: "response.create" });
    return { city, text: (await words).transcript, ...await done };
  },
  "barge-in": async () => {
    const [done, audio, truncated] = [
      outcome(),
      heard("response.output_audio.delta"),
      heard("conversation.item.truncated"),
    ];
    await speak();
    const { item_id } = await audio;
    await speak();
    const ended = await done;
    realtime.send({
      type: "conversation.item.truncate",
      item_id,
      content_index: 0,
      audio_end_ms: 100,
    });
    return { ...ended, truncatedMs: (await truncated).audio_end_ms };
  },
};

const failed = new Promise<never>((_, reject) => realtime.on("error", reject));
await Promise.race([failed, heard("session.created")]);
terminal.out(`${JSON.stringify(await Promise.race([failed, TURNS[turn]!()]))}\n`);
realtime.close();
