import type { ClientEvent, ServerEventOf } from "../protocol/events.ts";
import { oneLine } from "./refusal.ts";

/** A service complains at once: of what was sent longer ago than this many events nothing more comes. */
const REMEMBERED = 100;

interface Sent {
  readonly type: string;
  /** Where the scenario sent it. */
  readonly place: string | undefined;
}

/** The events that a scenario has sent itself, and what the service refused of them. */
export class SentEvents {
  readonly #sent = new Map<string, Sent>();
  readonly #refusals = new Set<string>();
  #count = 0;

  /** @returns the event with an id, by which the service names it where it refuses it. */
  marked(event: ClientEvent, place: string | undefined): ClientEvent {
    const eventId = event.event_id ?? `ttfa_step_${++this.#count}`;
    this.#sent.set(eventId, { type: event.type, place });
    if (this.#sent.size > REMEMBERED) this.#sent.delete(this.#sent.keys().next().value!);
    return { ...event, event_id: eventId };
  }

  receive({ error }: ServerEventOf<"error">): void {
    const sent = this.#sent.get(error.event_id ?? "");
    if (!sent) return;
    const where = sent.place === undefined ? "" : ` (${sent.place})`;
    const why = `${error.code ?? error.type}, “${oneLine(error.message ?? "")}”`;
    this.#refusals.add(`${sent.type}${where}: ${why}`);
  }

  /** Each once: `TYPE (FILE:LINE:COLUMN): CODE, “WORDS”`. */
  get refusals(): readonly string[] {
    return [...this.#refusals];
  }
}
