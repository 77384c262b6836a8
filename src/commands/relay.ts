import type { Command } from "@commander-js/extra-typings";
import { type BridgeConfig, readConfig } from "../bridge/config.ts";
import { environment } from "../bridge/environment.ts";
import { startBridge } from "../bridge/server.ts";
import { many, optional, readFlags, toggle } from "../config/flag.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { text } from "../config/readers.ts";
import { parseDistribution } from "../random/distribution.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { systemClock } from "../time/system_clock.ts";
import { readyLine, terminal } from "./output.ts";
import { startService } from "../run/service.ts";

/** Checked by the bridge itself: each stands for a variable of its environment. */
const RELAY_FLAGS = {
  host: optional("--host <name>", "address to listen on (default $HOST or 127.0.0.1)", text),
  port: optional("--port <n>", "port, 0 picks a free one (default $PORT or 8000)", text),
  upstream: optional(
    "--upstream <url>",
    "a Realtime service: URL, openai or mock (default $UPSTREAM_URL or openai)",
    text,
  ),
  region: optional("--region <name>", "region to report to clients (default $BRIDGE_REGION)", text),
  allowOrigin: many(
    "--allow-origin <origin>",
    "page that may connect (default $BRIDGE_ALLOWED_ORIGINS)",
    text,
  ),
  openAccess: toggle("--open-access", "let anybody connect who reaches the relay"),
  json: toggle("--json", "announce the URL as JSON"),
};

type Settings = Partial<
  Record<
    "host" | "port" | "upstream" | "region" | "allow-origin" | "open-access",
    string | undefined
  >
>;

/** The flag that stands for a variable of the bridge's environment. */
const FLAG_OF: Readonly<Record<string, keyof Settings>> = {
  HOST: "host",
  PORT: "port",
  UPSTREAM_URL: "upstream",
  BRIDGE_REGION: "region",
  BRIDGE_ALLOWED_ORIGINS: "allow-origin",
  BRIDGE_OPEN_ACCESS: "open-access",
};

/** `ttfa relay`: runs until SIGINT or SIGTERM. */
export function relayCommand(): Command {
  return flagCommand("relay", "Run the bridge that is deployed, locally", RELAY_FLAGS, run);
}

async function run(texts: FlagTexts, strange: readonly Problem[]): Promise<void> {
  const { values, problems } = readFlags(RELAY_FLAGS, texts);
  const { json, allowOrigin, openAccess, ...rest } = values;
  const settings: Settings = {
    ...rest,
    "allow-origin": allowOrigin?.join(",") || undefined,
    "open-access": openAccess ? "1" : undefined,
  };
  // All is checked before the mock is started; its URL is not known yet.
  const config = asUsage(
    settings,
    [...strange, ...problems],
    () => readBridgeConfig(settings, "ws://127.0.0.1"),
  );
  if (settings.upstream !== "mock") return await serve(settings, config, json);
  const think = parseDistribution("gpt-realtime-1.5");
  const mock = await startService<{ ready: true; url: string }>(
    import.meta.resolve("../mock-openai/worker.ts"),
    { think, seed: 1 },
  );
  try {
    await serve(settings, readBridgeConfig(settings, mock.ready.url), json);
  } finally {
    await mock.close();
  }
}

/** The bridge's configuration from its environment variables, with the flags in their stead. */
function readBridgeConfig(settings: Settings, mockUrl: string): BridgeConfig {
  // An empty variable is one that is not set: the default is the real service.
  const urls: Record<string, string> = { mock: mockUrl, openai: "" };
  const { upstream } = settings;
  const flags = { ...settings, upstream: upstream && (urls[upstream] ?? upstream) };
  return readConfig((name) => {
    // The user's key is for the service, not for a stand-in that takes any.
    if (name === "OPENAI_API_KEY" && upstream === "mock") return undefined;
    const flag = FLAG_OF[name];
    return (flag && flags[flag]) ?? Deno.env.get(name);
  }, environment());
}

async function serve(settings: Settings, config: BridgeConfig, json: boolean): Promise<void> {
  const bridge = asUsage(
    settings,
    [],
    () => startBridge(config, systemClock, (line) => terminal.err(`relay: ${line}\n`)),
  );
  await bridge.ready;
  using interrupt = onInterrupt();
  terminal.out(readyLine("relay", bridge.url, json));
  const page = new URL("/", bridge.url.replace("ws:", "http:"));
  if (config.page && !json) terminal.err(`relay: talk to it at ${page}\n`);
  await interrupt.happened;
  await bridge.close();
}

/** Does what may find fault with the configuration; the faults then name the flags that were given. */
function asUsage<T>(settings: Settings, problems: readonly Problem[], action: () => T): T {
  const found = [...problems];
  try {
    const result = action();
    if (found.length === 0) return result;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    found.push(...error.problems.map((problem) => withFlag(settings, problem)));
  }
  throw new UsageError(found);
}

/** The problem, told of the flags that were given instead of the variables that they stand for. */
function withFlag(settings: Settings, { field, rule, remedy }: Problem): Problem {
  const given = Object.entries(FLAG_OF).filter(([, flag]) => settings[flag] !== undefined);
  const told = (text: string) =>
    given.reduce((told, [name, flag]) => told.replaceAll(wordOf(name), `--${flag}`), text);
  return { field: told(field), rule: told(rule), remedy: told(remedy) };
}

/** A variable where it stands alone, with the value that a toggle has. */
function wordOf(name: string): RegExp {
  return new RegExp(`(?<!\\w)${name}(=1)?(?!\\w)`, "g");
}
