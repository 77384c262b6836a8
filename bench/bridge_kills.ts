/**
 * Opens sessions at the bridge and kills them in every way, at random; then looks for what is left:
 * sockets to the upstream, sessions, memory, and usage that does not add up. Once with usage in memory,
 * once with Deno KV: `deno run -A --unstable-kv bench/bridge_kills.ts [sessions] [seed]`. About four
 * minutes: some kills are found out by timeouts alone. Exit code 1: something is left.
 */
import { type CampaignResult, runCampaign } from "../tests/kills/campaign.ts";
import { type Tallies, type Tally, tallyOf } from "../tests/kills/tally.ts";
import { print } from "./print.ts";

const [sessions = 1_000, seed = 1] = Deno.args.map(Number);
const AT_ONCE = 25;

function table({ client, upstream, bridge }: CampaignResult): void {
  print(
    `${
      "".padEnd(26)
    }sessions      seconds           audio in, s         audio out, s        tokens`,
  );
  print(
    `${
      "ending".padEnd(26)
    }cl.  up.  br.     up.     br.    cl.   up.   br.    cl.   up.   br.    up.   br.`,
  );
  for (const kind of client.keys()) {
    const of = (tallies: Tallies) => tallyOf(tallies, kind);
    const [c, u, b] = [of(client), of(upstream), of(bridge)];
    const seconds = (ms: number) => (ms / 1000).toFixed(2);
    const tokens = (tally: Tally) => tally.inputTokens + tally.cachedTokens + tally.outputTokens;
    const cells = [
      ...[c, u, b].map((tally) => String(tally.sessions).padStart(4)),
      ...[u, b].map((tally) => seconds(tally.sessionMs).padStart(7)),
      ...[c, u, b].map((tally) => seconds(tally.audioInMs).padStart(6)),
      ...[c, u, b].map((tally) => seconds(tally.audioOutMs).padStart(6)),
      ...[u, b].map((tally) => String(tokens(tally)).padStart(5)),
    ];
    print(kind.padEnd(25) + cells.join(" "));
  }
}

function remains({ remains, stop, upstreamSocketsAfterStop }: CampaignResult): boolean {
  print("\nafter each quarter, and after the silent ones");
  for (const { openSessions, bridgeSockets, upstreamSockets, residentMb } of remains) {
    print(
      `  open sessions ${openSessions}, sockets to the upstream ${bridgeSockets} (as the upstream ` +
        `has it ${upstreamSockets}), ${residentMb.toFixed(0)} MB`,
    );
  }
  print(
    `SIGTERM: exit code ${stop.code} after ${(stop.tookMs / 1000).toFixed(1)} s, sockets at the ` +
      `upstream ${upstreamSocketsAfterStop}`,
  );
  const left = remains.map((look) => look.openSessions + look.bridgeSockets + look.upstreamSockets);
  return [...left, upstreamSocketsAfterStop, stop.code].some((n) => n !== 0);
}

let isClean = true;
for (const store of ["memory", "kv"]) {
  const folder = await Deno.makeTempDir();
  const usageKv = store === "kv" ? { usageKv: `${folder}/usage.db` } : {};
  const options = { seed, sessions, atOnce: AT_ONCE, patient: true, ...usageKv };
  const result = await runCampaign(options);
  await Deno.remove(folder, { recursive: true });
  print(`\n${sessions} sessions, seed ${seed}, usage in ${store}\n`);
  table(result);
  const isLeft = remains(result);
  print(`differences of usage: ${JSON.stringify(result.differences)}`);
  isClean &&= !isLeft && result.differences.length === 0;
}
Deno.exit(isClean ? 0 : 1);
