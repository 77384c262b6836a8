import assert from "node:assert/strict";
import { makeAuthority, makeLeaf } from "./certificates.ts";
import type { SessionEnd } from "./observer.ts";
import { type Mock, startMock } from "./server.ts";
import { noise } from "./session_harness.ts";
import { Client } from "./wire_client.ts";

interface Ending {
  readonly what: string;
  readonly faults?: readonly string[];
  act?(client: Client, mock: Mock): void;
  readonly end: SessionEnd;
}

const BROKEN_OFF = { code: 1006, reason: "" };
const ENDINGS: readonly Ending[] = [
  {
    what: "a client that closes",
    act: ({ socket }) => socket.close(4001, "bye"),
    end: { by: "client", code: 4001, reason: "bye" },
  },
  {
    what: "a client that closes without a code",
    act: ({ socket }) => socket.close(),
    end: { by: "client", code: 1005, reason: "" },
  },
  {
    what: "a client that is killed",
    act: ({ socket }) => socket.terminate(),
    end: { by: "client", ...BROKEN_OFF },
  },
  {
    what: "a mock that stops",
    act: (_, mock) => void mock.close(),
    end: { by: "mock", code: 1001, reason: "The mock is shutting down." },
  },
  {
    what: "a close at once",
    faults: ["close:1013"],
    end: { by: "mock", code: 1013, reason: "A fault, as ordered." },
  },
  { what: "a cut", faults: ["cut@after=5ms"], end: { by: "mock", ...BROKEN_OFF } },
  { what: "a reset", faults: ["reset@after=5ms"], end: { by: "mock", ...BROKEN_OFF } },
];

const authority = await makeAuthority(Date.now());
const tls = await makeLeaf(authority, Date.now());

/** How a session of such a mock ended, as observers are told. */
async function endOf({ faults = [], act }: Ending, scheme: "ws" | "wss"): Promise<SessionEnd> {
  const { promise, resolve } = Promise.withResolvers<SessionEnd>();
  await using mock = await startMock({
    replies: [{ transcript: "Yes.", samples: noise(200) }],
    faults,
    observers: [{ onEnd: (_, end) => resolve(end) }],
    ...(scheme === "wss" && { tls }),
  });
  const client = new Client(`${mock.url}?model=gpt-realtime-2.1`, { ca: authority.cert });
  client.socket.on("error", () => {});
  if (act) {
    await client.heard("session.created");
    act(client, mock);
  }
  await client.closed;
  return await promise;
}

for (const ending of ENDINGS) {
  Deno.test(`${ending.what} is told of alike on ws and wss`, async () => {
    for (const scheme of ["ws", "wss"] as const) {
      assert.deepEqual(await endOf(ending, scheme), ending.end, scheme);
    }
  });
}
