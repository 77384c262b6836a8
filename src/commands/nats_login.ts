import { given } from "../config/given.ts";
import type { Problem } from "../config/problem.ts";
import type { Env } from "./credentials.ts";

/** A text, or the path of the file that holds it, and which flag or variable said so. */
export interface Source {
  readonly field: string;
  readonly path?: string;
  readonly text?: string;
}

/** One way to be let in, or none. */
export interface Login {
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  readonly creds?: Source;
  readonly nkeySeed?: Source;
}

/** What flags say of it, or the user info of a URL. */
export type LoginTexts = {
  readonly [K in keyof Login]?: string | undefined;
};

const FLAGS = {
  ...{ user: "--user", password: "--password", token: "--token", creds: "--creds" },
  nkeySeed: "--nkey-seed",
};
const VARIABLES = {
  ...{ user: "NATS_USER", password: "NATS_PASSWORD", token: "NATS_TOKEN", creds: "NATS_CREDS" },
  nkeySeed: "NATS_NKEY_SEED",
};

/**
 * How to be let in: as the command line says, URL and flags together, or else the environment. A
 * password or a user that is missing may come from there too.
 *
 * @param ofUrl a user alone is a token, as NATS has it
 */
export function readLogin(
  flags: LoginTexts,
  ofUrl: Pick<LoginTexts, "user" | "password">,
  env: Env,
  problems: Problem[],
): Login {
  const { user, password } = ofUrl;
  const inUrl = password === undefined ? given("token", user) : { user, password };
  const set: LoginTexts = Object.fromEntries(
    Object.entries(VARIABLES).map(([key, name]) => [key, env(name) || undefined]),
  );
  const said = [...waysOf(flags, FLAGS), ...(user === undefined ? [] : ["the URL"])];
  const ways = said.length > 0 ? said : waysOf(set, VARIABLES);
  if (ways.length > 1) {
    const rule = `contradicts ${ways.slice(1).join(" and ")}: each is a way to be let in`;
    problems.push({ field: ways[0]!, rule, remedy: "give one of them" });
    return {};
  }
  if (said.length === 0) return loginOf(set, VARIABLES, problems);
  const name = flags.user ?? flags.password;
  const rest = name === undefined ? {} : { user: set.user, password: set.password };
  return loginOf({ ...rest, ...inUrl, ...defined(flags) }, FLAGS, problems);
}

function waysOf(texts: LoginTexts, names: typeof FLAGS): string[] {
  const keys = (Object.keys(FLAGS) as (keyof Login)[]).filter((key) => texts[key] !== undefined);
  const isPair = keys.includes("user") && keys.includes("password");
  return keys.filter((key) => !(isPair && key === "password")).map((key) => names[key]);
}

function loginOf(texts: LoginTexts, names: typeof FLAGS, problems: Problem[]): Login {
  const { user, password, token, creds, nkeySeed } = texts;
  if ((user === undefined) !== (password === undefined)) {
    const [has, lacks] = user === undefined ? ["password", "user"] : ["user", "password"];
    const field = names[has as "user"];
    const remedy = `set ${VARIABLES[lacks as "user"]}, or give ${FLAGS[lacks as "user"]}`;
    problems.push({ field, rule: `has no ${lacks} beside it`, remedy });
  }
  const seed = names === VARIABLES ? { text: nkeySeed! } : { path: nkeySeed! };
  return {
    ...given("user", user),
    ...given("password", password),
    ...given("token", token),
    ...(creds !== undefined && { creds: { field: names.creds, path: creds } }),
    ...(nkeySeed !== undefined && { nkeySeed: { field: names.nkeySeed, ...seed } }),
  };
}

function defined(texts: LoginTexts): LoginTexts {
  return Object.fromEntries(Object.entries(texts).filter(([_, text]) => text !== undefined));
}
