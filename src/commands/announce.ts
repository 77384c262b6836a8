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
  return `${name}: speech from ${from} s to ${to} s of ${seconds(samples.length)} s, as detected\n`;
}

function spendLines(spend: Spend, maxMinutes: number): string {
  const { clients, audioMinutes, inputTokens, outputTokens } = spend;
  return `This run is billed: ${clients} clients stream about ${
    audioMinutes.toFixed(1)
  } minutes of ` +
    `audio together,\nabout ${inputTokens} audio tokens in and ${outputTokens} out (assuming replies ` +
    `of ${ASSUMED_REPLY_S} s). It stops at --max-minutes ${maxMinutes}.\n`;
}

export function describeUnreachable({ region, url, outcome, errorCode }: Unreachable): string {
  const code = errorCode === undefined ? "" : ` (${errorCode})`;
  return `Nothing was measured: the target of region '${region}', ${publicUrl(url)}, ` +
    `${SAID[outcome] ?? outcome}${code}.\n`;
}

const SAID: Readonly<Record<string, string>> = {
  unreachable: "could not be reached",
  refused: "refused the connection",
  timeout: "did not answer in time",
  closed: "closed the connection before the session was created",
  error: "answered with an error",
};
