/** The frames with which caller and upstream play out a session, in the service's form where it counts. */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
// @ts-types="@types/ws"
import type { WebSocket } from "ws";

export const FRAME_MS = 20;
const AUDIO = Buffer.alloc(FRAME_MS * 48).toString("base64");

export const APPEND = JSON.stringify({ type: "input_audio_buffer.append", audio: AUDIO });
export const DELTA = JSON.stringify({ type: "response.output_audio.delta", delta: AUDIO });
export const TOKENS = {
  input_tokens: 7,
  input_token_details: { cached_tokens: 3 },
  output_tokens: 11,
  total_tokens: 18,
};
export const DONE = JSON.stringify({ type: "response.done", response: { usage: TOKENS } });

/** What a caller asks of the upstream, which no service knows. */
export type Wish =
  | { readonly type: "test.begin"; readonly kind: string }
  | { readonly type: "test.turn"; readonly deltas: number }
  | { readonly type: "test.end"; readonly how: UpstreamEnd };

/** `stream`: send audio without end; `fall silent`: neither read nor write, and keep the connection. */
export type UpstreamEnd = "close" | "reset" | "stream" | "fall silent";

export const isAppend = (frame: string) => frame.includes("input_audio_buffer.append");
export const isDelta = (frame: string) => frame.includes("response.output_audio.delta");
export const isDone = (frame: string) => frame.includes("response.done");

/** The TCP connection under a socket, to be treated as its protocol would not. */
export function transport(socket: WebSocket): Socket {
  return (socket as unknown as { readonly _socket: Socket })._socket;
}
