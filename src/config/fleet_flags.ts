import { many, optional, single, toggle } from "./flag.ts";
import { duration, share, workers } from "./load_readers.ts";
import { assignment, integer, oneOf, type Reader, RuleError, text } from "./readers.ts";

const SECRET = (variable: string) => `(rather: $${variable}, which others do not see)`;

/** How to be let in by a NATS server. */
export const NATS_FLAGS = {
  creds: optional(
    "--creds <file>",
    "credentials of NATS, as nsc writes them (or $NATS_CREDS)",
    text,
  ),
  user: optional("--user <name>", "user of NATS (or $NATS_USER)", text),
  password: optional("--password <text>", `password of NATS ${SECRET("NATS_PASSWORD")}`, text),
  token: optional("--token <text>", `token of NATS ${SECRET("NATS_TOKEN")}`, text),
  nkeySeed: optional(
    "--nkey-seed <file>",
    "file with the NKey seed for NATS (or the seed in $NATS_NKEY_SEED)",
    text,
  ),
  tlsCa: optional("--tls-ca <file>", "PEM file of the authority that NATS is trusted by", text),
  tlsCert: optional("--tls-cert <file>", "PEM file of our certificate for NATS", text),
  tlsKey: optional("--tls-key <file>", "PEM file of its key", text),
};

/** A name that can stand in a subject of NATS and in a path. */
export const name: Reader<string> = (value) => {
  if (/^[A-Za-z0-9][\w-]{0,62}$/.test(value)) return value;
  const rule = `'${value}' is no name`;
  throw new RuleError(rule, "use up to 63 letters, digits, - and _, e.g. eu-1");
};

const regionAgent: Reader<readonly [region: string, agent: string]> = (value) => {
  const [region, agent] = assignment(value);
  return [region, name(agent)];
};

/** `0/3`: which of how many, the first being 0. */
const place: Reader<{ readonly index: number; readonly count: number }> = (value) => {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  if (Number(index) < Number(count)) return { index: Number(index), count: Number(count) };
  throw new RuleError(
    `'${value}' is no segment`,
    "write index/count, e.g. 0/3 for the first of three",
  );
};

export const MAX_AGENTS = 10_000;

const { password, token, ...NOT_SECRET } = NATS_FLAGS;

/** What `bench` takes to run on a fleet, and a config file may hold. */
export const FLEET_SETTINGS = {
  fleet: optional("--fleet <url>", "run on the agents that NATS at this URL knows", text),
  fleetWait: single("--fleet-wait <time>", "wait so long for agents", duration(0), "30s"),
  agents: single("--agents <n>", "start with no fewer in each region", integer(1, MAX_AGENTS), "1"),
  onlyAgents: many(
    "--only-agent <region=name>",
    "take this agent for the region, and no other (repeatable)",
    regionAgent,
  ),
  agentTimeout: single(
    "--agent-timeout <time>",
    "an agent that was not heard of for so long is lost",
    duration(3_000),
    "30s",
  ),
  minCoverage: single(
    "--min-coverage <share>",
    "windows that must arrive from each region, of those expected, for a run to be valid",
    share(0.9),
    "1",
  ),
  rows: single(
    "--rows <where>",
    "stream: the tables' rows come here; agent: each agent keeps its own",
    oneOf("stream", "agent"),
    "stream",
  ),
  ...NOT_SECRET,
};

/** The same, with what only a command line says. */
export const FLEET_FLAGS = {
  ...FLEET_SETTINGS,
  resume: optional("--resume <run>", "go on with a run whose coordinator died", name),
  password,
  token,
};

/** What `agent` takes. */
export const AGENT_FLAGS = {
  nats: optional(
    "--nats <url>",
    "NATS server of the fleet, nats:// or tls:// (or $NATS_URL)",
    text,
  ),
  region: optional("--region <name>", "region that this machine stands for", name),
  name: optional(
    "--name <name>",
    "name of this agent (default: region and 4 random characters)",
    name,
  ),
  segment: optional(
    "--segment <i/n>",
    "take this share of the region's clients, e.g. 0/3; left out: by name",
    place,
  ),
  allowTarget: many(
    "--allow-target <pattern>",
    "dial this host or URL, e.g. '*.example.com' (repeatable; without it, this machine alone)",
    text,
  ),
  workers: single("--workers <n>", "threads for the clients, or auto", workers, "auto"),
  once: toggle("--once", "leave after one run"),
  out: optional("--out <dir>", "keep windows and rows of each run in a folder below it", text),
  ...NATS_FLAGS,
};
