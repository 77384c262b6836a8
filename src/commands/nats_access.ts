import { given } from "../config/given.ts";
import type { Problem } from "../config/problem.ts";
import type { NatsAccess } from "../fleet/credentials.ts";
import type { Env } from "./credentials.ts";
import { readLogin, type Source } from "./nats_login.ts";

/** What flags say of a NATS server. */
export interface NatsTexts {
  readonly creds?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  readonly nkeySeed?: string | undefined;
  readonly tlsCa?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
}

/** Reads what is needed to be let in; what is wrong with it is added to `problems`. */
export async function readNatsAccess(
  field: string,
  urlText: string,
  { tlsCa, tlsCert, tlsKey, user, password, token, creds, nkeySeed }: NatsTexts,
  env: Env,
  problems: Problem[],
): Promise<NatsAccess> {
  const { url, ...ofUrl } = readUrl(field, urlText, problems);
  const flags = { user, password, token, creds, nkeySeed };
  const found = readLogin(flags, ofUrl, env, problems);
  const { creds: credsFrom, nkeySeed: seedFrom, ...login } = found;
  const pem = (field: string, path: string | undefined, holds: RegExp, what: string) =>
    path === undefined ? undefined : readPem({ field, path }, holds, what, problems);
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const rule = "belong together, and one of them is missing";
    problems.push({ field: "--tls-cert and --tls-key", rule, remedy: "give both" });
  }
  return {
    ...{ url, ...login },
    ...given("creds", await readSecret("creds", credsFrom, problems)),
    ...given("nkeySeed", await readSecret("nkeySeed", seedFrom, problems)),
    ...given("tlsCa", await pem("--tls-ca", tlsCa, CERTIFICATE, "certificate")),
    ...given("tlsCert", await pem("--tls-cert", tlsCert, CERTIFICATE, "certificate")),
    ...given("tlsKey", await pem("--tls-key", tlsKey, KEY, "private key")),
  };
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;
const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

async function readSecret(
  kind: "creds" | "nkeySeed",
  source: Source | undefined,
  problems: Problem[],
): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const text = await textOf(source, problems);
  if (text === undefined) return undefined;
  const { secretFault } = await import("../fleet/secret_fault.ts");
  const lacking = secretFault(kind, text);
  if (lacking === undefined) return text;
  const { field, path } = source;
  const where = path === undefined ? "does not hold" : `'${path}' does not hold`;
  const remedy = path === undefined ? "for a file give --nkey-seed" : "name the right file";
  problems.push({ field, rule: `${where} ${lacking}`, remedy });
}

async function readPem(
  source: Source,
  holds: RegExp,
  what: string,
  problems: Problem[],
): Promise<string | undefined> {
  const text = await textOf(source, problems);
  if (text === undefined || holds.test(text)) return text;
  const rule = `'${source.path}' holds no ${what}`;
  problems.push({ field: source.field, rule, remedy: "name a PEM file" });
}

function readUrl(field: string, text: string, problems: Problem[]) {
  const url = URL.parse(/^[a-z]+:\/\//.test(text) ? text : `nats://${text}`);
  if (!url || !["nats:", "tls:"].includes(url.protocol) || !url.hostname) {
    // What stands before an @ may be a secret.
    const rule = `'${text.replace(/\/\/.*@/, "//…@")}' is no URL of a NATS server`;
    problems.push({ field, rule, remedy: "give one, e.g. nats://127.0.0.1:4222" });
    return { url: text };
  }
  const [user, password] = [url.username, url.password].map((part) => decodeURIComponent(part));
  url.username = url.password = "";
  return { url: url.href, ...(user && { user }), ...(password && { password }) };
}

async function textOf(
  { field, path, text }: Source,
  problems: Problem[],
): Promise<string | undefined> {
  if (path === undefined) return text;
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const rule = `'${path}' cannot be read: ${(error as Error).name}`;
    problems.push({ field, rule, remedy: "name a file that you may read" });
  }
}
