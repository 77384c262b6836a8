/**
 * A bridge of the shape that tutorials show, for measuring against: Deno's own WebSocket client
 * upstream, an unbounded queue, no limits, no error handlers. Not for use.
 */
const upstreamUrl = Deno.env.get("UPSTREAM_URL")!;
const SESSION = {
  type: "realtime",
  instructions: "You are the voice of a company at the edge.",
  audio: {
    input: { turn_detection: { type: "server_vad", threshold: 0.5 } },
    output: { voice: "alloy" },
  },
};

const server = Deno.serve({
  port: Number(Deno.env.get("PORT") ?? 8000),
  hostname: "127.0.0.1",
  onListen: () => {},
}, (request) => {
  if (new URL(request.url).pathname !== "/voice") return new Response(null, { status: 404 });
  if (request.headers.get("upgrade") !== "websocket") return new Response(null, { status: 400 });
  const { socket: client, response } = Deno.upgradeWebSocket(request);
  // The one departure: the beta subprotocol is left out, as the service refuses it today.
  const key = Deno.env.get("OPENAI_API_KEY") ?? "none";
  const upstream = new WebSocket(upstreamUrl, ["realtime", `openai-insecure-api-key.${key}`]);
  const waiting: string[] = [];
  upstream.onopen = () => {
    upstream.send(JSON.stringify({ type: "session.update", session: SESSION }));
    for (const text of waiting.splice(0)) upstream.send(text);
  };
  upstream.onmessage = ({ data }) => {
    if (client.readyState === WebSocket.OPEN) client.send(data);
  };
  upstream.onclose = () => client.close();
  client.onmessage = ({ data }) => {
    if (typeof data !== "string") return;
    if (upstream.readyState === WebSocket.OPEN) upstream.send(data);
    else waiting.push(data);
  };
  client.onclose = () => upstream.close();
  return response;
});
await Deno.stdout.write(
  new TextEncoder().encode(`{"ready":true,"url":"ws://127.0.0.1:${server.addr.port}/voice"}\n`),
);
