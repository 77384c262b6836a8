/**
 * Has a turn with the package `@openai/agents-realtime`: `agents_sdk.ts URL TURN`. Prints what it
 * heard as one line of JSON.
 */
import {
  OpenAIRealtimeWebSocket,
  RealtimeAgent,
  RealtimeSession,
  type RealtimeSessionConfig,
  tool,
} from "@openai/agents-realtime";
import { terminal } from "../../src/commands/output.ts";
import { spokenFrames } from "./speech.ts";

const [url, turn] = Deno.args as [string, string];

async function speak(session: RealtimeSession): Promise<void> {
  for (const frame of await spokenFrames()) session.sendAudio(frame.buffer);
}

function once(session: RealtimeSession, type: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) =>
    session.on("transport_event", (event) => {
      if (event.type === type) resolve(event);
    })
  );
}

async function outcome(session: RealtimeSession): Promise<{ status: unknown; reason: unknown }> {
  const { response } = await once(session, "response.done") as {
    response: { status: string; status_details: { reason?: string } | null };
  };
  return { status: response.status, reason: response.status_details?.reason };
}

/** The text of a whole answer, as the SDK hands it to the program; that of a mere call is empty. */
function answer(session: RealtimeSession): Promise<string> {
  return new Promise((resolve) =>
    session.on("agent_end", (_context, _agent, text) => {
      if (text !== "") resolve(text);
    })
  );
}

interface Turn {
  readonly modality: "audio" | "text";
  have(session: RealtimeSession): Promise<unknown>;
}

const TURNS: Record<string, Turn> = {
  voice: {
    modality: "audio",
    async have(session) {
      const audio = new Promise<boolean>((resolve) =>
        session.on("audio", ({ data }) => resolve(data.byteLength > 0))
      );
      const [done, text] = [outcome(session), answer(session)];
      await speak(session);
      return { ...await done, hasAudio: await audio, text: await text };
    },
  },
  text: {
    modality: "text",
    async have(session) {
      const [done, text] = [outcome(session), answer(session)];
      session.sendMessage("Hello.");
      return { text: await text, ...await done };
    },
  },
  tool: {
    modality: "audio",
    async have(session) {
      // The SDK itself calls the function, hands in its result and asks for the answer.
      const text = answer(session);
      await speak(session);
      await once(session, "response.function_call_arguments.done");
      const done = once(session, "response.output_audio.delta").then(() => outcome(session));
      return { ...await done, city, text: await text };
    },
  },
  "barge-in": {
    modality: "audio",
    async have(session) {
      const done = outcome(session);
      const audio = new Promise((resolve) => session.on("audio", resolve));
      // The SDK itself stops, and tells the service how much was heard.
      const interrupted = new Promise((resolve) => session.on("audio_interrupted", resolve));
      const truncated = once(session, "conversation.item.truncated");
      await speak(session);
      await audio;
      await speak(session);
      await interrupted;
      const { audio_end_ms } = await truncated;
      return { ...await done, truncatedMs: audio_end_ms };
    },
  },
};

function config(modality: "audio" | "text"): Partial<RealtimeSessionConfig> {
  return {
    outputModalities: [modality],
    audio: {
      input: {
        turnDetection: { type: "server_vad", interruptResponse: true },
        transcription: { model: "gpt-4o-mini-transcribe" },
      },
    },
  };
}

let city: string | undefined;
const weather = tool({
  name: "get_weather",
  description: "The weather of a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
  execute: (given) => {
    city = (given as { city: string }).city;
    return `It rains in ${city}.`;
  },
});

const { modality, have } = TURNS[turn]!;
const session = new RealtimeSession(new RealtimeAgent({ name: "tester", tools: [weather] }), {
  transport: new OpenAIRealtimeWebSocket({ url }),
  model: "gpt-realtime-2.1",
  config: config(modality),
  tracingDisabled: true,
});
const failed = new Promise<never>((_, reject) =>
  session.on("error", ({ error }) => reject(new Error(JSON.stringify(error))))
);
await Promise.race([failed, session.connect({ apiKey: "sk-test" })]);
terminal.out(`${JSON.stringify(await Promise.race([failed, have(session)]))}\n`);
session.close();
