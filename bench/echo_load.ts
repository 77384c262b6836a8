import { once } from "node:events";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { systemClock } from "../src/time/system_clock.ts";

const FRAME_MS = 20;
const AUDIO = "A".repeat(1280);
/** For the last echoes: what has not come by then counts as lost. */
const SETTLE_MS = 2_000;
const LOOK_MS = 10;

/** What came of the frames of one run: those without a round trip were lost. */
export interface EchoRun {
  readonly sent: number;
  /** Of each echo, in ms. */
  readonly rttMs: readonly number[];
}

/** Sessions that send 1.3 KB frames, 50 a second, to what echoes them. */
export class EchoLoad {
  readonly #sockets: readonly WebSocket[];
  #rttMs: number[] = [];
  /** Stands in each frame: the echo of an earlier run is none of this one's. */
  #run = 0;

  /** Dials what says something first. */
  static async dial(url: string, sessions: number): Promise<EchoLoad> {
    return new EchoLoad(await Promise.all(Array.from({ length: sessions }, () => dial(url))));
  }

  private constructor(sockets: readonly WebSocket[]) {
    this.#sockets = sockets;
    for (const socket of sockets) {
      socket.on("message", (data) => {
        const text = data.toString();
        if (!text.includes("append") || Number(text.slice(34, 42)) !== this.#run) return;
        this.#rttMs.push(performance.now() - Number(text.slice(11, 27)));
      });
    }
  }

  /** Sends for so long, then waits until every echo is there, or 2 s. */
  async run(forMs: number): Promise<EchoRun> {
    const rttMs: number[] = this.#rttMs = [];
    this.#run++;
    const frames = Math.ceil(forMs / FRAME_MS);
    await this.#send(frames);
    const sent = frames * this.#sockets.length;
    const untilMs = performance.now() + SETTLE_MS;
    while (rttMs.length < sent && performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    this.#rttMs = [];
    return { sent, rttMs };
  }

  async close(): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => (socket.close(), once(socket, "close"))));
  }

  /** Each session has its own phase within the 20 ms, as people have. */
  #send(frames: number): Promise<void> {
    const startMs = systemClock.now() + FRAME_MS;
    const count = this.#sockets.length;
    return new Promise((resolve) => {
      this.#sockets.forEach((socket, i) => {
        const step = (k: number) => {
          if (k >= frames) return i === count - 1 ? resolve() : undefined;
          systemClock.at(startMs + (k + i / count) * FRAME_MS, () => {
            socket.send(frame(this.#run));
            step(k + 1);
          });
        };
        step(0);
      });
    });
  }
}

function frame(run: number): string {
  const sentMs = performance.now().toFixed(6).padStart(16, " ");
  const runText = String(run).padStart(8, " ");
  return `{"sent_ms":${sentMs},"run":${runText},"type":"input_audio_buffer.append","audio":"${AUDIO}"}`;
}

async function dial(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "message");
  return socket;
}
