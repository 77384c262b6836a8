import type { Command } from "@commander-js/extra-typings";
import type { Endpoint } from "../client/endpoint.ts";
import { BENCH_FLAGS } from "../config/bench_flags.ts";
import { many, optional, readFlags, single, toggle } from "../config/flag.ts";
import { given } from "../config/given.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { integer, oneOf, RuleError, text } from "../config/readers.ts";
import { publicUrl, readTarget, type Target } from "../config/target.ts";
import type { Check } from "../doctor/check.ts";
import { CHECKS } from "../doctor/checks.ts";
import { type Examination, examine } from "../doctor/examine.ts";
import { openStandIn, type StandIn } from "../doctor/stand_in.ts";
import { findingText, noSessionText, summaryText } from "../doctor/text.ts";
import { DEFAULT_MODEL } from "../protocol/events.ts";
import { painter } from "../report/paint.ts";
import { systemClock } from "../time/system_clock.ts";
import { describeFailure } from "./announce.ts";
import { readCa, readTicketSecret } from "./credentials.ts";
import { endpointOf } from "./endpoints.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { listenFault } from "./listen_fault.ts";
import { terminal } from "./output.ts";

const { headers, subprotocols, ticket, ticketSecret, ca, insecure } = BENCH_FLAGS;

const DOCTOR_FLAGS = {
  mockPort: optional(
    "--mock-port <n>",
    "serve an upstream for the bridge to dial, so that both its legs are seen",
    integer(0, 65_535),
  ),
  mockHost: single("--mock-host <name>", "address of that upstream", text, "127.0.0.1"),
  wait: single("--wait <s>", "how long the bridge may take to start", integer(0, 3600), "0"),
  checks: many(
    "--check <name>",
    `do this one only (repeatable): ${CHECKS.map(({ name }) => name).join(", ")}`,
    oneOf(...CHECKS.map(({ name }) => name)),
  ),
  ...{ headers, subprotocols, ticket, ticketSecret, ca, insecure },
  json: toggle("--json", "print the findings as JSON"),
};

/** What `ttfa doctor` was asked, checked. */
interface DoctorRequest {
  readonly endpoint: Endpoint;
  readonly checks: readonly Check[];
  readonly mock?: { readonly host: string; readonly port: number };
  readonly waitMs: number;
  readonly json: boolean;
}

/** `ttfa doctor URL`: looks for the faults that bridges have. */
export function doctorCommand(): Command {
  const action = async (texts: FlagTexts, strange: readonly Problem[], url?: string) => {
    Deno.exitCode = await run(await readRequest(texts, strange, url));
  };
  return flagCommand("doctor", "find what is wrong with a bridge", DOCTOR_FLAGS, action, "url");
}

async function readRequest(
  texts: FlagTexts,
  strange: readonly Problem[],
  url: string | undefined,
): Promise<DoctorRequest> {
  const { values, problems } = readFlags(DOCTOR_FLAGS, texts);
  problems.unshift(...strange);
  const target = readUrl(url, problems);
  const caText = await readCa(values.ca, problems);
  const env = (name: string) => Deno.env.get(name);
  const secret = readTicketSecret(values.ticketSecret, env, problems);
  if (problems.length > 0 || !target) throw new UsageError(problems);
  const { checks, mockHost: host, mockPort: port, wait, json } = values;
  const credentials = { config: values, ...given("ca", caText), ...given("ticketSecret", secret) };
  return {
    endpoint: endpointOf(credentials, target, target.url),
    checks: CHECKS.filter(({ name }) => checks.length === 0 || checks.includes(name)),
    ...given("mock", port === undefined ? undefined : { host, port }),
    waitMs: wait * 1000,
    json,
  };
}

function readUrl(url: string | undefined, problems: Problem[]): Target | undefined {
  const field = "URL";
  const remedy = "give that of a bridge, e.g. ttfa doctor ws://127.0.0.1:8000/voice";
  if (url === undefined) {
    problems.push({ field, rule: "is missing, and this machine itself is not examined", remedy });
    return undefined;
  }
  try {
    const { region, target } = readTarget(url, { model: DEFAULT_MODEL });
    if (region === undefined && target.url !== "" && !target.takesApiKey) return target;
    problems.push({ field, rule: "names no single bridge", remedy });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    problems.push({ field, rule: error.rule, remedy });
  }
  return undefined;
}

async function run(request: DoctorRequest): Promise<ExitCode> {
  const { endpoint, mock, json, ...rest } = request;
  const paint = painter(terminal.outIsTerminal && !Deno.env.get("NO_COLOR"));
  await using standIn = mock && await open(mock);
  if (standIn) terminal.err(`Let the bridge dial ${standIn.url}\n`);
  const say = (line: string) => json || terminal.out(line);
  const examination = await examine({
    ...{ endpoint, ...rest, clock: systemClock },
    ...given("standIn", standIn),
    onNoSession: (why) => say(noSessionText(why, paint)),
    onFinding: (finding) => say(findingText(finding, paint)),
  });
  if (json) terminal.out(`${JSON.stringify(toJson(endpoint.url, examination))}\n`);
  if (!examination.reached) {
    terminal.err(
      `Nothing was examined: ${publicUrl(endpoint.url)} ${describeFailure(examination.failure)}.\n`,
    );
  } else say(`\n${summaryText(examination.findings)}`);
  return exitCode(examination);
}

async function open(address: { host: string; port: number }): Promise<StandIn> {
  try {
    return await openStandIn(address, systemClock);
  } catch (error) {
    throw listenFault(error, address, { host: "--mock-host", port: "--mock-port" });
  }
}

function toJson(url: string, examination: Examination): object {
  return {
    url: publicUrl(url),
    ...(examination.reached
      ? examination
      : { reached: false, error: examination.failure.errorCode }),
  };
}

/** What was not checked is no pass. */
function exitCode(examination: Examination): ExitCode {
  if (!examination.reached) return EXIT.unreachable;
  const results = examination.findings.map(({ result }) => result);
  if (results.includes("fault")) return EXIT.failed;
  return results.includes("unchecked") ? EXIT.inconclusive : EXIT.passed;
}
