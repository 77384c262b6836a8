import type { Command } from "@commander-js/extra-typings";
import { many, optional, readFlags, single, toggle } from "../config/flag.ts";
import { given } from "../config/given.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { distribution, durationIn, integer, oneOf, text } from "../config/readers.ts";
import { isCertified } from "../mock-openai/is_certified.ts";
import { readFaults } from "../mock-openai/misbehaviour/read_faults.ts";
import { type Mock, type MockOptions, startMock } from "../mock-openai/server.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { mockConflicts } from "./mock_conflicts.ts";
import { equip, EQUIPMENT_FLAGS } from "./mock_equipment.ts";
import { onInterrupt } from "./interrupt.ts";
import { listenFault } from "./listen_fault.ts";
import { readyLine, terminal } from "./output.ts";
import { scriptRules } from "./script_rules.ts";

const MOCK_FLAGS = {
  host: single("--host <name>", "address to listen on", text, "127.0.0.1"),
  port: single("--port <n>", "port to listen on, 0 picks a free one", integer(0, 65_535), "8787"),
  think: single(
    "--think <dist>",
    "from the end of a turn to the first audio: a duration, lognormal(ms,sigma) or a model",
    distribution,
    "gpt-realtime-1.5",
  ),
  pace: single(
    "--pace <how>",
    "how audio leaves: burst, as the live service sends it, or realtime",
    oneOf("burst", "realtime"),
    "burst",
  ),
  script: optional("--script <file>", "what to answer, YAML or TypeScript (docs/mock.md)", text),
  seed: single("--seed <n>", "seed of everything random", integer(0, 2 ** 32 - 1), "1"),
  apiKey: optional("--api-key <key>", "let in only clients that send this key", text),
  sessionLimit: single(
    "--session-limit <min>",
    "a session lasts so long",
    durationIn("min", 1440),
    "60",
  ),
  allowBeta: toggle("--allow-beta", "let in who asks for the retired beta; the protocol stays GA"),
  anyModel: toggle("--any-model", "let in who names no model of the Realtime API"),
  faults: many("--fault <spec>", "go wrong, e.g. 'stall:800ms@turn=2' (repeatable)", text),
  ...EQUIPMENT_FLAGS,
  json: toggle("--json", "announce the URL as JSON"),
};

/** `ttfa mock`: runs until SIGINT or SIGTERM. */
export function mockCommand(): Command {
  return flagCommand("mock", "Run a mock of the OpenAI Realtime API", MOCK_FLAGS, run);
}

async function run(texts: FlagTexts, strange: readonly Problem[]): Promise<void> {
  const { values, problems } = readFlags(MOCK_FLAGS, texts);
  const { json, host, port, think, pace, seed, apiKey, allowBeta, anyModel, ...rest } = values;
  const { sessionLimit, faults = [], script: scriptPath, ...wish } = rest;
  problems.unshift(...strange);
  const { rules, problems: badFaults } = readFaults(faults);
  problems.push(...badFaults, ...mockConflicts(texts, rules));
  const script = await scriptRules(scriptPath, problems);
  if (problems.length > 0) throw new UsageError(problems);
  await using equipment = new AsyncDisposableStack();
  const equipped = await equip(wish, equipment, problems);
  if (problems.length > 0) throw new UsageError(problems);
  await using mock = await listen({
    ...{ host, port, think, pace, seed, allowBeta, script, faults },
    sessionLimitMs: sessionLimit * 60_000,
    // Who records or plays leaves it to the service.
    ...(anyModel && { anyModel }),
    ...given("apiKey", apiKey),
    ...equipped,
  });
  if (equipped.tls && !isCertified(host)) {
    terminal.err(`--tls: the certificate is for this machine's own names, not for ${host}\n`);
  }
  using interrupt = onInterrupt();
  terminal.out(readyLine("mock", mock.url, json, equipped.tls?.caPath));
  await interrupt.happened;
}

async function listen(options: MockOptions): Promise<Mock> {
  try {
    return await startMock(options);
  } catch (error) {
    throw listenFault(error, options, { host: "--host", port: "--port" });
  }
}
