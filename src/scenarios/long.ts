import { conversation } from "./conversation.ts";
import type { Scenario } from "./scenario.ts";

/** A conversation of many turns in one session: it goes on for `--duration`, 10 minutes by default. */
export const long: Scenario = { ...conversation, name: "long" };
