import type { SpeechFixture } from "../audio/fixture.ts";
import { publicUrl } from "../config/target.ts";
import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import { ASSUMED_REPLY_S, type Spend } from "../plan/spend.ts";
import type { Unreachable } from "../run/job.ts";
import type { BenchRequest } from "./bench_request.ts";

/** What a person should know before the run: what it will cost, and where speech was found. */
export function announcement({ config, speech, spend }: BenchRequest): string {
  return [
    ...speech.filter(({ boundsFrom }) => boundsFrom === "detected").map(boundsLine),
    ...(spend ? [spendLines(spend, config.maxMinutes)] : []),
  ].join("");
}

/** Latencies count from the end that was found: the user must be able to check it. */
function boundsLine({ name, samples, firstSpeechSample, lastSpeechSample }: SpeechFixture): string {
  const seconds = (count: number) => (count / REALTIME_SAMPLE_RATE).toFixed(3);
  const [from, to] = [seconds(firstSpeechSample), seconds(lastSpeechSample + 1)];
  const cutOff = samples.length - lastSpeechSample < CLOSE_TO_END
    ? "; it goes on to the end of the file, which may be cut off"
    : "";
  return `${name}: speech from ${from} s to ${to} s of ${seconds(samples.length)} s, as detected` +
    `${cutOff}\n`;
}

/** 20 ms: less than that after the last word is no background to tell it from. */
const CLOSE_TO_END = 0.02 * REALTIME_SAMPLE_RATE;

function spendLines(spend: Spend, maxMinutes: number): string {
  const { clients, audioMinutes, inputTokens, outputTokens } = spend;
  return `This run is billed: ${clients} clients stream about ${
    audioMinutes.toFixed(1)
  } minutes of ` +
    `audio together,\nabout ${inputTokens} audio tokens in (before caching) and ${outputTokens} out ` +
    `(for replies of ${ASSUMED_REPLY_S} s).\nIt stops at --max-minutes ${maxMinutes}.\n`;
}

/** @param isAsked whether the target was asked to go wrong. */
export function describeUnreachable(
  { region, url, ...failure }: Unreachable,
  isAsked = false,
): string {
  return `Nothing was measured: the target of region '${region}', ${publicUrl(url)}, ` +
    `${describeFailure(failure, isAsked)}.\n`;
}

/** What the target did in place of letting us in, and what most likely helps or was asked of it. */
export function describeFailure(
  { outcome, errorCode, errorMessage }: Pick<Unreachable, "outcome" | "errorCode" | "errorMessage">,
  isAsked = false,
): string {
  const words = errorMessage === undefined ? [] : [`“${errorMessage}”`];
  const why = [...(errorCode === undefined ? [] : [errorCode]), ...words].join(", ");
  const remedy = isAsked
    ? AS_ASKED
    : REMEDY.find(([pattern]) => pattern.test(errorCode ?? outcome))?.[1];
  return `${SAID[outcome] ?? outcome}${why && ` (${why})`}${remedy ? `: ${remedy}` : ""}`;
}

const AS_ASKED = "perhaps as --fault asks";

/** What most likely helps, by error code. */
const REMEDY: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, "is it running, and is the port right"],
  [/ENOTFOUND|EAI_AGAIN/, "check the host name"],
  [
    /http_(401|403)|invalid_api_key/,
    "check --ticket-secret or --ticket, --header, --subprotocol or the key",
  ],
  [/http_429/, "its limits are reached: wait, or raise them"],
  [/upstream_(refused|unreachable)/, "the bridge's own way to the service: check its key and URL"],
  [/http_(404|200|405)/, "check the path of the URL"],
  [/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UnknownIssuer/i, "trust it with --ca or --insecure"],
  [/WRONG_VERSION_NUMBER|HPE_/, "check ws:// against wss:// and the port"],
  [/bad_upgrade/, "it does not speak WebSocket, or not the --subprotocol offered"],
];

const SAID: Readonly<Record<string, string>> = {
  unreachable: "could not be reached",
  refused: "refused the connection",
  timeout: "did not answer in time",
  closed: "closed the connection before the session was created",
  error: "answered with an error",
};
