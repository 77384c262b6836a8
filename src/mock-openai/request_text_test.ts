import assert from "node:assert/strict";
import { requestText } from "./request_text.ts";

function request(body?: BodyInit): Request {
  return new Request("http://mock/", { method: "POST", ...(body !== undefined && { body }) });
}

Deno.test("a body is read as text, however it is cut, up to 1 MiB", async () => {
  assert.equal(await requestText(request()), "");
  assert.equal(await requestText(request("é".repeat(2 ** 19))), "é".repeat(2 ** 19));
  assert.equal(await requestText(request(`${"é".repeat(2 ** 19)}.`)), undefined);
  const bytes = new TextEncoder().encode("aé");
  const pieces = ReadableStream.from([bytes.slice(0, 2), bytes.slice(2)]);
  assert.equal(await requestText(request(pieces)), "aé");
});
