import assert from "node:assert/strict";
import { sessionSample } from "../metrics/sample_fixtures.ts";
import { Summary } from "../metrics/summary.ts";
import { AgentJournal } from "./agent_journal.ts";

const WINDOW = { number: 0, openClients: 0, openMs: 0, summary: Summary.empty().encode() };

Deno.test("AgentJournal: what it cannot write any more is a remark, once, and no exception", () => {
  const folder = Deno.makeTempDirSync({ prefix: "ttfa-journal-" });
  const journal = new AgentJournal(`${folder}/run-1`);
  journal.window(WINDOW);
  assert.deepEqual(journal.remarks, []);
  Deno.removeSync(folder, { recursive: true });
  journal.window(WINDOW);
  journal.rows({ number: 0, turns: "", sessions: "" });
  assert.equal(journal.remarks.length, 1);
  assert.match(journal.remarks[0]!, /^its own copy in .*\/run-1 is not whole: /);
});

Deno.test("AgentJournal: a folder that cannot be made is told at once", () => {
  const file = Deno.makeTempFileSync({ prefix: "ttfa-journal-" });
  try {
    assert.throws(() => new AgentJournal(`${file}/run-1`));
  } finally {
    Deno.removeSync(file);
  }
});

Deno.test("AgentJournal: what targets did to sessions is kept in their own words", () => {
  const journal = new AgentJournal();
  journal.session(sessionSample({ outcome: "refused", errorCode: "http_503" }));
  assert.match(journal.complaints[0]!, /^in 1 session the target of region/);
});
