import assert from "node:assert/strict";
import type { Problem } from "../config/problem.ts";
import { type NatsTexts, readNatsAccess } from "./nats_access.ts";

async function read(url: string, texts: NatsTexts = {}, env: Record<string, string> = {}) {
  const problems: Problem[] = [];
  const access = await readNatsAccess("--nats", url, texts, (name) => env[name], problems);
  return { access, problems };
}

Deno.test("readNatsAccess: flags win over the URL, the URL over the environment", async () => {
  const env = { NATS_USER: "c", NATS_PASSWORD: "z", NATS_TOKEN: "t" };
  const { access, problems } = await read("nats://b:y%40@host:4222", { user: "a" }, env);
  assert.deepEqual(problems, []);
  assert.deepEqual(access, { url: "nats://host:4222", user: "a", password: "y@", token: "t" });
});

Deno.test("readNatsAccess: a host alone will do, and what is no server will not", async () => {
  assert.equal((await read("127.0.0.1:4222")).access.url, "nats://127.0.0.1:4222");
  const { problems } = await read("http://host");
  assert.match(problems[0]!.rule, /is no URL of a NATS server/);
});

Deno.test("readNatsAccess: files that cannot be read, and half a certificate", async () => {
  const { problems } = await read("nats://host", { creds: "none.creds", tlsCert: "none.pem" });
  const fields = problems.map(({ field }) => field);
  assert.deepEqual(fields, ["--creds", "--tls-cert"]);
  const file = await Deno.makeTempFile();
  const half = await read("nats://host", { tlsKey: file });
  await Deno.remove(file);
  assert.match(half.problems[0]!.field, /--tls-cert and --tls-key/);
});
