import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import type { AddressInfo } from "node:net";
// @ts-types="@types/ws"
import { WebSocketServer } from "ws";
import {
  finished,
  outcomes,
  readRunJson,
  readTable,
  SMALL_BENCH as SMALL,
  startServer,
  startTtfa,
  tempRun,
  ttfa,
} from "./support.ts";

const FAST_MOCK = ["mock", "--think", "20"];

const tlsFile = (name: string) => fileURLToPath(new URL(`./tls/${name}`, import.meta.url));

Deno.test("a relay and a mock in processes of their own", async () => {
  await using run = await tempRun();
  await using mock = await startServer([...FAST_MOCK, "--api-key", "key-of-tests"]);
  await using relay = await startServer(["relay", "--upstream", mock.url], {
    OPENAI_API_KEY: "key-of-tests",
  });
  const { code, stderr } = await ttfa([
    ...["bench", "--target", `home=${relay.url}`, "--out", run.out, ...SMALL],
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(outcomes(await readTable(run.out, "turns")), { ok: 2 });
  for (const server of [relay, mock]) assert.equal((await server.stop()).code, 0);
});

Deno.test("the Realtime API itself, under another base URL: announced, capped, the key kept", async () => {
  await using run = await tempRun();
  const key = "sk-very-secret";
  await using mock = await startServer([...FAST_MOCK, "--api-key", key]);
  const base = mock.url.replace("ws:", "http:").replace("/realtime", "");
  const bench = (args: string[], env = {}) =>
    ttfa(["bench", "--target", "openai", ...args], { OPENAI_BASE_URL: base, ...env });

  const keyless = await bench(SMALL);
  assert.equal(keyless.code, 2);
  assert.match(keyless.stderr, /OPENAI_API_KEY: is not set/);

  const dear = await bench(["--turns", "99"], { OPENAI_API_KEY: key });
  assert.equal(dear.code, 2);
  assert.match(dear.stderr, /--max-minutes: the plan takes about \d+\.\d billed minutes/);

  const denied = await bench(SMALL, { OPENAI_API_KEY: "sk-wrong" });
  assert.equal(denied.code, 3);
  assert.match(denied.stderr, /invalid_api_key/);

  const done = await bench([...SMALL, "--out", run.out], { OPENAI_API_KEY: key });
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stderr, /2 clients stream about 0\.\d minutes of audio/);
  assert.deepEqual(outcomes(await readTable(run.out, "turns")), { ok: 2 });

  const written = await Promise.all(
    ["run.json", "turns.csv", "sessions.csv"].map((name) =>
      Deno.readTextFile(`${run.out}/${name}`)
    ),
  );
  for (const { stdout, stderr } of [dear, denied, done]) written.push(stdout, stderr);
  for (const text of written) assert.ok(!text.includes(key));
});

Deno.test("a guarded target behind TLS: header, subprotocol, authority; secrets stay out of the files", async () => {
  await using run = await tempRun();
  await using mock = await startServer(FAST_MOCK);
  await using relay = await startServer(["relay", "--upstream", mock.url]);
  const seen: string[] = [];
  const clients = new Set<tls.TLSSocket>();
  const terminator = tls.createServer(
    {
      key: Deno.readTextFileSync(tlsFile("leaf.key")),
      cert: Deno.readTextFileSync(tlsFile("leaf.pem")),
    },
    (client) => {
      clients.add(client);
      const upstream = net.connect(Number(new URL(relay.url).port), "127.0.0.1");
      client.once("data", (head: Uint8Array) => seen.push(new TextDecoder().decode(head)));
      client.pipe(upstream).pipe(client);
      client.on("error", () => upstream.destroy());
      upstream.on("error", () => client.destroy());
    },
  );
  await new Promise<void>((resolve) => terminator.listen(0, "127.0.0.1", resolve));
  const target = `wss://localhost:${
    (terminator.address() as AddressInfo).port
  }/voice?ticket=t0ps3cret`;
  const bench = (...args: string[]) => ttfa(["bench", "--target", target, ...SMALL, ...args]);
  try {
    const distrusted = await bench();
    assert.equal(distrusted.code, 3);
    assert.match(distrusted.stderr, /could not be reached \(.*(CERT|UNABLE|SIGN|ISSUER|Unknown)/i);

    const trusted = await bench(
      ...["--ca", tlsFile("ca.pem"), "--header", "X-Guard: s3same", "--subprotocol", "realtime"],
      ...["--out", `${run.out}/1`],
    );
    assert.equal(trusted.code, 0, trusted.stderr);
    assert.match(seen.at(-1)!, /x-guard: s3same/i);
    assert.match(seen.at(-1)!, /sec-websocket-protocol: realtime/i);
    const [session] = await readTable(`${run.out}/1`, "sessions");
    assert.ok(Number(session!.tls_ms) > 0 && Number(session!.dns_ms) > 0, JSON.stringify(session));
    const report = await Deno.readTextFile(`${run.out}/1/run.json`);
    assert.ok(!report.includes("s3same") && !report.includes("t0ps3cret"));

    const insecure = await bench("--insecure", "--out", `${run.out}/2`);
    assert.equal(insecure.code, 0, insecure.stderr);
  } finally {
    for (const client of clients) client.destroy();
    await new Promise((resolve) => terminator.close(resolve));
  }
});

Deno.test("a target that is down or refuses: exit 3, one sentence, no folder", async () => {
  await using run = await tempRun();
  await using refusing = serve(() => new Response("no", { status: 401 }));
  const free = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = free.addr;
  free.close();
  for (
    const [target, reason] of [
      [`ws://127.0.0.1:${port}/voice`, /could not be reached \(ECONNREFUSED\): is it running/],
      [refusing.url, /refused the connection \(http_401, “no”\)/],
    ] as const
  ) {
    const { code, stdout, stderr } = await ttfa([
      "bench",
      "--target",
      target,
      "--out",
      run.out,
      ...SMALL,
    ]);
    assert.equal(code, 3);
    assert.equal(stdout, "");
    assert.match(stderr, reason);
    assert.equal(stderr.trim().split("\n").length, 1);
    await assert.rejects(Deno.stat(run.out), Deno.errors.NotFound);
  }
});

Deno.test("a bridge that closes in mid-turn: every attempt is counted as closed", async () => {
  await using run = await tempRun();
  // Not the runtime's own server: it drops a connection, its close frame unsent, when a frame comes
  // right after the close.
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  server.on("connection", (socket) => {
    let frames = 0;
    socket.send(JSON.stringify({ type: "session.created", session: {} }));
    socket.on("message", () => ++frames === 30 && socket.close(1011, "gone"));
  });
  const { port } = server.address() as AddressInfo;
  const bridge = { url: `ws://127.0.0.1:${port}/voice` };
  const { code, stdout } = await ttfa([
    "bench",
    "--target",
    bridge.url,
    "--out",
    run.out,
    ...SMALL,
  ]);
  assert.equal(code, 3);
  assert.match(stdout.replace(/\s+/g, " "), /in region 'default': of 2 turns, 2 closed/);
  assert.deepEqual(outcomes(await readTable(run.out, "turns")), { closed: 2 });
  const sessions = await readTable(run.out, "sessions");
  assert.deepEqual(sessions.map((session) => session.close_code), ["1011", "1011"]);
  const report = await readRunJson(run.out);
  assert.deepEqual([report.validity.valid, report.outcomes[0].attempts], [false, 2]);
  server.close();
  await once(server, "close");
});

Deno.test("Ctrl-C: what was measured is saved, what was cut off is counted, exit 130", async () => {
  await using run = await tempRun();
  const process = startTtfa([
    ...["bench", "--clients", "2", "--turns", "50", "--think", "20", "--out", run.out],
    ...["--late-limit", "5000"],
  ]);
  while (!await hasTurns(run.out)) await new Promise((resolve) => setTimeout(resolve, 100));
  // Twice, as a terminal and a task runner that both pass it on do.
  process.kill("SIGINT");
  process.kill("SIGINT");
  const { code, stdout } = await finished(process);
  assert.equal(code, 130);
  assert.match(stdout, /Interrupted: the results are partial/);
  const turns = await readTable(run.out, "turns");
  const report = await readRunJson(run.out);
  assert.equal(report.state, "interrupted");
  assert.ok(turns.length >= 1 && turns.length < 100);
  assert.equal(report.outcomes[0].attempts, turns.length);
  const sessions = await readTable(run.out, "sessions");
  assert.deepEqual(outcomes(sessions), { interrupted: 2 });
  const begun = sessions.reduce((sum, session) => sum + Number(session.turns), 0);
  assert.equal(begun, turns.length);
});

async function hasTurns(out: string): Promise<boolean> {
  const text = await Deno.readTextFile(`${out}/turns.csv`).catch(() => "");
  return text.trim().split("\n").length > 1;
}

function serve(handler: (request: Request) => Response): { url: string } & AsyncDisposable {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handler);
  return {
    url: `ws://127.0.0.1:${server.addr.port}/voice`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("a guarded relay is measured with a ticket for each dial, and the secret kept", async () => {
  await using run = await tempRun();
  await using mock = await startServer(FAST_MOCK);
  const secret = { BRIDGE_TICKET_SECRET: "0123456789abcdef0123456789abcdef" };
  const guards = { ...secret, BRIDGE_MAX_SESSIONS_PER_USER: "1" };
  await using relay = await startServer(["relay", "--upstream", mock.url], guards);
  const bench = ["bench", "--target", relay.url, "--out", run.out, ...SMALL];
  const refused = await ttfa([...bench, "--ticket", "aaa.bbb.ccc"]);
  assert.equal(refused.code, 3, refused.stderr);
  assert.match(
    refused.stderr,
    /\/voice, refused the connection \(http_401, “the ticket is not valid”\)/,
  );
  assert.match(refused.stderr, /check --ticket-secret/);
  const unset = await ttfa([...bench, "--ticket-secret"]);
  assert.equal(unset.code, 2);
  assert.match(unset.stderr, /BRIDGE_TICKET_SECRET: is not set/);
  const { code, stderr } = await ttfa([...bench, "--ticket-secret"], secret);
  assert.equal(code, 0, stderr);
  assert.deepEqual(outcomes(await readTable(run.out, "turns")), { ok: 2 });
  const files = await Promise.all(
    ["run.json", "sessions.csv"].map((name) => Deno.readTextFile(`${run.out}/${name}`)),
  );
  assert.equal(files.join().includes(secret.BRIDGE_TICKET_SECRET), false);
});

Deno.test("what a bridge says of its upstream and its region is told, and regions in their order", async () => {
  await using run = await tempRun();
  await using mock = await startServer([...FAST_MOCK, "--api-key", "key-of-tests"]);
  const relay = (key: string, region: string) =>
    startServer(["relay", "--upstream", mock.url, "--region", region], { OPENAI_API_KEY: key });
  await using keyless = await relay("wrong-key", "us");
  const refused = await ttfa(["bench", "--target", keyless.url, ...SMALL]);
  assert.equal(refused.code, 3, refused.stderr);
  assert.match(refused.stderr, /answered with an error \(invalid_api_key, “Incorrect API key/);
  await using us = await relay("key-of-tests", "us");
  await using eu = await relay("key-of-tests", "eu");
  const targets = ["--target", `us=${eu.url}`, "--target", `eu=${us.url}`];
  const { code, stdout, stderr } = await ttfa(["bench", ...targets, "--out", run.out, ...SMALL]);
  assert.equal(code, 0, stderr);
  const flat = stdout.replace(/\s+/g, " ");
  assert.match(flat, /^us · conversation.* eu · conversation/);
  assert.match(flat, /measured as region 'us' says that it is in 'eu'/);
});
