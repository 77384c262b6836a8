import { askAgent, COORDINATOR, ROLL_CALL, STREAM, STREAM_SUBJECTS } from "./subjects.ts";

/** Questions and answers, orders with their secrets among them: they are to be kept nowhere. */
const PRIVATE = [askAgent("*", "order"), askAgent("*", "state"), ROLL_CALL, COORDINATOR];

/** Why a stream that takes in these subjects cannot be the fleet's; `undefined` where it can. */
export function misfitOf(subjects: readonly string[]): string | undefined {
  const taken = `the stream ${STREAM} takes in ${subjects.join(", ") || "nothing"}`;
  const remedy = `let it take in ${STREAM_SUBJECTS} alone, or delete it: it is made anew`;
  if (!subjects.some((subject) => covers(subject, STREAM_SUBJECTS))) {
    return `${taken} and so does not keep all of a run: ${remedy}`;
  }
  const kept = PRIVATE.find((secret) => subjects.some((subject) => overlap(subject, secret)));
  return kept === undefined ? undefined : `${taken} and so would keep ${kept}: ${remedy}`;
}

/** Whether each subject that the second pattern matches is matched by the first. */
function covers(wide: string, narrow: string): boolean {
  const [head, ...wider] = wide.split(".");
  const [first, ...narrower] = narrow.split(".");
  if (head === ">") return true;
  if (first === ">" || (head !== "*" && head !== first)) return false;
  if (wider.length === 0 || narrower.length === 0) return wider.length === narrower.length;
  return covers(wider.join("."), narrower.join("."));
}

/** Whether any subject is matched by both. */
function overlap(a: string, b: string): boolean {
  const [head, ...others] = a.split(".");
  const [first, ...rest] = b.split(".");
  if (head === ">" || first === ">") return true;
  if (head !== first && head !== "*" && first !== "*") return false;
  if (others.length === 0 || rest.length === 0) return others.length === rest.length;
  return overlap(others.join("."), rest.join("."));
}
