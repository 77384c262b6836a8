import assert from "node:assert/strict";
import type { Problem } from "../config/problem.ts";
import { type NatsTexts, readNatsAccess } from "./nats_access.ts";

async function read(url: string, texts: NatsTexts = {}, env: Record<string, string> = {}) {
  const problems: Problem[] = [];
  const access = await readNatsAccess("--nats", url, texts, (name) => env[name], problems);
  return { access, problems };
}

Deno.test("readNatsAccess: flags or URL win over the environment, which completes them", async () => {
  const env = { NATS_USER: "c", NATS_PASSWORD: "z" };
  const url = "nats://host:4222";
  const logins = [
    [await read(url, {}, env), { user: "c", password: "z" }],
    [await read(url, { user: "a" }, env), { user: "a", password: "z" }],
    [await read("nats://b:y%40@host:4222", {}, env), { user: "b", password: "y@" }],
    [await read("nats://t%40@host:4222", {}, env), { token: "t@" }],
    [await read(url, { token: "t" }, env), { token: "t" }],
  ] as const;
  for (const [{ access, problems }, login] of logins) {
    assert.deepEqual([access, problems], [{ url, ...login }, []]);
  }
});

Deno.test("readNatsAccess: ways to be let in that contradict each other, and half a way", async () => {
  const env = { NATS_TOKEN: "t", NATS_CREDS: "none" };
  const url = "nats://host";
  for (
    const [{ problems }, told] of [
      [await read(url, { token: "a", user: "b" }), /^--user contradicts --token:/],
      [await read("nats://s3cret@host", { creds: "x" }), /^--creds contradicts the URL:/],
      [await read(url, {}, env), /^NATS_TOKEN contradicts NATS_CREDS:/],
      [await read(url, { user: "b" }, env), /^--user has no password beside it$/],
      [await read(url, {}, { NATS_PASSWORD: "s3cret" }), /^NATS_PASSWORD has no user beside it$/],
    ] as const
  ) {
    assert.deepEqual(problems.map(({ field, rule }) => told.test(`${field} ${rule}`)), [true]);
    assert.doesNotMatch(JSON.stringify(problems), /s3cret/);
  }
});

Deno.test("readNatsAccess: secrets that are none are told by where they stand alone", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "s3cret");
  const files = { nkeySeed: path, tlsCa: path, tlsCert: path, tlsKey: path };
  const all = [
    ...(await read("nats://host", files)).problems,
    ...(await read("nats://host", { creds: path })).problems,
    ...(await read("nats://host", {}, { NATS_NKEY_SEED: "s3cret" })).problems,
  ];
  await Deno.remove(path);
  assert.deepEqual(all.map(({ field }) => field), [
    ...["--nkey-seed", "--tls-ca", "--tls-cert", "--tls-key", "--creds", "NATS_NKEY_SEED"],
  ]);
  assert.equal(all.filter(({ rule }) => rule.includes(`'${path}'`)).length, 5);
  assert.doesNotMatch(JSON.stringify(all), /s3cret/);
});

Deno.test("readNatsAccess: a host alone will do, and what is no server will not", async () => {
  assert.equal((await read("127.0.0.1:4222")).access.url, "nats://127.0.0.1:4222");
  const { problems } = await read("http://host");
  assert.match(problems[0]!.rule, /'http:\/\/host' is no URL of a NATS server/);
  assert.doesNotMatch((await read("http://a:s3cret@host")).problems[0]!.rule, /s3cret/);
});

Deno.test("readNatsAccess: files that cannot be read, and half a certificate", async () => {
  const { problems } = await read("nats://host", { creds: "none.creds", tlsCert: "none.pem" });
  const fields = problems.map(({ field }) => field);
  assert.deepEqual(fields, ["--tls-cert and --tls-key", "--creds", "--tls-cert"]);
  const file = await Deno.makeTempFile();
  const half = await read("nats://host", { tlsKey: file });
  await Deno.remove(file);
  assert.match(half.problems[0]!.field, /--tls-cert and --tls-key/);
});
