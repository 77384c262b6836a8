import { type AttributeValue, metrics, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { UpstreamPhases } from "../protocol/bridge_events.ts";
import type { Clock } from "../time/clock.ts";
import type { Incident } from "./incidents.ts";
import type { SessionObserver } from "./observation.ts";
import type { SessionEnd } from "./session.ts";

const NAME = "ttfa-bridge";
/** Seconds, as the conventions of OpenTelemetry want durations. */
const HOP_BOUNDS_S = [5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 1];
const DIAL_BOUNDS_S = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10];
const SESSION_BOUNDS_S = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600];
const DIRECTION = { up: { "bridge.direction": "up" }, down: { "bridge.direction": "down" } };

/**
 * The bridge's sessions in OpenTelemetry: a span each, and histograms. The runtime's own exporter
 * takes them, where OTEL_DENO is on; nothing said in a session is among them, nor who it was.
 */
export class Telemetry {
  readonly #clock: Clock;
  readonly #instance: { readonly [attribute: string]: string };
  readonly #hops = histogram("bridge.hop.duration", HOP_BOUNDS_S);
  readonly #dials = histogram("bridge.dial.duration", DIAL_BOUNDS_S);
  readonly #refusals = metrics.getMeter(NAME).createCounter("bridge.refusals");
  readonly #failures = metrics.getMeter(NAME).createCounter("bridge.upstream.failures");
  readonly #lengths = histogram("bridge.session.duration", SESSION_BOUNDS_S);

  constructor(clock: Clock, instance: { readonly bootId: string; readonly region?: string }) {
    this.#clock = clock;
    const { bootId, region } = instance;
    this.#instance = { "bridge.boot_id": bootId, ...(region && { "bridge.region": region }) };
  }

  /** Begins the span of a session, within that of the request. */
  begin(isFirst: boolean): SessionObserver {
    const attributes = { ...this.#instance, "bridge.first_session": isFirst };
    const span = trace.getTracer(NAME).startSpan("bridge.session", { attributes });
    const startMs = this.#clock.now();
    return {
      hop: (direction, ms) => this.#hops.record(ms / 1000, DIRECTION[direction]),
      dialled: (upstreamMs) => {
        this.#dials.record(Object.values(upstreamMs).reduce((sum, ms) => sum + ms, 0) / 1000);
        describePhases(span, upstreamMs);
      },
      ready: (upstreamMs) => describePhases(span, upstreamMs),
      ended: (end) => {
        const seconds = (this.#clock.now() - startMs) / 1000;
        this.#lengths.record(seconds);
        span.setAttribute("bridge.session.seconds", seconds);
        describeEnd(span, end);
        span.end();
      },
    };
  }

  /** Adds what went wrong to its counter. */
  count(incident: Incident): void {
    if (incident.what === "refusal") {
      this.#refusals.add(1, { "http.response.status_code": whole(incident.status) });
    } else this.#failures.add(1, { "error.type": incident.code });
  }
}

function histogram(name: string, explicitBucketBoundaries: number[]) {
  const options = { unit: "s", advice: { explicitBucketBoundaries } };
  return metrics.getMeter(NAME).createHistogram(name, options);
}

/** An integer on the wire: the runtime writes every number as a float, and a bigint as an integer. */
function whole(value: number): AttributeValue {
  return BigInt(value) as unknown as AttributeValue;
}

function describePhases(span: Span, upstreamMs: UpstreamPhases): void {
  for (const [phase, ms] of Object.entries(upstreamMs)) {
    span.setAttribute(`bridge.upstream.${phase}_ms`, ms);
  }
}

function describeEnd(span: Span, { code, failure }: SessionEnd): void {
  span.setAttribute("bridge.close_code", whole(code));
  if (!failure) return;
  span.setAttribute("error.type", failure.code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
}
