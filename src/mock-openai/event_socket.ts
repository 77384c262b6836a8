import { CLOSE_ABNORMAL, type ServerSocket } from "./server_socket.ts";

/** Of one frame, as `Deno.serve` has it: longer ones end the connection. */
export const MAX_FRAME_BYTES = 64 * 2 ** 20;

const OPEN = 1;

/** What the WebSockets of the platform and of `ws` have in common. */
interface EventSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType: string;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** An open WebSocket of either kind as the mock uses it. */
export function eventSocket(socket: EventSocket): ServerSocket {
  return {
    send: (text) => {
      if (socket.readyState === OPEN) socket.send(text);
    },
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    close: (code, reason) => socket.close(code, reason),
    listen: ({ onText, onBinary, onClose }) => {
      socket.binaryType = "arraybuffer";
      socket.onmessage = ({ data }: { data: string | ArrayBuffer }) =>
        typeof data === "string" ? onText(data) : onBinary(new Uint8Array(data));
      // Deno says 0 where nothing was said.
      socket.onclose = ({ code, reason }: { code: number; reason: string }) =>
        onClose(code || CLOSE_ABNORMAL, reason);
    },
  };
}
