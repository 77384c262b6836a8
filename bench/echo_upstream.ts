/**
 * A stand-in for the Realtime service: says `session.created`, then sends back each frame. In a worker
 * it posts its port; as a process it takes the port to listen on from PORT and prints a line.
 */
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
  socket.onmessage = ({ data }) => socket.send(data);
  return response;
});
await Deno.stdout.write(
  new TextEncoder().encode(
    `{"ready":true,"url":"ws://127.0.0.1:${server.addr.port}/v1/realtime"}\n`,
  ),
);
