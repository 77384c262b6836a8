import assert from "node:assert/strict";
import { once } from "node:events";
import { type MetricOptions, metrics } from "@opentelemetry/api";
import { VirtualClock } from "../time/virtual_clock.ts";
import { makeTicket, SECRET } from "./fake_ticket.ts";
import { Telemetry } from "./telemetry.ts";
import { upgrade } from "./upgrade.ts";
// @ts-types="@types/ws"
import { WebSocket } from "ws";

const KEY = "sk-very-secret";
const SPOKEN = "c3Bva2Vu";
const HEARD = "what was said";

type Json = Record<string, unknown>;
/** As OTLP writes attributes: `{ key, value: { stringValue: … } }`. */
const valuesOf = (attributes: { key: string; value: Json }[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Takes OTLP over HTTP, as a collector does. */
function startCollector() {
  const bodies: { path: string; text: string }[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    bodies.push({ path: new URL(request.url).pathname, text: await request.text() });
    return Response.json({});
  });
  const scopes = (path: string, resources: string, kind: string) =>
    bodies.filter((body) => body.path === path)
      .flatMap(({ text }) => JSON.parse(text)[resources])
      .flatMap((resource) => resource[kind])
      .filter(({ scope }) => scope.name === "ttfa-bridge");
  return {
    bodies,
    url: `http://127.0.0.1:${server.addr.port}`,
    spans: () => scopes("/v1/traces", "resourceSpans", "scopeSpans").flatMap(({ spans }) => spans),
    /** Of each histogram, as last told: how many values, by their attributes. */
    counts: () => {
      const counts: Record<string, number> = {};
      for (const { metrics } of scopes("/v1/metrics", "resourceMetrics", "scopeMetrics")) {
        for (const { name, unit, histogram, sum } of metrics) {
          for (const { attributes, count, ...point } of (histogram ?? sum).dataPoints) {
            const labels = [name, unit, ...Object.values(valuesOf(attributes))].filter(Boolean);
            counts[labels.join(" ")] = Number(count ?? point.asInt ?? point.asDouble);
          }
        }
      }
      return counts;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Answers one frame and then closes. */
function startUpstream() {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { socket, response } = upgrade(request)!;
    socket.onopen = () => socket.send('{"type":"session.created"}');
    socket.onmessage = ({ data }) => {
      if (!data.includes(SPOKEN)) return;
      socket.send(`{"type":"response.output_audio_transcript.delta","delta":"${HEARD}"}`);
      socket.close(4009, "done");
    };
    return response;
  });
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.shutdown() });
}

function startBridge(env: Record<string, string>) {
  const main = import.meta.resolve("./main.ts");
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-net", "--allow-env", main],
    env: {
      PORT: "0",
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      BRIDGE_REGION: "eu",
      BRIDGE_TICKET_SECRET: SECRET,
      OPENAI_API_KEY: KEY,
      ...env,
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function hold(url: string, headers = {}): Promise<string> {
  const ticket = await makeTicket();
  const client = new WebSocket(url, ["realtime", `ttfa-ticket.${ticket}`], { headers });
  client.on("message", (data) => {
    if (data.toString().includes("session.created")) {
      client.send(`{"type":"input_audio_buffer.append","audio":"${SPOKEN}"}`);
    }
  });
  await once(client, "close");
  return ticket;
}

Deno.test("the runtime exports a span for each session and three histograms, and nothing private", async () => {
  await using collector = startCollector();
  await using upstream = startUpstream();
  const bridge = startBridge({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    UPSTREAM_URL: `ws://127.0.0.1:${upstream.addr.port}`,
  });
  const reader = bridge.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { url } = JSON.parse((await reader.read()).value!);
  const tickets = [await hold(url), await hold(url)];
  bridge.kill("SIGTERM");
  assert.equal((await bridge.status).code, 0);
  await reader.cancel();
  assert.match(await new Response(bridge.stderr).text(), /OTEL_DENO: .*\?ticket=/);

  const spans = collector.spans();
  assert.deepEqual(spans.map(({ name }) => name), ["bridge.session", "bridge.session"]);
  const attributes = spans.map((span) => valuesOf(span.attributes));
  for (const values of attributes) {
    assert.equal(values["bridge.region"], "eu");
    // As a string, OTLP's form of an integer.
    assert.equal(values["bridge.close_code"], "4009");
    assert.ok(Number(values["bridge.session.seconds"]) > 0);
    assert.ok(Number(values["bridge.upstream.upgrade_ms"]) > 0);
  }
  assert.deepEqual(attributes.map((values) => values["bridge.first_session"]), [true, false]);
  assert.equal(attributes[0]!["bridge.boot_id"], attributes[1]!["bridge.boot_id"]);
  assert.deepEqual(collector.counts(), {
    "bridge.dial.duration s": 2,
    "bridge.hop.duration s down": 4,
    "bridge.hop.duration s up": 2,
    "bridge.session.duration s": 2,
    "bridge.upstream.failures upstream_closed": 2,
  });
  const all = collector.bodies.map(({ text }) => text).join();
  for (const secret of [KEY, SECRET, SPOKEN, HEARD, ...tickets]) assert.ok(!all.includes(secret));
});

Deno.test("a session whose upstream cannot be reached is a span with an error", async () => {
  await using collector = startCollector();
  const bridge = startBridge({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    UPSTREAM_URL: "ws://127.0.0.1:1",
    BRIDGE_ALLOWED_ORIGINS: "https://a.example",
  });
  const reader = bridge.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { url } = JSON.parse((await reader.read()).value!);
  await hold(url, { origin: "https://a.example" });
  await (await fetch(url.replace("ws:", "http:"), { headers: { origin: "http://b" } })).text();
  bridge.kill("SIGTERM");
  await Promise.all([bridge.status, reader.cancel(), bridge.stderr.cancel()]);
  assert.deepEqual(collector.counts(), {
    "bridge.refusals 403": 1,
    "bridge.session.duration s": 1,
    "bridge.upstream.failures upstream_unreachable": 1,
  });
  const [span] = collector.spans();
  assert.equal(valuesOf(span.attributes)["error.type"], "upstream_unreachable");
  assert.equal(span.status.code, 2);
});

Deno.test("durations are told in seconds, and the dial's when the upstream answers it", async () => {
  const told: unknown[] = [];
  const createHistogram = (name: string, options?: MetricOptions) => ({
    record: (value: number) => told.push([name, value, options?.unit]),
  });
  const createCounter = () => ({ add: () => {} });
  // deno-lint-ignore no-explicit-any -- as much of a meter as is used here
  const meter = { createHistogram, createCounter } as any;
  metrics.setGlobalMeterProvider({ getMeter: () => meter });
  try {
    const clock = new VirtualClock();
    const observer = new Telemetry(clock, { bootId: "b" }).begin(true);
    observer.dialled!({ tcp: 100, tls: 50, upgrade: 350 });
    observer.hop("up", 2);
    observer.ready({ tcp: 100, tls: 50, upgrade: 350, session_created: 1000 });
    await clock.advance(90_000);
    observer.ended!({ code: 1000 });
  } finally {
    metrics.disable();
  }
  assert.deepEqual(told, [
    ["bridge.dial.duration", 0.5, "s"],
    ["bridge.hop.duration", 0.002, "s"],
    ["bridge.session.duration", 90, "s"],
  ]);
});
