import assert from "node:assert/strict";
import type { ServerEvent } from "./events.ts";
import { QuietTimeline } from "./quiet_timeline.ts";

Deno.test("QuietTimeline is ok when its time has passed unless somebody answers, and keeps an error's code", () => {
  const quiet = new QuietTimeline();
  assert.equal(quiet.verdict, "unfinished");
  quiet.receive({ type: "error", error: { code: "odd" } } as ServerEvent);
  quiet.finish();
  assert.deepEqual([quiet.verdict, quiet.errorCode], ["ok", "odd"]);
  quiet.receive({ type: "response.created", response: { id: "resp_1" } } as ServerEvent);
  assert.equal(quiet.verdict, "early_reply");
});
