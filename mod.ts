/**
 * The mock of the OpenAI Realtime API, for tests of your own: real sockets on a free port of this
 * machine, no key, no cost. How a project gets it by this name is told in docs/mock.md.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { startMock } from "@ttfa/ttfa";
 *
 * Deno.test("the assistant answers a text", async () => {
 *   await using mock = await startMock({ think: { kind: "constant", ms: 50 } });
 *   const socket = new WebSocket(`${mock.url}?model=gpt-realtime-2.1`);
 *   let answer = "";
 *   socket.onmessage = ({ data }) => {
 *     const event = JSON.parse(data);
 *     if (event.type === "session.created") {
 *       socket.send(JSON.stringify({
 *         type: "response.create",
 *         response: { output_modalities: ["text"] },
 *       }));
 *     }
 *     if (event.type === "response.output_text.done") answer = event.text;
 *     if (event.type === "response.done") socket.close();
 *   };
 *   await new Promise((resolve) => socket.onclose = resolve);
 *   assert.equal(answer, "go forward ten meters");
 * });
 * ```
 *
 * With `clock: new VirtualClock()` think times pass when the test says so (`await clock.advance(300)`),
 * with `replies` or a `script` the mock says what the test wants, with `faults` it goes wrong when it
 * should, and `onEvent` is told of all that it sends:
 *
 * ```ts
 * const script = await readScript({
 *   rules: [{ when: { transcript: /weather/i }, call: { name: "get_weather" } }],
 * });
 * await using mock = await startMock({ script });
 * ```
 *
 * Apart from the mock there is `defineScenario`, for files of `bench --scenario` (docs/scenarios.md),
 * and `defineConfig`, for a `ttfa.config.ts` (docs/config.md).
 *
 * @module
 */
export {
  type Mock,
  type MockOptions,
  type SentEvent,
  startMock,
} from "./src/mock-openai/server.ts";
export type { Pace, ReplyVoice } from "./src/mock-openai/voice.ts";
export type {
  Transcriber,
  Transcription,
  TranscriptionFailure,
} from "./src/mock-openai/transcriber.ts";
export type { Pcm } from "./src/audio/wav.ts";
export {
  defineScript,
  type Script,
  type ScriptCall,
  type ScriptCondition,
  type ScriptFailure,
  type ScriptRule,
} from "./src/mock-openai/script.ts";
export { readScript } from "./src/mock-openai/script_file.ts";
export type { Condition as RuleCondition, LoadedRule } from "./src/mock-openai/rule.ts";
export type { CallOutput as RuleCall, Ending as RuleEnding } from "./src/mock-openai/answer.ts";
export type { ClientLink, LiveSession, OpenSession } from "./src/mock-openai/live_session.ts";
export type { Refusal } from "./src/mock-openai/refusals.ts";
export type { MockSessionOptions } from "./src/mock-openai/mock_sessions.ts";
export type { AnyWireSession, WireEvent } from "./src/mock-openai/wire.ts";
export type {
  ClientEvent,
  ServerEvent,
  ServerEventOf,
  ServerEventType,
  SessionRequest,
  TranscriptionSessionRequest,
} from "./src/protocol/events.ts";
export {
  type BenchSettings,
  defineConfig,
  type RegionSettings,
} from "./src/config/define_config.ts";
export { type Problem, UsageError } from "./src/config/problem.ts";
export type { MockObserver, Passage, SessionEnd } from "./src/mock-openai/observer.ts";
export type { Doorkeeper, Knock } from "./src/mock-openai/knock.ts";
export type { TlsIdentity } from "./src/mock-openai/tls_listener.ts";
export { type DevCertificate, devCertificate } from "./src/mock-openai/dev_certificate.ts";
export {
  type Caller,
  defineScenario,
  type Scenario,
  type Tool,
  type Utterance,
} from "./src/scenarios/scenario.ts";
export { loadReplies } from "./src/mock-openai/replies.ts";
export {
  type Distribution,
  DistributionSyntaxError,
  parseDistribution,
  type Percentile,
} from "./src/random/distribution.ts";
export type { Cancel, Clock } from "./src/time/clock.ts";
export { VirtualClock } from "./src/time/virtual_clock.ts";
