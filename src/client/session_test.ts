import assert from "node:assert/strict";
import { bargeIn } from "../scenarios/barge_in.ts";
import { coldStart } from "../scenarios/cold_start.ts";
import { UNDIVIDED } from "../time/thread_watch.ts";
import { AUDIO, call, type FakeService } from "./fake_service.ts";

Deno.test("a conversation: every latency counts from the capture of the last speech sample", async () => {
  // The first frame leaves 20 ms after its first sample: t_se is 30 ms after it.
  const { record, turns } = await call((service) => service.answer(530));
  assert.equal(record.outcome, "ok");
  assert.equal(record.sessionReadyMs, 5);
  assert.equal(record.closeCode, 1000);
  assert.equal(record.turns, 2);
  assert.deepEqual(turns.map((turn) => [turn.turn, turn.outcome]), [[1, "ok"], [2, "ok"]]);
  for (const turn of turns) {
    assert.equal(turn.ttfaMs, 500);
    assert.equal(turn.endpointingMs, 470);
    assert.equal(turn.responseLatencyMs, 30);
    assert.equal(turn.turnMs, 510);
    assert.equal(turn.ttfaAudibleMs, 500);
    assert.equal(turn.rttMs, 7);
    assert.equal(turn.bridgeRttMs, 2);
    assert.equal(turn.replyAudioMs, 100);
    assert.equal(turn.underruns, 0);
    assert.ok(turn.pacingMs.length > 0 && turn.pacingMs.every((ms) => ms === 0));
  }
});

Deno.test("the next turn starts only after the reply has been played", async () => {
  const { turns } = await call((service) => service.answer(530));
  // Audio at 500 ms after t_se plays for 100 ms; the pause after it is the plan's, not the session's.
  const gapMs = turns[1]!.startedAtMs - turns[0]!.startedAtMs;
  // On the microphone's grid of 20 ms: the frame in progress is the first that can carry speech.
  assert.equal(gapMs, Math.floor((50 + 500 + 100) / 20) * 20);
});

Deno.test("no answer in time is a timeout, and the session goes on", async () => {
  const { record, turns } = await call(() => {});
  assert.deepEqual(turns.map((turn) => turn.outcome), ["timeout", "timeout"]);
  assert.equal(record.outcome, "ok");
});

Deno.test("a close in mid-turn ends turn and session as closed, with the code", async () => {
  const { record, turns } = await call((service) =>
    service.clock.at(service.clock.now() + 100, () => service.end(1011))
  );
  assert.deepEqual(turns.map((turn) => turn.outcome), ["closed"]);
  assert.deepEqual([record.outcome, record.closeCode, record.turns], ["closed", 1011, 1]);
});

Deno.test("an event without what its type promises is malformed, and ends nothing", async () => {
  const malformed = [
    { type: "error" },
    { type: "response.created" },
    { type: "response.done", response: null },
    { type: "response.output_audio.delta", response_id: "resp_1", delta: "no base64!" },
    { type: "response.output_audio.delta", response_id: "resp_1", delta: 7 },
  ];
  for (const event of malformed) {
    const { record, turns } = await call((service) => {
      service.answer(530);
      service.after(525, event);
    });
    assert.equal(turns[0]!.errorCode, "malformed_event", JSON.stringify(event));
    assert.deepEqual([record.outcome, turns.map(({ outcome }) => outcome)], ["ok", ["ok", "ok"]]);
  }
});

Deno.test("an error event before the close explains it", async () => {
  const { record, turns } = await call((service) => {
    service.after(10, { type: "error", error: { type: "server_error", code: "upstream_lost" } });
    service.clock.at(service.clock.now() + 20, () => service.end(1011));
  });
  assert.deepEqual(turns.map((turn) => [turn.outcome, turn.errorCode]), [[
    "error",
    "upstream_lost",
  ]]);
  assert.equal(record.outcome, "closed");
});

Deno.test("an interrupt closes the session; the turn it cut off is counted as such", async () => {
  const { record, turns, service } = await call((service) => service.answer(900), {
    abortAtMs: 400,
  });
  assert.equal(record.outcome, "interrupted");
  assert.deepEqual(turns.map((turn) => [turn.outcome, turn.errorCode]), [[
    "interrupted",
    "run_stopped",
  ]]);
  assert.equal(record.turns, turns.length);
  assert.ok(service.closed);
});

Deno.test("a service that never creates the session is a timeout", async () => {
  const { record, service } = await call(() => {}, {
    scenario: coldStart,
    advanceMs: 20_000,
    prepare: (service) => service.after = () => {},
  });
  assert.equal(record.outcome, "timeout");
  assert.ok(service.closed);
});

Deno.test("a refused dial is the session's outcome", async () => {
  const { record, turns } = await call(() => {}, {
    dial: () =>
      Promise.resolve({ ok: false, outcome: "refused", errorCode: "http_401", phases: {} }),
  });
  assert.deepEqual([record.outcome, record.errorCode, turns.length], ["refused", "http_401", 0]);
});

Deno.test("a peer that does not answer the close is terminated", async () => {
  const { record } = await call(() => {}, {
    scenario: coldStart,
    prepare: (service) => service.answersClose = false,
  });
  assert.equal(record.closeCode, 1006);
});

Deno.test("a late generator takes the turn out of the figures", async () => {
  // As if the loop had stalled for a frame and a bit while the second frame of speech was written.
  const { turns } = await call((service) => service.answer(530), {
    turns: ["hello"],
    prepare: ({ clock, onSent }) => {
      const now = clock.now.bind(clock);
      let skewMs = 0;
      clock.now = () => now() + skewMs;
      onSent.push((text) => {
        if (text === "s1") skewMs = 21;
      });
    },
  });
  assert.deepEqual(turns.map((turn) => turn.outcome), ["late_generator"]);
});

Deno.test("a hold-up of the thread takes the turn and the connect out of the figures", async () => {
  const { record, turns } = await call((service) => service.answer(530), {
    turns: ["hello"],
    attention: { ...UNDIVIDED, heldMs: () => 21 },
  });
  assert.deepEqual(turns.map((turn) => turn.outcome), ["late_generator"]);
  assert.equal(record.lateConnect, true);
});

/** The turn of a call whose thread hears something late at so many ms of the call, and at no other time. */
async function deafAt(deafMs: number, turnTimeoutMs = 1000) {
  const reply = (service: FakeService) => {
    const id = "resp_1";
    const audio = { type: "response.output_audio.delta", item_id: "item_1", response_id: id };
    service.after(500, { type: "input_audio_buffer.speech_stopped" });
    service.after(510, { type: "response.created", response: { id } });
    service.after(530, { ...audio, delta: AUDIO });
    service.after(550, { type: "response.output_audio_transcript.delta", delta: "hello" });
    service.after(560, { type: "rate_limits.updated", rate_limits: [] });
    service.after(570, { type: "conversation.item.added", item: { id: "item_1" } });
    service.after(580, { ...audio, delta: AUDIO }); // plays from 630 to 730
    service.after(800, { ...audio, delta: AUDIO });
    service.after(810, { type: "response.done", response: { id, status: "completed" } });
    service.after(830, { type: "input_audio_buffer.speech_stopped" });
    service.clock.at(service.clock.now() + 100, () => service.handlers.onPong("of nobody"));
  };
  const { turns: [turn], service } = await call(reply, {
    turns: ["hello"],
    turnTimeoutMs,
    attention: { ...UNDIVIDED, waitedMs: (atMs) => Math.abs(atMs - deafMs) < 0.5 ? 21 : 0 },
  });
  return { turn: turn!, speechMs: service.received.find(({ text }) => text === "s0")!.atMs };
}

Deno.test("what may have been heard late voids a turn where a figure rests on it, and nowhere else", async () => {
  const { turn, speechMs } = await deafAt(-1);
  assert.deepEqual([turn.outcome, turn.ttfaMs, turn.underruns], ["ok", 500, 1]);
  const outcomeAt = async (ms: number) => (await deafAt(speechMs + ms)).turn.outcome;
  // Speech noticed, answer begun, first audio, a gap in it, the end.
  for (const ms of [500, 510, 530, 800, 810]) {
    assert.equal(await outcomeAt(ms), "late_generator", `${ms}`);
  }
  // A pong to no ping, nothing, words of the reply, what is no news of the turn, audio for which the
  // player did not wait, and what comes when all is settled.
  for (const ms of [100, 450, 550, 560, 570, 580, 700, 830, 860]) {
    assert.equal(await outcomeAt(ms), "ok", `${ms}`);
  }
});

Deno.test("a round trip that may have been heard late voids its turn", async () => {
  const { turn: { rttMs, bridgeRttMs }, speechMs } = await deafAt(-1);
  // Sent at one and two thirds of the 50 ms to the end of speech; the first frame leaves 20 ms into it.
  const [pongMs, errorMs] = [50 / 3 + bridgeRttMs! - 20, 100 / 3 + rttMs! - 20];
  for (const ms of [pongMs, errorMs]) {
    assert.equal((await deafAt(speechMs + ms)).turn.outcome, "late_generator", `${ms}`);
  }
});

Deno.test("a turn that was given up while nobody listened is no timeout of the target's", async () => {
  const { turn, speechMs } = await deafAt(-1, 200);
  assert.equal(turn.outcome, "timeout");
  // 30 ms from the first frame to the end of speech.
  assert.equal((await deafAt(speechMs + 230, 200)).turn.outcome, "late_generator");
  assert.equal((await deafAt(speechMs + 150, 200)).turn.outcome, "timeout");
});

Deno.test("a reply that was spoken into and given up while nobody listened is no timeout of the target's", async () => {
  const run = async (waitedMs: number) => {
    let speech = 0;
    let answeredMs = Infinity;
    const { turns } = await call((service) => {
      if (++speech === 2) {
        answeredMs = service.clock.now() + 550;
        return service.answer(530);
      }
      service.after(500, { type: "response.created", response: { id: "resp_0" } });
      const audio = { type: "response.output_audio.delta", response_id: "resp_0", delta: AUDIO };
      for (const ms of [530, 560, 590, 620]) service.after(ms, { ...audio, item_id: "item_0" });
    }, {
      scenario: bargeIn,
      // While the answer plays: every event has been heard.
      attention: { ...UNDIVIDED, waitedMs: (atMs) => atMs > answeredMs ? waitedMs : 0 },
    });
    return turns.map(({ outcome }) => outcome);
  };
  assert.deepEqual(await run(0), ["timeout", "ok"]);
  // Nor is it certain then when the reply ended, which the turn that spoke into it measures.
  assert.deepEqual(await run(21), ["late_generator", "late_generator"]);
});

Deno.test("the last audio of a reply that was spoken into voids the turn that measures its end", async () => {
  const run = async (deafMs: number) => {
    let speech = 0;
    const { turns, service } = await call((service) => {
      if (++speech === 2) return service.answer(530);
      service.after(500, { type: "response.created", response: { id: "resp_0" } });
      const audio = { type: "response.output_audio.delta", response_id: "resp_0", delta: AUDIO };
      for (const ms of [530, 560, 590, 620, 870]) {
        service.after(ms, { ...audio, item_id: "item_0" });
      }
      service.after(880, {
        type: "response.done",
        response: { id: "resp_0", status: "cancelled" },
      });
    }, {
      scenario: bargeIn,
      attention: { ...UNDIVIDED, waitedMs: (atMs) => Math.abs(atMs - deafMs) < 0.5 ? 21 : 0 },
    });
    const speechMs = service.received.find(({ text }) => text === "s0")!.atMs;
    return { turns, speechMs };
  };
  const { turns: [, by], speechMs } = await run(-1);
  assert.ok(by!.bargeInStopMs! > 0);
  for (const [ms, outcome] of [[870, "late_generator"], [620, "ok"]] as const) {
    const { turns } = await run(speechMs + ms);
    assert.deepEqual(turns.map((turn) => turn.outcome), ["interrupted", outcome], `${ms}`);
  }
});

Deno.test("a generator that is hopelessly behind gives up", async () => {
  const { record, turns } = await call((service) => service.answer(530), {
    prepare: ({ clock, onSent }) => {
      const now = clock.now.bind(clock);
      let skewMs = 0;
      clock.now = () => now() + skewMs;
      onSent.push((text) => {
        if (text === "s1") skewMs = 1100;
      });
    },
  });
  assert.deepEqual(turns.map((turn) => turn.outcome), ["late_generator"]);
  assert.equal(record.outcome, "late_generator");
});

Deno.test("what comes together with the 101 is heard as well", async () => {
  const { record } = await call((service) => service.answer(530), {
    prepare: (service) => {
      service.headers = { "x-bridge-probe": "on" };
      const { dial } = service;
      service.dial = async (handlers) => {
        const dialled = await dial(handlers);
        const text = JSON.stringify({
          type: "bridge.session",
          upstream_ms: { tcp: 1, upgrade: 2 },
        });
        handlers.onText(text, text.length);
        return dialled;
      };
    },
  });
  assert.deepEqual(record.upstreamMs, { tcp: 1, upgrade: 2 });
});

Deno.test("what the bridge says of itself counts neither as the service's nor in bytes", async () => {
  const talk = async (headers: Record<string, string>, bridgeEvents: object[]) => {
    const script = (service: FakeService) => {
      service.answer(530);
      bridgeEvents.forEach((event) => service.after(531, event));
    };
    const { record, turns } = await call(script, { prepare: (s) => s.headers = headers });
    const { upstreamMs, relayHops, relayHopsOmitted, bridgeProbe: _, ...rest } = record;
    return { bridge: { upstreamMs, relayHops, relayHopsOmitted }, rest, turns };
  };
  const events = [
    { type: "bridge.session", upstream_ms: { tcp: 1, upgrade: 2 } },
    { type: "bridge.hops", up_us: [100], down_us: [300, 50], omitted: 1 },
    { type: "bridge.hops", up_us: null },
    { type: "bridge.news" },
  ];
  const plain = await talk({}, []);
  const probed = await talk({ "x-bridge-probe": "on" }, events);
  assert.deepEqual(probed.turns, plain.turns);
  assert.deepEqual(probed.rest, plain.rest);
  assert.deepEqual(probed.bridge, {
    upstreamMs: { tcp: 1, upgrade: 2 },
    relayHops: new Map([[100, 2], [300, 2], [50, 2]]),
    relayHopsOmitted: 2,
  });
  const foreign = await talk({}, events);
  assert.deepEqual(foreign.bridge, plain.bridge);
  assert.ok(foreign.rest.bytesReceived > plain.rest.bytesReceived);
});
