import assert from "node:assert/strict";
import type { ClientEvent } from "../../protocol/events.ts";
import { VirtualClock } from "../../time/virtual_clock.ts";
import type { LiveSession, OpenSession } from "../live_session.ts";
import { mockSessions } from "../mock_sessions.ts";
import { noise, REPLY, silence, toBase64 } from "../session_harness.ts";
import { defaultSession } from "../session_config.ts";
import { recogniserOf } from "../recogniser.ts";
import type { WireEvent } from "../wire.ts";
import { type Frame, toFrame } from "./frame.ts";
import { headerLine } from "./header.ts";
import { readCassette, type Recording } from "./recording.ts";
import { replaySessions } from "./replay_session.ts";
import { Tape } from "./tape.ts";

/** A caller on a virtual clock, what it hears and when. */
class Caller {
  readonly clock = new VirtualClock(7000);
  readonly heard: { readonly atMs: number; readonly frame: Frame }[] = [];
  readonly departures: string[] = [];
  readonly session: LiveSession;

  constructor(open: OpenSession) {
    const send = (text: string) =>
      // A cassette has microseconds, so sums of them differ from exact times in the last one.
      this.heard.push({ atMs: Number(this.clock.now().toFixed(2)), frame: toFrame(text) });
    this.session = open({
      number: 1,
      model: "gpt-realtime-2.1",
      template: defaultSession("gpt-realtime-2.1"),
      search: "",
      clock: this.clock,
      send: (event) => send(JSON.stringify(event)),
      sendText: send,
      bufferedBytes: 0,
      close: (code, reason) => send(`closed ${code} ${reason}`),
      received: () => {},
      departed: (what) => this.departures.push(what),
    });
  }

  send(event: ClientEvent): void {
    this.session.receive(JSON.stringify(event));
  }

  /** In frames of 20 ms, each when its last sample is captured. */
  async speak(samples: Int16Array): Promise<void> {
    for (let start = 0; start < samples.length; start += 480) {
      await this.clock.advance(20);
      const audio = toBase64(samples.slice(start, start + 480));
      this.send({ type: "input_audio_buffer.append", audio });
    }
  }

  types(): (string | undefined)[] {
    return this.heard.map(({ frame }) => typeof frame === "string" ? frame : String(frame.type));
  }

  /** The time from the end of each turn to its first audio, as this caller hears it. */
  ttfasMs(): number[] {
    const times = (type: string) =>
      this.heard.filter(({ frame }) => typeof frame !== "string" && frame.type === type)
        .map(({ atMs }) => atMs);
    const firstAudio = (fromMs: number) =>
      times("response.output_audio.delta").find((atMs) => atMs > fromMs)!;
    return times("input_audio_buffer.speech_stopped")
      .map((ms) => Number((firstAudio(ms) - ms).toFixed(2)));
  }
}

/** Tapes the sessions that `open` serves. */
function taped(open: OpenSession, lines: string[], keepAudio: boolean): OpenSession {
  return (link) => {
    const { model, clock, number: session } = link;
    const write = (line: string) => lines.push(line);
    const tape = new Tape({ session, model, clock, keepAudio, write });
    const served = open({
      ...link,
      send: (event: WireEvent) => {
        tape.server(toFrame(JSON.stringify(event)));
        link.send(event);
      },
    });
    return {
      ...served,
      receive: (text) => {
        tape.client(toFrame(text));
        served.receive(text);
      },
      receiveBinary: (bytes) => served.receiveBinary(bytes),
      end: (close) => served.end(close),
    };
  };
}

type Behaviour = (caller: Caller, id: string) => Promise<void>;

/** Two spoken turns with a probe in each, a text turn, and a reply that is cancelled. */
const CONVERSATION: Behaviour = async (caller, id) => {
  await caller.clock.advance(15);
  caller.send({ type: "session.update", event_id: `${id}_1`, session: { type: "realtime" } });
  for (const turn of [1, 2]) {
    await caller.speak(noise(400));
    caller.send({
      type: "conversation.item.retrieve",
      event_id: `${id}_probe_${turn}`,
      item_id: "none",
    });
    await caller.speak(noise(100));
    await caller.speak(silence(220));
    await caller.clock.advance(2500);
  }
  caller.send({
    type: "conversation.item.create",
    item: {
      id: `${id}_item`,
      type: "message",
      role: "user",
      content: [{ type: "input_text", text: "Hello." }],
    },
  });
  caller.send({ type: "response.create", response: { metadata: { client_event_id: id } } });
  await caller.clock.advance(700);
  caller.send({ type: "response.cancel" });
  await caller.clock.advance(3000);
};

const MOCK = mockSessions({
  think: { kind: "lognormal", medianMs: 500, sigma: 0.3 },
  replies: [REPLY],
  transcribe: recogniserOf([]),
});

async function record(
  behave: Behaviour,
  keepAudio = true,
): Promise<{ caller: Caller; lines: string[]; recordings: readonly Recording[] }> {
  const lines = [headerLine(new URL("wss://service/v1/realtime"), 0, keepAudio)];
  const caller = new Caller(taped(MOCK, lines, keepAudio));
  await behave(caller, "recorded");
  const recordings = readCassette(`${lines.join("\n")}\n`);
  assert.ok(typeof recordings !== "string", String(recordings));
  return { caller, lines, recordings };
}

async function replay(recordings: readonly Recording[], behave: Behaviour): Promise<Caller> {
  const caller = new Caller(replaySessions(recordings));
  await behave(caller, "recorded");
  caller.session.end({ code: 1000, reason: "" });
  return caller;
}

Deno.test("a replay is heard as the recording was: every frame, at the same moment", async () => {
  const { caller, recordings } = await record(CONVERSATION);
  const replayed = await replay(recordings, CONVERSATION);
  assert.deepEqual(replayed.departures, []);
  assert.deepEqual(replayed.heard, caller.heard);
  assert.equal(replayed.ttfasMs().length, 2);
  assert.deepEqual(replayed.ttfasMs(), caller.ttfasMs());
});

Deno.test("ids that the client chose are those of the present client", async () => {
  const { recordings } = await record(CONVERSATION);
  const caller = new Caller(replaySessions(recordings));
  await CONVERSATION(caller, "present");
  const text = JSON.stringify(caller.heard);
  assert.ok(!text.includes("recorded"));
  for (const id of ["present_probe_1", "present_item", '"client_event_id":"present"']) {
    assert.ok(text.includes(id), id);
  }
});

Deno.test("without its audio a cassette is small, and as much silence is played", async () => {
  const { caller, lines, recordings } = await record(CONVERSATION, false);
  assert.ok(lines.every((line) => line.length < 3000));
  const replayed = await replay(recordings, CONVERSATION);
  const lengths = (heard: Caller["heard"]) =>
    heard.map(({ atMs, frame }) => [atMs, JSON.stringify(frame).length]);
  assert.deepEqual(lengths(replayed.heard), lengths(caller.heard));
  assert.match(JSON.stringify(replayed.heard), /"delta":"A{6400}"/);
});

Deno.test("speech that is cut into other frames and comes later is the same speech", async () => {
  const behave = (waitMs: number, frameMs: number): Behaviour => async (caller) => {
    await caller.speak(silence(waitMs));
    const samples = Int16Array.from([...noise(400), ...silence(300)]);
    for (let start = 0; start < samples.length; start += frameMs * 24) {
      await caller.clock.advance(frameMs);
      const audio = toBase64(samples.slice(start, start + frameMs * 24));
      caller.send({ type: "input_audio_buffer.append", audio });
    }
    await caller.clock.advance(3000);
  };
  const { caller, recordings } = await record(behave(0, 20));
  const replayed = await replay(recordings, behave(360, 100));
  assert.deepEqual(replayed.departures, []);
  assert.deepEqual(replayed.types(), caller.types());
  assert.deepEqual(replayed.ttfasMs(), caller.ttfasMs());
});

Deno.test("a client that leaves the recording is told of, and is played on", async () => {
  const { caller, recordings } = await record(CONVERSATION);
  const replayed = await replay(recordings, async (other, id) => {
    other.send({ type: "input_audio_buffer.clear" });
    await CONVERSATION(other, id);
  });
  assert.deepEqual(replayed.departures, [
    "'input_audio_buffer.clear' where 'session.update' (step 1) was recorded",
  ]);
  assert.deepEqual(replayed.types(), caller.types());

  const early = await replay(recordings, async (other) => await other.speak(noise(100)));
  assert.deepEqual(early.departures, [
    "'speech started' where 'session.update' (step 1) was recorded",
    "the end where 'conversation.item.retrieve' (step 3) was recorded",
  ]);
  assert.deepEqual(early.types(), [
    "session.created",
    "session.updated",
    "input_audio_buffer.speech_started",
  ]);
});

Deno.test("a step that nobody waits for is passed over in the end, and told", async () => {
  const { caller, recordings } = await record(CONVERSATION);
  const replayed = new Caller(replaySessions(recordings));
  const send = replayed.send.bind(replayed);
  replayed.send = (event) => event.type === "response.cancel" || send(event);
  await CONVERSATION(replayed, "recorded");
  const { length } = recordings[0]!.steps;
  assert.deepEqual(replayed.departures, [
    `nothing where 'response.cancel' (step ${length}) was recorded`,
  ]);
  assert.deepEqual(replayed.types(), caller.types());
  const last = (heard: Caller["heard"]) => heard.at(-1)!.atMs;
  assert.equal(Number((last(replayed.heard) - last(caller.heard)).toFixed(1)), 2000);
});
