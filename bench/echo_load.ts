import { once } from "node:events";
// @ts-types="@types/ws"
import { WebSocket } from "ws";
import { systemClock } from "../src/time/system_clock.ts";

const FRAME_MS = 20;
const AUDIO = "A".repeat(1280);
/** For the last echoes. */
const SETTLE_MS = 200;

/** Sessions that send 1.3 KB frames, 50 a second, to what echoes them. */
export class EchoLoad {
  readonly #sockets: readonly WebSocket[];
  #rttMs: number[] = [];

  /** Dials what says something first. */
  static async dial(url: string, sessions: number): Promise<EchoLoad> {
    return new EchoLoad(await Promise.all(Array.from({ length: sessions }, () => dial(url))));
  }

  private constructor(sockets: readonly WebSocket[]) {
    this.#sockets = sockets;
    for (const socket of sockets) {
      socket.on("message", (data) => {
        const text = data.toString();
        if (!text.includes("append")) return;
        this.#rttMs.push(performance.now() - Number(text.slice(11, 27)));
      });
    }
  }

  /** Sends for so long and yields the round trip of each frame, in ms. */
  async run(forMs: number): Promise<number[]> {
    this.#rttMs = [];
    await this.#send(forMs);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return this.#rttMs;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => (socket.close(), once(socket, "close"))));
  }

  /** Each session has its own phase within the 20 ms, as people have. */
  #send(forMs: number): Promise<void> {
    const startMs = systemClock.now() + FRAME_MS;
    const frames = forMs / FRAME_MS;
    const count = this.#sockets.length;
    return new Promise((resolve) => {
      this.#sockets.forEach((socket, i) => {
        const step = (k: number) => {
          if (k >= frames) return i === count - 1 ? resolve() : undefined;
          systemClock.at(startMs + (k + i / count) * FRAME_MS, () => {
            socket.send(frame());
            step(k + 1);
          });
        };
        step(0);
      });
    });
  }
}

function frame(): string {
  const sentMs = performance.now().toFixed(6).padStart(16, " ");
  return `{"sent_ms":${sentMs},"type":"input_audio_buffer.append","audio":"${AUDIO}"}`;
}

async function dial(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "message");
  return socket;
}
