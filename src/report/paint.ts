import { styleText } from "node:util";

/** What a text means; how that looks is decided here alone. */
export type Meaning = "heading" | "good" | "bad" | "doubtful" | "aside";

export type Paint = (meaning: Meaning, text: string) => string;

const STYLES = {
  heading: "bold",
  good: "green",
  bad: "red",
  doubtful: "yellow",
  aside: "dim",
} as const satisfies Record<Meaning, string>;

/** Colours by meaning, or leaves the text as it is. The caller knows its stream and NO_COLOR. */
export function painter(colour: boolean): Paint {
  if (!colour) return (_, text) => text;
  return (meaning, text) => styleText(STYLES[meaning], text, { validateStream: false });
}
