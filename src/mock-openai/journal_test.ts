import assert from "node:assert/strict";
import { Journal, type SessionEntry } from "./journal.ts";
import { VirtualClock } from "../time/virtual_clock.ts";
import { startMock } from "./server.ts";
import { noise, REPLY, silence } from "./session_harness.ts";
import { Client } from "./wire_client.ts";

const MODEL = "?model=gpt-realtime-2.1";

Deno.test("the endpoints tell open sessions, how each ended, audio received and replies", async () => {
  await using mock = await startMock({ think: { kind: "constant", ms: 5 }, replies: [REPLY] });
  const read = async (path: string) =>
    await (await fetch(new URL(path, mock.url.replace("ws:", "http:")))).text();
  const sessions = async () => JSON.parse(await read("/_ttfa/sessions")).sessions;

  const [a, b] = [new Client(mock.url + MODEL), new Client(mock.url + MODEL)];
  await a.heard("session.created");
  await b.heard("session.created");
  a.append(noise(400));
  a.append(silence(200));
  await a.heard("response.done");
  await a.close();
  while ((await sessions())[0].ended === null) await new Promise((r) => setTimeout(r, 5));
  const [first, second] = await sessions();
  assert.match(first.opened_at, /^\d{4}-.*Z$/);
  assert.deepEqual({ ...first, opened_at: "" }, {
    session: 1,
    model: "gpt-realtime-2.1",
    opened_at: "",
    ended: { by: "client", code: 1000, reason: "" },
    audio_received_ms: 600,
    replies: { completed: 1 },
    faults: {},
    departures: [],
    departed: 0,
  });
  assert.equal(second.ended, null);

  const metrics = await read("/_ttfa/metrics");
  for (
    const line of [
      "ttfa_mock_sessions_open 1",
      "ttfa_mock_sessions_opened_total 2",
      'ttfa_mock_sessions_ended_total{by="client",code="1000"} 1',
      "ttfa_mock_audio_received_seconds_total 0.6",
      'ttfa_mock_replies_total{status="completed"} 1',
      "# TYPE ttfa_mock_faults_total counter",
    ]
  ) assert.ok(metrics.split("\n").includes(line), `${line}\n${metrics}`);
  assert.match(await read("/_ttfa/other"), /\/_ttfa\/sessions/);
  await b.close();
});

Deno.test("of many departures the first are kept, and all are counted", () => {
  const journal = new Journal(new VirtualClock());
  journal.onOpen(1, "m");
  for (let i = 1; i <= 1000; i++) journal.onDeparture(1, `departure ${i}`);
  const [{ departures, departed }] = journal.sessions as [SessionEntry];
  assert.deepEqual([departures.length, departures[19], departed], [20, "departure 20", 1000]);
});

Deno.test("old sessions are forgotten, the totals are not; faults are counted in both", () => {
  const journal = new Journal(new VirtualClock());
  for (let session = 1; session <= 1001; session++) journal.onOpen(session, "m");
  journal.onFault(1, "stall");
  journal.onFault(2, "stall");
  journal.onEnd(1, { by: "mock", code: 1001, reason: "" });
  const { sessions, totals } = journal;
  assert.equal(sessions.length, 1000);
  assert.deepEqual([sessions[0]!.session, sessions[0]!.faults], [2, { stall: 1 }]);
  assert.deepEqual([totals.opened, totals.open, totals.faults], [1001, 1000, { stall: 2 }]);
});
