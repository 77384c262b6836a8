/** Whether a request's `Authorization: Bearer` is `token`; takes as long whichever part differs. */
export async function hasBearer(headers: Headers, token: string): Promise<boolean> {
  // Hashes have one length, and nobody can choose which of their bytes agree.
  const [a, b] = await Promise.all([sha256(givenBearer(headers) ?? ""), sha256(token)]);
  return a.reduce((difference, byte, i) => difference | (byte ^ b[i]!), 0) === 0;
}

/** What a request's `Authorization: Bearer` gives. */
export function givenBearer(headers: Headers): string | undefined {
  return /^Bearer +(.*)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
