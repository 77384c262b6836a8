/** As it would follow the flag: `30`, `"10m"`. */
export type Setting = string | number;

/** What one region has of its own. */
export interface RegionSettings {
  /** As `--target`: a bridge's URL, `openai` or `local`. */
  readonly target?: string;
  /** As `--threshold`, of this region alone: `ttfa: p(95)<700`. */
  readonly thresholds?: readonly string[];
  /** As `--only-agent`: the names of the agents that stand for this region in a fleet. */
  readonly agent?: string | readonly string[];
  /** As `--profile`: the built-in region whose links this one has; for the embedded bridge. */
  readonly profile?: string;
}

/**
 * What `ttfa.config.ts` may hold: every flag of `bench`, by its name, in the plural where it may stand
 * often, and what is each region's own.
 */
export interface BenchSettings {
  /** Names, as of `--region`, or what each has of its own, in the order of the report. */
  readonly regions?: string | readonly string[] | Readonly<Record<string, RegionSettings>>;
  /** Where no region has one of its own. */
  readonly targets?: readonly string[];
  readonly profiles?: readonly string[];
  readonly clients?: Setting;
  readonly turns?: Setting;
  readonly duration?: Setting;
  readonly arrivalRate?: Setting;
  readonly stages?: Setting;
  readonly ramp?: Setting;
  readonly gracefulStop?: Setting;
  readonly thinkBetween?: Setting;
  readonly jitter?: Setting;
  readonly workers?: Setting;
  readonly scenario?: Setting;
  readonly fixture?: Setting;
  readonly frameMs?: Setting;
  readonly lateLimit?: Setting;
  readonly turnTimeout?: Setting;
  readonly coldStart?: Setting;
  readonly idleWait?: Setting;
  readonly thresholds?: readonly string[];
  readonly headers?: readonly string[];
  readonly subprotocols?: readonly string[];
  readonly ticket?: Setting;
  readonly ticketSecret?: boolean;
  readonly ca?: Setting;
  readonly insecure?: boolean;
  readonly maxMinutes?: Setting;
  readonly think?: Setting;
  readonly script?: Setting;
  readonly faults?: readonly string[];
  readonly skipCalibration?: boolean;
  readonly out?: Setting;
  readonly seed?: Setting;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly fleet?: Setting;
  readonly fleetWait?: Setting;
  readonly agents?: Setting;
  readonly onlyAgents?: readonly string[];
  readonly agentTimeout?: Setting;
  readonly minCoverage?: Setting;
  readonly rows?: Setting;
  readonly creds?: Setting;
  readonly user?: Setting;
  readonly nkeySeed?: Setting;
  readonly tlsCa?: Setting;
  readonly tlsCert?: Setting;
  readonly tlsKey?: Setting;
}

/**
 * Types the default export of a `ttfa.config.ts`; `bench` reads it, and flags win.
 *
 * ```ts
 * import { defineConfig } from "@ttfa/ttfa";
 *
 * export default defineConfig({
 *   clients: 20,
 *   thresholds: ["error_rate<0.01"],
 *   regions: {
 *     us: { target: "wss://us.bridge.example/voice", thresholds: ["ttfa: p(95)<900"] },
 *     eu: { target: "wss://eu.bridge.example/voice", thresholds: ["ttfa: p(95)<1100"] },
 *   },
 * });
 * ```
 */
export function defineConfig(settings: BenchSettings): BenchSettings {
  return settings;
}
