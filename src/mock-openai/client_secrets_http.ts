import { type ClientSecretRequest, isClientSecretRequest } from "./client_secret_check.ts";
import type { ClientSecrets } from "./client_secrets.ts";
import { BAD_JSON_BODY, BODY_TOO_LARGE, type Refusal } from "./refusals.ts";
import { keyRefusal, REALTIME_PATH } from "./handshake.ts";
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
  const denied = keyRefusal(request.headers, apiKey);
  if (denied) return httpError(401, denied);
  const text = await requestText(request);
  if (text === undefined) return httpError(413, BODY_TOO_LARGE);
  const read = readRequest(text);
  if ("refusal" in read) return httpError(400, read.refusal);
  const minted = secrets.mint(read.request);
  return "refusal" in minted ? httpError(400, minted.refusal) : Response.json(minted);
}

/** An empty body asks for nothing in particular. */
function readRequest(text: string): { request: ClientSecretRequest } | { refusal: Refusal } {
  const json = readJson(text.trim() === "" ? "{}" : text);
  const body = "value" in json ? json.value : undefined;
  const isObject = typeof body === "object" && body !== null;
  const refusal = isObject ? isClientSecretRequest(body, "") : BAD_JSON_BODY;
  return refusal ? { refusal } : { request: body as ClientSecretRequest };
}
