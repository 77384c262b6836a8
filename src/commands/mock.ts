import type { Command } from "@commander-js/extra-typings";
import { many, optional, readFlags, single, toggle } from "../config/flag.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { distribution, integer, text } from "../config/readers.ts";
import { readFaults } from "../mock-openai/misbehaviour/read_faults.ts";
import { loadReplies } from "../mock-openai/replies.ts";
import { type Mock, type MockOptions, startMock } from "../mock-openai/server.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { onInterrupt } from "./interrupt.ts";
import { readyLine, terminal } from "./output.ts";

const MOCK_FLAGS = {
  host: single("--host <name>", "address to listen on", text, "127.0.0.1"),
  port: single("--port <n>", "port to listen on, 0 picks a free one", integer(0, 65_535), "8787"),
  think: single(
    "--think <dist>",
    "from the end of a turn to the first audio",
    distribution,
    "gpt-realtime-1.5",
  ),
  seed: single("--seed <n>", "seed of everything random", integer(0, 2 ** 32 - 1), "1"),
  apiKey: optional("--api-key <key>", "let in only clients that send this key", text),
  faults: many("--fault <spec>", "go wrong, e.g. 'stall:800ms@turn=2' (repeatable)", text),
  json: toggle("--json", "announce the URL as JSON"),
};

/** `ttfa mock`: runs until SIGINT or SIGTERM. */
export function mockCommand(): Command {
  return flagCommand("mock", "run a mock of the OpenAI Realtime API", MOCK_FLAGS, run);
}

async function run(texts: FlagTexts, strange: readonly Problem[]): Promise<void> {
  const { values, problems } = readFlags(MOCK_FLAGS, texts);
  const wrong = [...strange, ...problems, ...readFaults(values.faults ?? []).problems];
  if (wrong.length > 0) throw new UsageError(wrong);
  const { json, apiKey, ...options } = values;
  await using mock = await listen({
    ...options,
    ...(apiKey === undefined ? {} : { apiKey }),
    replies: await loadReplies(),
  });
  using interrupt = onInterrupt();
  terminal.out(readyLine("mock", mock.url, json));
  await interrupt.happened;
}

/** An address that cannot be had is the user's to change. */
async function listen(options: MockOptions): Promise<Mock> {
  try {
    return await startMock(options);
  } catch (error) {
    const { host, port } = options;
    if (error instanceof Deno.errors.AddrInUse) {
      const rule = `${port} on ${host} is in use`;
      throw new UsageError([{
        field: "--port",
        rule,
        remedy: "choose another, or 0 for a free one",
      }]);
    }
    const rule = `cannot listen on ${host}:${port} (${(error as Error).message})`;
    const remedy = "give an address of this machine and a port that you may use";
    throw new UsageError([{ field: "--host", rule, remedy }]);
  }
}
