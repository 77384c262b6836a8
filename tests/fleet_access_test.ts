import assert from "node:assert/strict";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect, nkeys } from "@nats-io/transport-node";
import { fileURLToPath } from "node:url";
import { Bus } from "../src/fleet/bus.ts";
import type { NatsAccess } from "../src/fleet/credentials.ts";
import { refuseSecond } from "../src/commands/fleet_resume.ts";
import { decode } from "../src/fleet/records.ts";
import { FleetError } from "../src/fleet/fleet_error.ts";
import { ignoreStrayResets } from "../src/fleet/stray_resets.ts";
import { askAgent, COORDINATOR, inboxOf, runSubjects } from "../src/fleet/subjects.ts";
import { leastRights } from "./fleet.ts";
import { NATS_SERVER, startNats } from "./nats.ts";
import { operatorMode } from "./nats_operator.ts";

// For as long as this file's connections may still be told of their end.
ignoreStrayResets();

const ignore = NATS_SERVER === undefined;
const tls = (name: string) => fileURLToPath(new URL(`tls/${name}`, import.meta.url));

/** Opens and closes; what keeps it from that. */
async function attempt(access: NatsAccess, agent?: string): Promise<string> {
  try {
    await using _ = await Bus.open(access, agent);
    return "let in";
  } catch (error) {
    assert.ok(error instanceof FleetError, String(error));
    assert.doesNotMatch(error.message, /\n/);
    return error.message;
  }
}

Deno.test({
  name: "a token and an NKey let in, and nothing else does",
  ignore,
  fn: async () => {
    const user = nkeys.createUser();
    const nkeySeed = `${new TextDecoder().decode(user.getSeed())}\n`;
    for (
      const [config, access] of [
        ['authorization { token: "s3cret" }', { token: "s3cret" }],
        [`authorization { users = [{ nkey: ${user.getPublicKey()} }] }`, { nkeySeed }],
      ] as const
    ) {
      await using nats = await startNats(config);
      assert.equal(await attempt({ url: nats.url, ...access }), "let in");
      assert.match(await attempt({ url: nats.url }), /does not accept these credentials/);
      assert.match(await attempt({ url: nats.url, token: "wrong" }), /does not accept/);
    }
  },
});

Deno.test({
  name: "a .creds file lets in where an operator signs accounts, and another's does not",
  ignore,
  fn: async () => {
    const { config, creds } = operatorMode();
    await using nats = await startNats(config);
    assert.equal(await attempt({ url: nats.url, creds }), "let in");
    const other = operatorMode().creds;
    assert.match(
      await attempt({ url: nats.url, creds: other }),
      /does not accept these credentials/,
    );
  },
});

Deno.test({
  name: "TLS: trusted with --tls-ca, and never left out where it was asked for",
  ignore,
  fn: async () => {
    const config = `tls { cert_file: "${tls("leaf.pem")}", key_file: "${tls("leaf.key")}" }`;
    const tlsCa = await Deno.readTextFile(tls("ca.pem"));
    await using nats = await startNats(config);
    const url = nats.url.replace("127.0.0.1", "localhost");
    assert.equal(await attempt({ url, tlsCa }), "let in");
    assert.match(await attempt({ url }), /cannot be reached.*check --tls-ca/);
    await using plain = await startNats();
    assert.match(
      await attempt({ url: plain.url.replace("nats:", "tls:") }),
      /cannot be reached.*tls:\/\/ against nats:\/\//,
    );
  },
});

Deno.test({
  name: "a stream that keeps other things, or orders too, is not taken for the fleet's",
  ignore,
  fn: async () => {
    await using nats = await startNats();
    const connection = await connect({ servers: nats.url });
    const { streams } = await jetstreamManager(connection);
    for (
      const [subjects, why] of [["mine.>", /does not keep all/], ["ttfa.>", /would keep/]] as const
    ) {
      await streams.add({ name: "TTFA", subjects: [subjects] });
      assert.match(await attempt({ url: nats.url }), why);
      await streams.delete("TTFA");
    }
    await streams.add({ name: "TTFA", subjects: ["ttfa.run.>"], max_bytes: 1e6 });
    assert.equal(await attempt({ url: nats.url }), "let in");
    await connection.close();
  },
});

Deno.test({
  name: "with the rights of the docs no agent hears another's order, or takes results away",
  ignore,
  fn: async () => {
    await using nats = await startNats(leastRights("eu-1", "us-1"));
    const access = (user: string, password = "a") => ({ url: nats.url, user, password });
    assert.match(
      await attempt(access("us-1"), "eu-1"),
      /does not let this account subscribe to _INBOX\.agent\.eu-1\.>: --name must be/,
    );
    await using bench = await Bus.open(access("bench", "b"));
    await using us = await Bus.open(access("us-1"), "us-1");
    await using eu = await Bus.open(access("eu-1"), "eu-1");
    us.answer(askAgent("us-1", "order"), () => ({ accepted: true }));
    await us.listens();
    const heard: string[] = [];
    const refused: string[] = [];
    const order = askAgent("us-1", "order");
    for (const subject of [order, "ttfa.agent.>", "_INBOX.>", `${inboxOf("us-1")}.>`, ">"]) {
      const callback = (error: Error | null) => void (error ? refused : heard).push(subject);
      eu.connection.subscribe(subject, { callback });
    }
    await eu.connection.flush();
    assert.deepEqual(await bench.ask(order, { ticket: "secret" }, 5_000), { accepted: true });
    await eu.connection.flush();
    assert.deepEqual([heard, refused.length], [[], 5]);
    eu.answer(order, () => ({}));
    await assert.rejects(eu.listens(), /subscribe to ttfa\.agent\.us-1\.order: --name/);

    const letter = { subject: runSubjects("r").of("us-1", "end"), id: "r", data: new Uint8Array() };
    await us.post(letter);
    const { streams } = await jetstreamManager(eu.connection, { timeout: 500 });
    await assert.rejects(streams.purge("TTFA"));
    await assert.rejects(streams.delete("TTFA"));
    await assert.rejects(eu.connection.request(order, "", { timeout: 500 }));
    assert.equal((await streams.info("TTFA")).state.messages, 1);
  },
});

Deno.test({
  name: "a run that a coordinator follows is not resumed by a second one",
  ignore,
  fn: async () => {
    await using nats = await startNats(leastRights());
    const access = { url: nats.url, user: "bench", password: "b" };
    await using first = await Bus.open(access);
    await using second = await Bus.open(access);
    // As Course answers: to a question that it can read.
    first.answer(COORDINATOR, (question) => ({ ...decode<object>(question), runId: "run-1" }));
    await first.connection.flush();
    await assert.rejects(refuseSecond(second, "run-1"), FleetError);
    await refuseSecond(second, "run-2");
  },
});

Deno.test({
  name: "a server without JetStream is told how to be started",
  ignore,
  fn: async () => {
    await using nats = await startNats(
      "accounts { A { users: [{ user: a, password: b }] } }\nno_auth_user: a",
    );
    assert.match(await attempt({ url: nats.url }), /keeps no streams .*start it with -js/);
    assert.match(await attempt({ url: "nats://127.0.0.1:9" }), /ECONNREFUSED.*is it running/);
  },
});
