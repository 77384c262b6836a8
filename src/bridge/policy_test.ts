import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeClientEvent, mayBeGuarded } from "./policy.ts";

const AUDIO = "UklGR/+/".repeat(170);

Deno.test("judgeClientEvent refuses what takes over the session, and names it", () => {
  const update = { event_id: "e1", type: "session.update", session: { tools: [] } };
  assert.deepEqual(judgeClientEvent(JSON.stringify(update)), {
    message: "'session.tools' is set by the bridge and cannot be changed",
    param: "session.tools",
    eventId: "e1",
  });
  for (const name of ["instructions", "tools", "prompt"]) {
    const create = { type: "response.create", response: { [name]: null } };
    assert.equal(judgeClientEvent(JSON.stringify(create))?.param, `response.${name}`);
  }
});

Deno.test("judgeClientEvent lets everything else pass", () => {
  for (
    const event of [
      { type: "session.update", session: { type: "realtime", audio: { output: { speed: 1.2 } } } },
      { type: "response.create" },
      { type: "response.create", response: { metadata: { instructions: "mine" } } },
      { type: "response.cancel" },
      { type: "conversation.item.create", item: { content: 'say "session.update"\n' } },
      { type: "transcription_session.update", session: { instructions: 1 } },
      { session: { instructions: "of no type" }, note: "response.create" },
    ]
  ) {
    assert.equal(judgeClientEvent(JSON.stringify(event)), undefined, JSON.stringify(event));
  }
  assert.equal(judgeClientEvent("no JSON at all"), undefined);
  assert.equal(judgeClientEvent('["session.update"]'), undefined);
});

Deno.test("judgeClientEvent refuses what it cannot read without doubt", () => {
  const twice = '{"type":"session.update","session":{"tools":[]},"event_id":"e","type":"x"}';
  assert.equal(judgeClientEvent(twice)?.eventId, "e");
  assert.match(judgeClientEvent(twice)!.message, /more than once/);
  assert.match(judgeClientEvent("{'type':'session.update'}")!.message, /not valid JSON/);
  assert.match(judgeClientEvent('\uFEFF{"type":"session.update"}')!.message, /not valid JSON/);
});

Deno.test("audio frames are not parsed, whatever the order of their keys", () => {
  const type = "input_audio_buffer.append";
  for (const event of [{ type, audio: AUDIO }, { audio: AUDIO, event_id: "e.1", type }]) {
    assert.equal(mayBeGuarded(JSON.stringify(event)), false);
    assert.equal(mayBeGuarded(JSON.stringify(event, null, 2)), false);
  }
});

const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

/** `text` as a JSON string, each character in one of the ways in which it can be written. */
function written(text: string): fc.Arbitrary<string> {
  const characters = [...text].map((c) => {
    const hex = c.charCodeAt(0).toString(16).padStart(4, "0");
    return fc.constantFrom(c, c, c, `\\u${hex}`, `\\u${hex.toUpperCase()}`);
  });
  return fc.tuple(...characters).map((parts) => `"${parts.join("")}"`);
}

type Member = { key: fc.Arbitrary<string>; value: fc.Arbitrary<string> };

/** An object of these members in any order, with any white space. */
function object(members: Member[]): fc.Arbitrary<string> {
  const parts = members.map(({ key, value }) =>
    fc.tuple(space, key, space, space, value, space).map(([a, k, b, c, v, d]) =>
      `${a}${k}${b}:${c}${v}${d}`
    )
  );
  return fc.tuple(...parts).chain((texts) =>
    fc.shuffledSubarray(texts, { minLength: texts.length })
  ).map((texts) => `{${texts.join(",")}}`);
}

const member = (key: string, value: fc.Arbitrary<string>): Member => ({ key: written(key), value });
const decoy = fc.constantFrom(
  member("type", written("input_audio_buffer.append")),
  member("audio", fc.constant(`"${AUDIO}"`)),
  member("session", fc.constant("{}")),
  member("response", fc.constant("{}")),
  member("event_id", written("e1")),
);

const forbidden = fc.constantFrom(["session.update", "session"], ["response.create", "response"])
  .chain(([type, field]) =>
    fc.tuple(fc.constantFrom("instructions", "tools", "prompt"), fc.array(decoy, { maxLength: 4 }))
      .chain(([name, decoys]) =>
        object([
          member("type", written(type!)),
          member(field!, object([member(name, fc.constantFrom("[]", '"x"', "null"))])),
          ...decoys,
        ])
      )
  );

Deno.test("no way of writing it gets a forbidden event past the guard", () => {
  fc.assert(
    fc.property(forbidden, (json) => {
      assert.doesNotThrow(() => JSON.parse(json));
      assert.ok(judgeClientEvent(json), json);
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("mayBeGuarded sees a guarded type anywhere in a text", () => {
  const text = fc.string({ unit: fc.constantFrom(...'session.update response.create\\"') });
  fc.assert(fc.property(text, text, (a, b) => {
    assert.equal(mayBeGuarded(`${a}session.update${b}`), true);
    assert.equal(mayBeGuarded(`${a}response.create${b}`), true);
  }));
});

Deno.test("capitals do not get an event past the guard", () => {
  for (
    const event of [
      { Type: "session.update", Session: { Instructions: "x" } },
      { type: "session.update", SESSION: { tools: [] } },
      { type: "response.create", response: { Prompt: { id: "p" } } },
    ]
  ) assert.ok(judgeClientEvent(JSON.stringify(event)));
});

Deno.test("what would take long to judge is refused without", () => {
  const nested = `["session.update",${"[".repeat(500_000)}${"]".repeat(500_000)}]`;
  assert.match(judgeClientEvent(nested)!.message, /over 262144 characters/);
  const deep = `["session.update",${"[".repeat(64)}${"]".repeat(64)}]`;
  assert.match(judgeClientEvent(deep)!.message, /more than 64 deep/);
});

Deno.test("an event_id that is longer than the service takes is not sent back", () => {
  const refused = (event_id: string) =>
    judgeClientEvent(JSON.stringify({ event_id, type: "session.update", session: { tools: [] } }))!;
  assert.equal(refused("e".repeat(512)).eventId, "e".repeat(512));
  assert.equal(refused("e".repeat(513)).eventId, null);
});
