import type { Transcriber, Transcription } from "./transcriber.ts";

/**
 * The same transcriber, whatever it does: where it throws, or gives what is no transcription, the turn
 * has not been understood, and the client is told why.
 */
export function checkedTranscriber(transcribe: Transcriber): Transcriber {
  return (turn) => {
    try {
      const result: unknown = transcribe(turn);
      return isTranscription(result) ? result : failed(`gave ${shown(result)}`);
    } catch (error) {
      return failed(`threw '${error instanceof Error ? error.message : error}'`);
    }
  };
}

function isTranscription(value: unknown): value is Transcription {
  if (typeof value !== "object" || value === null) return false;
  if ("transcript" in value) return typeof value.transcript === "string";
  return "failure" in value && typeof value.failure === "object" && value.failure !== null;
}

function shown(value: unknown): string {
  if (value instanceof Promise) return "a promise: it must not be async";
  const wanted = `not { transcript: "…" } or { failure: { type, code, message } }`;
  return `${JSON.stringify(value)}, ${wanted}`;
}

function failed(what: string): Transcription {
  const message = `The mock's option 'transcribe' ${what}.`;
  return { failure: { type: "server_error", code: "mock_transcribe", message } };
}
