import { type ClientSecretRequest, isClientSecretRequest } from "./client_secret_check.ts";
import type { ClientSecrets } from "./client_secrets.ts";
import { BAD_JSON_BODY, BODY_TOO_LARGE, type Fault } from "./faults.ts";
import { keyFault, REALTIME_PATH } from "./handshake.ts";
import { httpError } from "./http_error.ts";
import { readJson } from "./read_json.ts";
import { requestText } from "./request_text.ts";

export const CLIENT_SECRETS_PATH = `${REALTIME_PATH}/client_secrets`;

/** Answers `POST /v1/realtime/client_secrets`: a new ephemeral key, or what is wrong. */
export async function answerMint(
  request: Request,
  secrets: ClientSecrets,
  apiKey: string | undefined,
): Promise<Response> {
  const denied = keyFault(request.headers, apiKey);
  if (denied) return httpError(401, denied);
  const text = await requestText(request);
  if (text === undefined) return httpError(413, BODY_TOO_LARGE);
  const read = readRequest(text);
  if ("fault" in read) return httpError(400, read.fault);
  const minted = secrets.mint(read.request);
  return "fault" in minted ? httpError(400, minted.fault) : Response.json(minted);
}

/** An empty body asks for nothing in particular. */
function readRequest(text: string): { request: ClientSecretRequest } | { fault: Fault } {
  const json = readJson(text.trim() === "" ? "{}" : text);
  const body = "value" in json ? json.value : undefined;
  const isObject = typeof body === "object" && body !== null;
  const fault = isObject ? isClientSecretRequest(body, "") : BAD_JSON_BODY;
  return fault ? { fault } : { request: body as ClientSecretRequest };
}
