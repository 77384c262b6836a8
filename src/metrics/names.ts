import { connectMs } from "../client/connect_ms.ts";
import type { SessionRecord, TurnRecord } from "../client/record.ts";
import type { UpstreamPhases } from "../protocol/bridge_events.ts";

/** One metric: what it is called, what it spans, and where its value stands in a record `R`. */
export interface Metric<R> {
  readonly name: string;
  readonly unit: "ms";
  readonly from: string;
  readonly to: string;
  /** The value in ms; `undefined` where the record does not have it. */
  read(record: R): number | undefined;
}

const SPEECH_END = "capture of the turn's last speech sample";

/** One value a turn. Only turns with outcome `ok` count. */
export const TURN_METRICS = [
  {
    name: "ttfa",
    unit: "ms",
    from: SPEECH_END,
    to: "first `response.output_audio.delta` with bytes",
    read: (turn) => turn.ttfaMs,
  },
  {
    name: "ttfa_audible",
    unit: "ms",
    from: SPEECH_END,
    to: "first reply sample over −50 dBFS for 20 ms, at the earliest moment it can play",
    read: (turn) => turn.ttfaAudibleMs,
  },
  {
    name: "endpointing",
    unit: "ms",
    from: SPEECH_END,
    to: "`input_audio_buffer.speech_stopped` received",
    read: (turn) => turn.endpointingMs,
  },
  {
    name: "response_latency",
    unit: "ms",
    from: "`speech_stopped` received, or `input_audio_buffer.commit` sent",
    to: "first `response.output_audio.delta` with bytes",
    read: (turn) => turn.responseLatencyMs,
  },
  {
    name: "turn",
    unit: "ms",
    from: SPEECH_END,
    to: "`response.done` received",
    read: (turn) => turn.turnMs,
  },
  {
    name: "transcript",
    unit: "ms",
    from: SPEECH_END,
    to: "the turn's `conversation.item.input_audio_transcription.completed` received",
    read: (turn) => turn.transcriptMs,
  },
  {
    name: "rtt",
    unit: "ms",
    from: "probe `conversation.item.retrieve` sent",
    to: "`error` event that carries the probe's event_id received",
    read: (turn) => turn.rttMs,
  },
  {
    name: "bridge_rtt",
    unit: "ms",
    from: "WebSocket ping sent",
    to: "pong received",
    read: (turn) => turn.bridgeRttMs,
  },
  {
    name: "barge_in_stop",
    unit: "ms",
    from: "capture of the first interrupting speech sample",
    to: "last reply audio received",
    read: (turn) => turn.bargeInStopMs,
  },
  {
    name: "underrun",
    unit: "ms",
    from: "a player of the reply runs dry",
    to: "its next audio arrives; the worst of the turn",
    read: (turn) => turn.underrunWorstMs,
  },
  {
    name: "reply_audio",
    unit: "ms",
    from: "first sample of the reply",
    to: "last sample of the reply, in playing time",
    read: (turn) => turn.replyAudioMs,
  },
] as const satisfies readonly Metric<TurnRecord>[];

/** One value a session. A session that ended badly still counts where it got far enough. */
export const SESSION_METRICS = [
  {
    name: "connect",
    unit: "ms",
    from: "dial due",
    to: "101 received: lateness of the dial + dns + tcp + tls + upgrade",
    read: sinceDueMs,
  },
  {
    name: "dns",
    unit: "ms",
    from: "start of the name lookup",
    to: "address known",
    read: (session) => session.dnsMs,
  },
  {
    name: "tcp",
    unit: "ms",
    from: "address known",
    to: "TCP connected",
    read: (session) => session.tcpMs,
  },
  {
    name: "tls",
    unit: "ms",
    from: "TCP connected",
    to: "TLS handshake done",
    read: (session) => session.tlsMs,
  },
  {
    name: "upgrade",
    unit: "ms",
    from: "connection established, over TLS or not",
    to: "101 received",
    read: (session) => session.upgradeMs,
  },
  {
    name: "session_ready",
    unit: "ms",
    from: "101 received",
    to: "`session.created` received",
    read: (session) => session.sessionReadyMs,
  },
  {
    name: "listening",
    unit: "ms",
    from: "spawn of the instance",
    to: "it accepts connections",
    read: (session) => session.listeningMs,
  },
  {
    name: "cold_start",
    unit: "ms",
    from: "spawn of the instance, or first packet to an idle one",
    to: "`session.created` received, from an instance that says it is new",
    read: (session) => session.coldStartMs,
  },
  {
    name: "upstream_connect",
    unit: "ms",
    from: "the bridge accepts the client",
    to: "it has the upstream's 101, by its own clock",
    read: ({ upstreamMs }) => upstreamMs && dialMs(upstreamMs),
  },
  {
    name: "upstream_tcp",
    unit: "ms",
    from: "the bridge starts to look the upstream's name up",
    to: "TCP connected to the upstream",
    read: (session) => session.upstreamMs?.tcp,
  },
  {
    name: "upstream_tls",
    unit: "ms",
    from: "TCP connected to the upstream",
    to: "TLS handshake done",
    read: (session) => session.upstreamMs?.tls,
  },
  {
    name: "upstream_upgrade",
    unit: "ms",
    from: "connection to the upstream established",
    to: "the upstream's 101",
    read: (session) => session.upstreamMs?.upgrade,
  },
  {
    name: "upstream_ready",
    unit: "ms",
    from: "the upstream's 101",
    to: "`session.created` received by the bridge",
    read: (session) => session.upstreamMs?.session_created,
  },
] as const satisfies readonly Metric<SessionRecord>[];

/** One value a frame, of every turn whatever its outcome: the error of the instrument. */
export const PACING = {
  name: "pacing",
  unit: "ms",
  from: "frame due",
  to: "frame written",
} as const;

/** One value a frame that a bridge passed on in either direction, by its own clock. */
export const RELAY_HOP = {
  name: "relay_hop",
  unit: "ms",
  from: "the bridge received a frame on one leg",
  to: "it handed the frame to the other's socket",
} as const;

export type MetricName =
  | typeof TURN_METRICS[number]["name"]
  | typeof SESSION_METRICS[number]["name"]
  | typeof PACING.name
  | typeof RELAY_HOP.name;

/** What turns of this scenario alone are bound to have; of others it is a finding that they do. */
export const BOUND_TO: { readonly [metric in MetricName]?: string } = {
  transcript: "transcription",
  barge_in_stop: "barge-in",
};

/** Every metric, in the order in which reports list them. */
export const METRIC_NAMES: readonly MetricName[] = [
  ...TURN_METRICS,
  ...SESSION_METRICS,
  RELAY_HOP,
  PACING,
].map((metric) => metric.name);

function sinceDueMs({ startLateMs = 0, ...session }: SessionRecord): number | undefined {
  const dialMs = connectMs(session);
  return dialMs === undefined ? undefined : startLateMs + dialMs;
}

/** All of the bridge's dial but the wait for the service's first event. */
function dialMs({ session_created: _, ...phases }: UpstreamPhases): number {
  return Object.values(phases).reduce((sum, ms) => sum + ms, 0);
}
