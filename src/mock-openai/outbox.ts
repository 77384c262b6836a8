import { makeId } from "../protocol/ids.ts";
import type { Random } from "../random/random.ts";
import type { Refusal } from "./refusals.ts";
import type { EventBody, WireEvent } from "./wire.ts";

const PADDING_BLOCK = 16;
const CALL_ID_LENGTH = 16;

/** Where all events of one session leave: gives them their ids and turns faults into `error`s. */
export class Outbox {
  readonly #send: (event: WireEvent) => void;
  readonly #random: Random;

  constructor(send: (event: WireEvent) => void, random: Random) {
    this.#send = send;
    this.#random = random;
  }

  makeId(prefix: "sess" | "conv" | "item" | "resp" | "seg"): string {
    return makeId(prefix, this.#random);
  }

  /** Of a function call. */
  makeCallId(): string {
    return makeId("call", this.#random, CALL_ID_LENGTH);
  }

  emit(body: EventBody): void {
    const { type, ...rest } = body;
    // `type` and `event_id` come first on the wire. The spread of a union is not a union again.
    this.#send({ type, event_id: makeId("event", this.#random), ...rest } as WireEvent);
  }

  /** @param clientEventId the `event_id` of the client event that is refused, if it had one. */
  refuse(refusal: Refusal, clientEventId?: string): void {
    this.emit({
      type: "error",
      error: {
        type: "invalid_request_error",
        code: refusal.code,
        message: refusal.message,
        param: refusal.param ?? null,
        event_id: clientEventId ?? null,
      },
    });
  }

  /** Random padding that rounds a text delta up to whole blocks. */
  padding(delta: string): string {
    const length = PADDING_BLOCK - delta.length % PADDING_BLOCK;
    return makeId("", this.#random).slice(1, 1 + length);
  }
}
