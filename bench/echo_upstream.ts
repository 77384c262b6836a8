/**
 * A stand-in for the Realtime service: says `session.created`, then sends back each frame; once asked
 * to "flood" it sends audio on top, as much as is taken. In a worker
 * it posts its port; as a process it takes the port to listen on from PORT and prints a line.
 */
const FLOOD_EVERY_MS = 20;
/** So much may wait for a reader: what it does not read is not made. */
const FLOOD_BYTES = 1 << 20;
const DELTA = JSON.stringify({ type: "response.output_audio.delta", delta: "A".repeat(16_384) });

function flood(socket: WebSocket): void {
  const timer = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return clearInterval(timer);
    while (socket.bufferedAmount < FLOOD_BYTES) socket.send(DELTA);
  }, FLOOD_EVERY_MS);
}

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: Number(Deno.env.get("PORT") ?? 0),
  onListen: () => {},
}, (request) => {
  if (request.headers.get("upgrade") !== "websocket") return new Response();
  const offered = request.headers.get("sec-websocket-protocol")?.includes("realtime");
  const { socket, response } = Deno.upgradeWebSocket(request, {
    idleTimeout: 0,
    ...(offered ? { protocol: "realtime" } : {}),
  });
  socket.onopen = () => socket.send('{"type":"session.created"}');
  socket.onmessage = ({ data }) => data === "flood" ? flood(socket) : socket.send(data);
  return response;
});
await Deno.stdout.write(
  new TextEncoder().encode(
    `{"ready":true,"url":"ws://127.0.0.1:${server.addr.port}/v1/realtime"}\n`,
  ),
);
