import { given } from "../config/given.ts";
import type { Problem } from "../config/problem.ts";
import type { NatsAccess } from "../fleet/credentials.ts";
import type { Env } from "./credentials.ts";

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
  texts: NatsTexts,
  env: Env,
  problems: Problem[],
): Promise<NatsAccess> {
  const file = (flag: string, path: string | undefined) => readFile(flag, path, problems);
  const { url, user, password } = readUrl(field, urlText, problems);
  const set = (name: string) => env(name) || undefined;
  const access = {
    ...given("user", texts.user ?? user ?? set("NATS_USER")),
    ...given("password", texts.password ?? password ?? set("NATS_PASSWORD")),
    ...given("token", texts.token ?? set("NATS_TOKEN")),
    ...given("creds", await file("--creds", texts.creds ?? set("NATS_CREDS"))),
    ...given("nkeySeed", await file("--nkey-seed", texts.nkeySeed) ?? set("NATS_NKEY_SEED")),
    ...given("tlsCa", await file("--tls-ca", texts.tlsCa)),
    ...given("tlsCert", await file("--tls-cert", texts.tlsCert)),
    ...given("tlsKey", await file("--tls-key", texts.tlsKey)),
  };
  if ((access.tlsCert === undefined) !== (access.tlsKey === undefined)) {
    const rule = "belong together, and one of them is missing";
    problems.push({ field: "--tls-cert and --tls-key", rule, remedy: "give both" });
  }
  return { url, ...access };
}

function readUrl(field: string, text: string, problems: Problem[]) {
  const url = URL.parse(/^[a-z]+:\/\//.test(text) ? text : `nats://${text}`);
  if (!url || !["nats:", "tls:"].includes(url.protocol) || !url.hostname) {
    const rule = "is no URL of a NATS server";
    problems.push({ field, rule, remedy: "give one, e.g. nats://127.0.0.1:4222" });
    return { url: text };
  }
  const [user, password] = [url.username, url.password].map((part) => decodeURIComponent(part));
  url.username = url.password = "";
  return { url: url.href, ...(user && { user }), ...(password && { password }) };
}

async function readFile(
  field: string,
  path: string | undefined,
  problems: Problem[],
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const rule = `'${path}' cannot be read: ${(error as Error).name}`;
    problems.push({ field, rule, remedy: "name a file that you may read" });
    return undefined;
  }
}
