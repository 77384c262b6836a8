/**
 * The load of `mock_capacity.ts`, in a process of its own: clients that never stop sending 20 ms
 * frames, speaking for 2 s out of 6. Takes one {@linkcode LoadOrder} a line on stdin and answers each
 * with a line of JSON: {@linkcode LoadResult}.
 */
import { once } from "node:events";
import WebSocket from "ws";
import { BUNDLED_SPEECH, loadFixtures } from "../src/audio/fixture.ts";
import { encodeRoom, encodeSpeech } from "../src/client/speech.ts";
import { Microphone } from "../src/client/microphone.ts";
import { seeded } from "../src/random/random.ts";
import { sleep } from "../src/time/clock.ts";
import { systemClock } from "../src/time/system_clock.ts";
import { print } from "./print.ts";
import { Pacer } from "../src/client/pacer.ts";

export interface LoadOrder {
  readonly url: string;
  readonly sessions: number;
  readonly measureMs: number;
  /** How often each session asks and waits for the answer; without it, never. */
  readonly probeMs?: number;
}

/** Times in ms, in order of size, of the measured span alone. */
export interface LoadResult {
  /** A request without effect, sent → answer received. */
  readonly rttMs: readonly number[];
  /** Frame due → written: the generator's own lateness. */
  readonly pacingMs: readonly number[];
  readonly audioDeltas: number;
  readonly repliesDone: number;
  readonly framesSent: number;
}

const FRAME_MS = 20;
const CYCLE_MS = 6000;
/** Connects are spread over this, so that cycles are too. */
const RAMP_MS = CYCLE_MS;

const random = seeded(1, "load");
const speech = (await loadFixtures(BUNDLED_SPEECH))
  .map((fixture) => encodeSpeech(fixture, FRAME_MS, random).frames);
const room = encodeRoom(FRAME_MS, random);
const pacer = new Pacer(systemClock, FRAME_MS);

/** At absolute times, so that late ones do not gather in a clump. */
function every(periodMs: number, signal: AbortSignal, task: () => void): void {
  let dueMs = systemClock.now();
  const run = () => {
    if (signal.aborted) return;
    task();
    dueMs += periodMs;
    systemClock.at(dueMs, run);
  };
  run();
}

class Client {
  rttMs: number[] = [];
  audioDeltas = 0;
  repliesDone = 0;
  readonly mic: Microphone;
  readonly #socket: WebSocket;
  readonly #over = new AbortController();
  #probeSentMs = 0;
  #turns = 0;

  /** @param phase where this client stands among all, from 0 up to 1. */
  constructor(url: string, readonly n: number, readonly phase: number) {
    this.#socket = new WebSocket(`${url}?model=gpt-realtime`, { perMessageDeflate: false });
    this.#socket.on("message", (data: Uint8Array) => this.#hear(data));
    this.mic = new Microphone(pacer, room, (frame) => this.#socket.send(frame));
  }

  async start(probeMs: number | undefined): Promise<void> {
    await once(this.#socket, "open");
    this.#socket.send(JSON.stringify({
      type: "session.update",
      session: {
        type: "realtime",
        audio: { input: { turn_detection: { type: "server_vad", silence_duration_ms: 500 } } },
      },
    }));
    this.mic.start();
    every(CYCLE_MS, this.#over.signal, () => {
      this.mic.speak(speech[(this.n + this.#turns++) % speech.length]!);
    });
    if (!probeMs) return;
    // Evenly spread over time: a moment in which the mock stands still must count once.
    await sleep(systemClock, probeMs * this.phase);
    every(probeMs, this.#over.signal, () => this.#probe());
  }

  async stop(): Promise<void> {
    this.#over.abort();
    this.mic.stop();
    this.#socket.close();
    await once(this.#socket, "close");
  }

  /** Forgets what was counted. */
  reset(): void {
    this.mic.takeLateness();
    this.rttMs = [];
    this.audioDeltas = 0;
    this.repliesDone = 0;
  }

  #probe(): void {
    this.#probeSentMs = systemClock.now();
    this.#socket.send('{"type":"conversation.item.retrieve","item_id":"none"}');
  }

  /** Only looks at how the frame begins: the generator must cost less than the mock. */
  #hear(data: Uint8Array): void {
    const head = new TextDecoder().decode(data.subarray(0, 40));
    if (head.startsWith('{"type":"error"')) this.rttMs.push(systemClock.now() - this.#probeSentMs);
    else if (head.startsWith('{"type":"response.output_audio.delta"')) this.audioDeltas++;
    else if (head.startsWith('{"type":"response.done"')) this.repliesDone++;
  }
}

async function connect({ url, sessions, probeMs }: LoadOrder): Promise<Client[]> {
  return await Promise.all(
    Array.from({ length: sessions }, async (_, n) => {
      await sleep(systemClock, RAMP_MS * n / sessions);
      const client = new Client(url, n, n / sessions);
      await client.start(probeMs);
      return client;
    }),
  );
}

function collect(clients: readonly Client[]): LoadResult {
  const sum = (count: (client: Client) => number) =>
    clients.reduce((total, client) => total + count(client), 0);
  const pacingMs = clients.flatMap((client) => [...client.mic.takeLateness()]);
  return {
    rttMs: clients.flatMap((client) => client.rttMs).sort((a, b) => a - b),
    pacingMs: pacingMs.sort((a, b) => a - b),
    audioDeltas: sum((client) => client.audioDeltas),
    repliesDone: sum((client) => client.repliesDone),
    framesSent: pacingMs.length,
  };
}

for await (const line of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const order: LoadOrder = JSON.parse(line);
  const clients = await connect(order);
  await sleep(systemClock, 1000);
  for (const client of clients) client.reset();
  print('"measuring"');
  await sleep(systemClock, order.measureMs);
  const result = collect(clients);
  print(JSON.stringify(result));
  await Promise.all(clients.map((client) => client.stop()));
  print('"stopped"');
}
