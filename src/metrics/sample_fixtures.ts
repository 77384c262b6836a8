import type { SessionSample, TurnSample } from "./sample.ts";

/** For tests: a plausible turn that went well, unless `changes` say otherwise. */
export function turnSample(changes: Partial<TurnSample> = {}): TurnSample {
  return {
    tags: { runId: "run-1", region: "eu", agent: "local", sessionId: "s-1" },
    turn: 1,
    scenario: "conversation",
    fixture: "jfk.wav",
    startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    outcome: "ok",
    ttfaMs: 812.3456,
    ttfaAudibleMs: 830,
    endpointingMs: 502.1,
    responseLatencyMs: 310.2456,
    turnMs: 2400.5,
    rttMs: 12.25,
    replyAudioMs: 3200,
    underruns: 0,
    underrunWorstMs: 0,
    underrunTotalMs: 0,
    pacingMs: Float64Array.of(0.1, 0.2, 0.3),
    unsentBytes: 0,
    cold: false,
    ...changes,
  };
}

/** For tests: a plausible session that went well, unless `changes` say otherwise. */
export function sessionSample(changes: Partial<SessionSample> = {}): SessionSample {
  return {
    tags: { runId: "run-1", region: "eu", agent: "local", sessionId: "s-1" },
    startedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 100),
    scenario: "conversation",
    outcome: "ok",
    closeCode: 1000,
    tcpMs: 0.5,
    upgradeMs: 1.5,
    sessionReadyMs: 20,
    cold: false,
    lateConnect: false,
    turns: 3,
    bytesSent: 400_000,
    bytesReceived: 900_000,
    ...changes,
  };
}
