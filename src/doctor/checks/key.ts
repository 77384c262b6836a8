import type { Check } from "../check.ts";
import type { Outcome } from "../finding.ts";
import { readPages, type Shown } from "../page.ts";
import type { Patient } from "../patient.ts";
import { DIAL_MS } from "../stand_in.ts";
import { Visit } from "../visit.ts";

/** Requests that a bridge may answer itself, and in doing so say too much. */
const ODDITIES = ["{", '{"type":"ttfa.no.such.event"}', '{"type":"session.update"}'];
const LISTEN_MS = 1_000;
/** What keys of the service look like; an ephemeral one (ek_) is made for clients. */
const KEY_SHAPE = /sk-[A-Za-z0-9_-]{20,}/;
/** As many characters of a key in a row are no accident and no mask. */
const TELLING = 12;

/** The key must be seen nowhere outside of the server. */
export const key: Check = {
  name: "key",
  title: "shows the API key to no client",
  needs: "connection",
  run: async (patient) => {
    await provoke(patient);
    const keys = patient.standIn?.knocks.flatMap(({ key }) => key ?? []) ?? [];
    const shown = [...patient.visits.flatMap(shownOn), ...await readPages(patient.endpoint)];
    return judgeShown(shown, [...new Set(keys)]);
  },
};

/** Lets the bridge say what it says when something is wrong: with the client, with the upstream. */
async function provoke(patient: Patient): Promise<void> {
  await listen(patient, (visit) => ODDITIES.forEach((text) => visit.send(text)));
  const { standIn } = patient;
  if (!standIn) return;
  standIn.doorStatus = 401;
  await listen(patient, (visit) => visit.ask());
  standIn.doorStatus = 101;
}

async function listen(patient: Patient, speak: (visit: Visit) => void): Promise<void> {
  const answer = await patient.visit();
  if (!(answer instanceof Visit)) return;
  await using visit = answer;
  speak(visit);
  const errors = () => visit.heard.filter(({ event }) => event?.type === "error");
  await visit.until(() => errors().length >= ODDITIES.length, DIAL_MS + LISTEN_MS);
}

function shownOn({ headers, heard, closed }: Visit): Shown[] {
  return [
    ...Object.entries(headers).map(([name, text]) => ({ where: `the 101's header ${name}`, text })),
    ...heard.map(({ text, event }) => ({ where: `a frame of type ${event?.type}`, text })),
    ...(closed ? [{ where: "the reason of a close", text: closed.reason }] : []),
  ];
}

/** @param keys that the bridge was seen to present; they are not repeated. */
export function judgeShown(shown: readonly Shown[], keys: readonly string[]): Outcome {
  const leak = shown.find(({ text }) => keys.some((key) => isToldBy(text, key)));
  const suspect = leak ?? shown.find(({ text }) => KEY_SHAPE.test(text));
  if (!suspect) {
    const known = keys.length > 0
      ? "the key that it presents upstream"
      : "anything that looks like a key (the key itself was not seen)";
    return { result: "sound", evidence: `${known} was in none of ${shown.length} texts` };
  }
  return {
    result: "fault",
    certainty: leak ? "certain" : "likely",
    what: "clients can read the API key",
    evidence: leak
      ? `the key that the bridge presents upstream is in ${leak.where}`
      : `what looks like a key is in ${suspect.where}`,
    remedy: "revoke this key; give clients errors of your own with neither requests nor " +
      "configuration in them, and mint ephemeral keys where a browser needs one",
  };
}

/** Whether the text holds more of the key than a mask would. */
function isToldBy(text: string, key: string): boolean {
  if (key.length <= TELLING) return text.includes(key);
  return Array.from({ length: key.length - TELLING + 1 }, (_, i) => key.slice(i, i + TELLING))
    .some((part) => text.includes(part));
}
