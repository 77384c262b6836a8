import assert from "node:assert/strict";
import type { SpeechFixture } from "../audio/fixture.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { Dial } from "../client/socket.ts";
import type { SessionSample, TurnSample } from "../metrics/sample.ts";
import { constantSessions } from "../plan/constant_sessions.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import type { Job } from "./job.ts";
import { LocalRunner } from "./local_runner.ts";

const AUDIO = new Uint8Array(4800).toBase64();

const SPEECH: SpeechFixture = {
  name: "hello",
  path: "hello.wav",
  samples: new Int16Array(24_000).fill(5000),
  firstSpeechSample: 0,
  lastSpeechSample: 23_999,
  boundsFrom: "manifest",
};

/** Answers 600 ms after the loud frames have ended, as a server VAD would. */
function answering(clock: VirtualClock, headers = {}): Dial {
  return (handlers) => {
    const tell = (ms: number, event: object) =>
      clock.at(clock.now() + ms, () => {
        const text = JSON.stringify(event);
        handlers.onText(text, text.length);
      });
    let loud = false;
    let responses = 0;
    const send = (text: string) => {
      const event = JSON.parse(text);
      if (event.type !== "input_audio_buffer.append") return;
      const isLoud =
        Math.abs(new DataView(Uint8Array.fromBase64(event.audio).buffer).getInt16(0, true)) > 1000;
      if (loud && !isLoud) {
        tell(400, { type: "input_audio_buffer.speech_stopped" });
        const id = `resp_${++responses}`;
        tell(500, { type: "response.created", response: { id } });
        tell(600, { type: "response.output_audio.delta", response_id: id, delta: AUDIO });
        tell(610, { type: "response.done", response: { id, status: "completed" } });
      }
      loud = isLoud;
    };
    tell(1, { type: "session.created" });
    const close = () => handlers.onClose(1000);
    const socket = { send, ping: () => {}, pause: () => {}, close, terminate: close };
    const phases = { tcpMs: 100, upgradeMs: 200 };
    return Promise.resolve({ ok: true, socket, phases, openedAtMs: clock.now(), headers });
  };
}

function job(clients: number, turns: number): Job {
  const endpoint = { url: "ws://x/voice", headers: {}, subprotocols: [], insecure: false };
  const options = {
    regions: ["us", "eu"],
    clients,
    turns,
    fixtures: ["hello"],
    frameMs: 20,
    seed: 1,
  };
  return {
    runId: "run-1",
    agent: "local",
    plan: {
      seed: 1,
      frameMs: 20,
      turnTimeoutMs: 1000,
      lateLimitMs: 20,
      sessions: constantSessions({ ...options, scenario: "conversation" }),
    },
    endpoints: { us: endpoint, eu: endpoint },
    speech: [SPEECH],
  };
}

async function drive(
  work: Job,
  dial: (clock: VirtualClock, endpoint: Endpoint) => Dial,
  abortAtMs?: number,
) {
  const clock = new VirtualClock();
  const turns: TurnSample[] = [];
  const sessions: SessionSample[] = [];
  const begun: string[] = [];
  const abort = new AbortController();
  if (abortAtMs !== undefined) clock.at(abortAtMs, () => abort.abort());
  const running = new LocalRunner(clock, (endpoint) => dial(clock, endpoint)).run(work, {
    begun: (id) => begun.push(id),
    turn: (turn) => turns.push(turn),
    session: (session) => sessions.push(session),
  }, abort.signal);
  await clock.advance(60_000);
  return { unreachable: await running, turns, sessions, begun };
}

Deno.test("LocalRunner drives every session of the plan and tags what they measure", async () => {
  const { unreachable, turns, sessions, begun } = await drive(job(3, 2), answering);
  assert.deepEqual(unreachable, []);
  assert.equal(turns.length, 12);
  assert.equal(sessions.length, 6);
  assert.deepEqual(begun.toSorted(), sessions.map((s) => s.tags.sessionId).toSorted());
  for (const turn of turns) {
    assert.equal(turn.outcome, "ok");
    // The first quiet frame leaves 20 ms after the last loud sample was captured.
    assert.ok(Math.abs(turn.ttfaMs! - 620) < 1e-6, `${turn.ttfaMs}`);
    assert.equal(turn.tags.region, turn.tags.sessionId.split("-")[0]);
  }
});

Deno.test("LocalRunner measures nothing when a target does not answer", async () => {
  const dead = (): Dial => () =>
    Promise.resolve({ ok: false, outcome: "unreachable", errorCode: "ECONNREFUSED", phases: {} });
  const { unreachable, turns, begun } = await drive(job(3, 2), dead);
  assert.deepEqual(unreachable.map(({ region, errorCode }) => [region, errorCode]), [
    ["us", "ECONNREFUSED"],
    ["eu", "ECONNREFUSED"],
  ]);
  assert.deepEqual([turns.length, begun.length], [0, 0]);
});

Deno.test("LocalRunner asks for the probe from the second session on, and where it is offered alone", async () => {
  for (const [headers, asked] of [[{}, undefined], [{ "x-bridge-probe": "available" }, true]]) {
    const probes: (boolean | undefined)[] = [];
    await drive(job(1, 1), (clock, { probe }) => {
      probes.push(probe);
      return answering(clock, headers as Record<string, string>);
    });
    assert.deepEqual(probes, [undefined, undefined, asked, asked]);
  }
});

Deno.test("LocalRunner reports the first session where, and only where, an instance started for it", async () => {
  const coldStarts = async (cold: string, uptimeMs?: string) => {
    const headers = { "x-bridge-cold": cold, ...(uptimeMs && { "x-bridge-uptime-ms": uptimeMs }) };
    let dials = 0;
    const { sessions } = await drive(
      job(1, 1),
      (clock) => answering(clock, ++dials > 1 ? {} : headers),
    );
    return sessions.flatMap(({ coldStartMs, tags }) =>
      coldStartMs === undefined ? [] : [[tags.sessionId, coldStartMs]]
    );
  };
  assert.deepEqual(await coldStarts("1", "299"), [["us-first", 301]]);
  assert.deepEqual(await coldStarts("1", "300"), []);
  assert.deepEqual(await coldStarts("1"), []);
  assert.deepEqual(await coldStarts("0", "10"), []);
});

Deno.test("LocalRunner stops on the signal: finished turns stay, sessions end as interrupted", async () => {
  const { turns, sessions, begun } = await drive(job(3, 5), answering, 3000);
  assert.ok(turns.length > 0 && turns.length < 30);
  assert.equal(sessions.length, begun.length);
  assert.ok(sessions.every((session) => session.outcome === "interrupted"));
});
