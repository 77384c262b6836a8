import type { ServerEvent, ServerEventOf, ServerEventType } from "../protocol/events.ts";

/**
 * Lets somebody wait for an event. What came since the inbox was cleared and nobody took is kept, so
 * that nothing is missed between two steps; deltas are not: they hold a reply's audio.
 */
export class Inbox {
  #kept: ServerEvent[] = [];
  #waiting: { readonly type: ServerEventType; readonly take: (event: ServerEvent) => void }[] = [];

  clear(): void {
    this.#kept = [];
  }

  receive(event: ServerEvent): void {
    const index = this.#waiting.findIndex(({ type }) => type === event.type);
    if (index >= 0) this.#waiting.splice(index, 1)[0]!.take(event);
    else if (!event.type.endsWith(".delta")) this.#kept.push(event);
  }

  /** Takes the first event of the type, or `undefined` when `limit` resolves before there is one. */
  async next<T extends ServerEventType>(
    type: T,
    limit: Promise<unknown>,
  ): Promise<ServerEventOf<T> | undefined> {
    const index = this.#kept.findIndex((event) => event.type === type);
    if (index >= 0) return this.#kept.splice(index, 1)[0] as ServerEventOf<T>;
    const { promise, resolve: take } = Promise.withResolvers<ServerEvent>();
    this.#waiting.push({ type, take });
    const event = await Promise.race([promise, limit.then(() => undefined)]);
    this.#waiting = this.#waiting.filter((waiting) => waiting.take !== take);
    return event as ServerEventOf<T> | undefined;
  }
}
