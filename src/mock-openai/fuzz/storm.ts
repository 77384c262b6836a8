/** For tests: a session in a storm of frames, and whether it still works afterwards. */
import { Caller, noise, silence } from "../session_harness.ts";
import type { Gust } from "./frames.ts";

/** Back to a session that answers speech, whatever was set before. */
export const CALM = {
  type: "session.update",
  session: {
    type: "realtime",
    output_modalities: ["audio"],
    tools: [],
    tool_choice: "none",
    max_output_tokens: "inf",
    audio: {
      input: {
        format: { type: "audio/pcm", rate: 24_000 },
        turn_detection: {
          type: "server_vad",
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 200,
          create_response: true,
          interrupt_response: true,
        },
      },
    },
  },
};

/**
 * Lets a storm pass over a session and takes a turn on it.
 *
 * @returns what went wrong; `undefined` where nothing did.
 */
export async function weather(gusts: readonly Gust[]): Promise<string | undefined> {
  const caller = new Caller({ think: "300", seed: 1 });
  let wrong: string | undefined;
  for (const gust of gusts) wrong ??= await bear(caller, gust);
  if (!caller.closed) wrong ??= await takeTurn(caller);
  caller.session.end();
  caller.path.end();
  return wrong ?? notJson(caller);
}

async function bear(caller: Caller, gust: Gust): Promise<string | undefined> {
  if (gust.kind === "wait") return void await caller.clock.advance(gust.ms);
  const before = caller.heard.length;
  if (gust.kind === "binary") caller.session.receiveBinary();
  else caller.path.take(withHeardIds(gust.text, caller));
  const answered = caller.heard.length > before || caller.closed !== undefined;
  return answered || MAY_BE_SILENT.test(textOf(gust)) ? undefined : `no answer: ${textOf(gust)}`;
}

/** Audio without an edge of speech, and a response that thinks first: all else is answered at once. */
const MAY_BE_SILENT = /"type":"(input_audio_buffer\.append|response\.create)"/;

function textOf(gust: Gust): string {
  return gust.kind === "text" ? gust.text : gust.kind;
}

/** Puts in ids that were really heard, so that frames reach the code behind the first check. */
function withHeardIds(text: string, caller: Caller): string {
  return text.replaceAll(/<(item|resp) (\d)>/g, (placeholder, kind, n) => {
    const ids = caller.heard.flatMap(({ event }) => {
      if (kind === "item" && event.type === "conversation.item.added") return [event.item.id];
      if (kind === "resp" && event.type === "response.created") return [event.response.id];
      return [];
    });
    return ids.at(-1 - Number(n)) ?? placeholder;
  });
}

async function takeTurn(caller: Caller): Promise<string | undefined> {
  caller.send({ type: "response.cancel" });
  caller.send({ type: "input_audio_buffer.clear" });
  caller.send(CALM);
  // Speech under way, a reply to it and an idle timeout would be parts of the storm.
  await caller.clock.advance(60_000);
  const before = caller.heard.length;
  await caller.speak(noise(400));
  // Longer than needed: the storm may have left the samples off the grid of the detector.
  await caller.speak(silence(260));
  await caller.clock.advance(5000);
  const events = caller.heard.slice(before).map(({ event }) => event);
  const missing = [
    "input_audio_buffer.speech_started",
    "input_audio_buffer.committed",
    "response.created",
    "response.output_audio.delta",
  ].find((type) => !events.some((event) => event.type === type));
  if (missing !== undefined) return `no ${missing}: ${events.map(({ type }) => type)}`;
  const done = events.find((event) => event.type === "response.done");
  return done?.response.status === "completed" ? undefined : `reply ${done?.response.status}`;
}

/** Every frame of the storm must have been answerable in JSON. */
function notJson(caller: Caller): string | undefined {
  const bad = caller.heard.find(({ event }) => {
    const back = JSON.parse(JSON.stringify(event));
    return back.type !== event.type || typeof back.event_id !== "string";
  });
  return bad && `not an event: ${bad.event.type}`;
}
