import assert from "node:assert/strict";
import { runCampaign } from "./kills/campaign.ts";

for (const store of ["memory", "kv"] as const) {
  Deno.test({
    name: `sessions killed in every way leave no socket, and usage in ${store} adds up`,
    ignore: store === "kv" && typeof Deno.openKv !== "function",
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "ttfa-test-" });
      const usageKv = store === "kv" ? { usageKv: `${folder}/usage.db` } : {};
      const result = await runCampaign({
        seed: 1,
        sessions: 132,
        atOnce: 20,
        patient: false,
        ...usageKv,
      });
      await Deno.remove(folder, { recursive: true });
      assert.deepEqual(result.differences, []);
      for (const { residentMb: _, ...remains } of result.remains) {
        assert.deepEqual(remains, { openSessions: 0, bridgeSockets: 0, upstreamSockets: 0 });
      }
      assert.equal(result.stop.code, 0);
      assert.equal(result.upstreamSocketsAfterStop, 0);
      assert.match(
        result.output,
        /^\{"ready".*\n(upstream_(lost|closed|refused|unreachable): .*\n)*$/,
      );
    },
  });
}
