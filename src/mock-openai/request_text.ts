/** More than any session that is asked for needs. */
const MAX_BYTES = 2 ** 20;

/** The text of a request's body; `undefined` where it is longer than 1 MiB. */
export async function requestText({ body }: Request): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
