import type { Command } from "@commander-js/extra-typings";
import type { Endpoint } from "../client/endpoint.ts";
import { BENCH_FLAGS } from "../config/bench_flags.ts";
import { flagName, many, optional, readFlags, single, toggle } from "../config/flag.ts";
import { given } from "../config/given.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { integer, oneOf, RuleError, text } from "../config/readers.ts";
import { publicUrl, readTarget, type Target } from "../config/target.ts";
import type { Check } from "../doctor/check.ts";
import { CHECKS } from "../doctor/checks.ts";
import { type Examination, examine } from "../doctor/examine.ts";
import { openStandIn, type StandIn } from "../doctor/stand_in.ts";
import { MACHINE_CHECKS } from "../doctor/machine/machine_checks.ts";
import { findingText, noSessionText, summaryText } from "../doctor/text.ts";
import { DEFAULT_MODEL } from "../protocol/events.ts";
import { painter } from "../report/paint.ts";
import { systemClock } from "../time/system_clock.ts";
import { describeFailure } from "./announce.ts";
import { readCa, readTicketSecret } from "./credentials.ts";
import { endpointOf } from "./endpoints.ts";
import { exitCodeOf, type MachineRequest, runMachineDoctor } from "./doctor_machine.ts";
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
    `do this one only (repeatable): ${CHECKS.map(({ name }) => name).join(", ")}; ` +
      `of this machine: ${MACHINE_CHECKS.map(({ name }) => name).join(", ")}`,
    oneOf(...[...CHECKS, ...MACHINE_CHECKS].map(({ name }) => name)),
  ),
  ...{ headers, subprotocols, ticket, ticketSecret, ca, insecure },
  clients: single(
    "--clients <n>",
    "without URL: how many clients this machine is to run",
    integer(1, 100_000),
    "100",
  ),
  json: toggle("--json", "print the findings as JSON"),
};

type DoctorFlag = keyof typeof DOCTOR_FLAGS;
const MACHINE_FLAGS: readonly DoctorFlag[] = ["clients", "checks", "json"];

/** What `ttfa doctor` was asked, checked. */
interface DoctorRequest {
  readonly endpoint: Endpoint;
  readonly checks: readonly Check[];
  readonly mock?: { readonly host: string; readonly port: number };
  readonly waitMs: number;
  readonly json: boolean;
}

/** `ttfa doctor [URL]`: looks for the faults that bridges have, or for what this machine lacks. */
export function doctorCommand(): Command {
  const action = async (texts: FlagTexts, strange: readonly Problem[], url?: string) => {
    Deno.exitCode = url === undefined
      ? await runMachineDoctor(readMachineRequest(texts, strange))
      : await run(await readRequest(texts, strange, url));
  };
  const describe = "find what is wrong with a bridge or, without URL, with this machine";
  return flagCommand("doctor", describe, DOCTOR_FLAGS, action, "url");
}

function readMachineRequest(texts: FlagTexts, strange: readonly Problem[]): MachineRequest {
  const { values, problems } = readFlags(DOCTOR_FLAGS, texts);
  problems.unshift(...strange);
  for (const key of Object.keys(texts) as DoctorFlag[]) {
    if (MACHINE_FLAGS.includes(key)) continue;
    const rule = "is for a bridge, and none is named";
    const remedy = "add its URL, e.g. ttfa doctor ws://127.0.0.1:8000/voice";
    problems.push({ field: flagName(DOCTOR_FLAGS[key]), rule, remedy });
  }
  const checks = chosen(MACHINE_CHECKS, values.checks, "of bridges: add the URL of one", problems);
  if (problems.length > 0) throw new UsageError(problems);
  return { clients: values.clients, checks, json: values.json };
}

/** Those of the table that were asked for; all, where none was. */
function chosen<C extends { readonly name: string }>(
  table: readonly C[],
  names: readonly string[] | undefined,
  remedy: string,
  problems: Problem[],
): readonly C[] {
  if (names === undefined || names.length === 0) return table;
  const known = table.map(({ name }) => name);
  for (const name of names.filter((name) => !known.includes(name))) {
    problems.push({
      field: "--check",
      rule: `'${name}' is not done here`,
      remedy: `it is ${remedy}`,
    });
  }
  return table.filter(({ name }) => names.includes(name));
}

async function readRequest(
  texts: FlagTexts,
  strange: readonly Problem[],
  url: string,
): Promise<DoctorRequest> {
  const { values, problems } = readFlags(DOCTOR_FLAGS, texts);
  problems.unshift(...strange);
  const target = readUrl(url, problems);
  if (texts.clients) {
    const rule = "is for this machine, and a bridge is named";
    problems.push({ field: "--clients", rule, remedy: "leave one of them out" });
  }
  const wanted = chosen(CHECKS, values.checks, "of this machine: leave the URL out", problems);
  const caText = await readCa(values.ca, problems);
  const env = (name: string) => Deno.env.get(name);
  const secret = readTicketSecret(values.ticketSecret, env, problems);
  if (problems.length > 0 || !target) throw new UsageError(problems);
  const { mockHost: host, mockPort: port, wait, json } = values;
  const credentials = { config: values, ...given("ca", caText), ...given("ticketSecret", secret) };
  return {
    endpoint: endpointOf(credentials, target, target.url),
    checks: wanted,
    ...given("mock", port === undefined ? undefined : { host, port }),
    waitMs: wait * 1000,
    json,
  };
}

function readUrl(url: string, problems: Problem[]): Target | undefined {
  const field = "URL";
  const remedy = "give that of a bridge, e.g. ttfa doctor ws://127.0.0.1:8000/voice";
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

function exitCode(examination: Examination): ExitCode {
  return examination.reached ? exitCodeOf(examination.findings) : EXIT.unreachable;
}
