import type { Clock } from "../time/clock.ts";
import type { BridgeConfig } from "./config.ts";
import type { Incident } from "./incidents.ts";
import type { Observation, SessionObserver } from "./observation.ts";
import type { Telemetry } from "./telemetry.ts";

export interface ObservatoryOptions {
  readonly config: Pick<BridgeConfig, "probe" | "telemetry" | "region" | "access">;
  readonly clock: Clock;
  readonly bootId: string;
  /** Given what the operator should know. */
  readonly say: (line: string) => void;
}

/** Starts to watch a session. */
export type Watch = (isFirstSession: boolean) => Observation;

/** Decides which sessions are watched, and by whom. The code for it is loaded when it is needed. */
export class Observatory {
  readonly #options: ObservatoryOptions;
  readonly #telemetry: Promise<Telemetry | undefined> | undefined;

  constructor(options: ObservatoryOptions) {
    this.#options = options;
    if (options.config.telemetry) this.#telemetry = this.#loadTelemetry();
  }

  /** How to watch the session that `request` asks for; undefined where nobody wants to. */
  async watch(request: Request): Promise<Watch | undefined> {
    const wantsProbe = this.probeState(request) === "on";
    const telemetry = await this.#telemetry;
    if (!wantsProbe && !telemetry) return undefined;
    const { clock, bootId, config: { region = null } } = this.#options;
    const [{ observe }, { Probe }] = await Promise.all([
      import("./observation.ts"),
      import("./probe.ts"),
    ]);
    return (first_session) => {
      const observers: SessionObserver[] = [];
      if (wantsProbe) observers.push(new Probe({ boot_id: bootId, region, first_session }));
      if (telemetry) observers.push(telemetry.begin(first_session));
      return observe(clock, observers);
    };
  }

  /** Counts what went wrong, where somebody collects it. */
  count(incident: Incident): void {
    this.#telemetry?.then((telemetry) => telemetry?.count(incident));
  }

  /** Whether `request` is answered with the relay's own stamps; undefined where none ever is. */
  probeState(request: Request): "on" | "available" | undefined {
    if (!this.#options.config.probe) return undefined;
    return new URL(request.url).searchParams.get("probe") === "1" ? "on" : "available";
  }

  async #loadTelemetry(): Promise<Telemetry | undefined> {
    const { clock, config, bootId, say } = this.#options;
    const { region, access } = config;
    if (access?.ticketSecret !== undefined) {
      say("OTEL_DENO: the runtime exports whole URLs, tickets in ?ticket= among them");
    }
    try {
      const { Telemetry } = await import("./telemetry.ts");
      return new Telemetry(clock, { bootId, ...(region !== undefined && { region }) });
    } catch (error) {
      say(`OTEL_DENO: sessions are not exported: ${error}`);
      return undefined;
    }
  }
}
