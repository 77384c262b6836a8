import { type Distribution, draw } from "../random/distribution.ts";
import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import type { Conversation } from "./conversation.ts";
import { type Fault, NOTHING_TO_CANCEL, responseActive } from "./faults.ts";
import type { Outbox } from "./outbox.ts";
import { ActiveResponse, type ResponseRequest } from "./response.ts";
import { rateLimitsAfter, type Usage } from "./usage.ts";
import type { PreparedReply } from "./voice.ts";
import type { WireSession } from "./wire.ts";

/** As measured on the live service. */
const RATE_LIMITS_AFTER_DONE_MS = 43;

export interface ResponderDeps {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly conversation: Conversation;
  readonly think: Distribution;
  readonly random: Random;
  /** Said in this order, again from the first one after the last. */
  readonly replies: readonly PreparedReply[];
}

/** Answers turns, one at a time: draws the think time, chooses the reply, keeps what is active. */
export class Responder {
  readonly #deps: ResponderDeps;
  #active: ActiveResponse | undefined;
  #begun = 0;

  constructor(deps: ResponderDeps) {
    this.#deps = deps;
  }

  /** @param startMs when the think time begins, on the clock. */
  respond(session: WireSession, request: ResponseRequest, startMs: number): Fault | undefined {
    if (this.#active) return responseActive(this.#active.id);
    const { clock, outbox, conversation, think, random, replies } = this.#deps;
    const reply = replies[this.#begun++ % replies.length]!;
    this.#active = new ActiveResponse(
      { clock, outbox, conversation, onDone: (usage) => this.#done(usage) },
      { session, request, reply, startMs, thinkMs: draw(think, random) },
    );
  }

  /** The client's wish. `responseId` may be left out: there is only one. */
  cancel(responseId?: string | null): Fault | undefined {
    if (!this.#active || (responseId ?? this.#active.id) !== this.#active.id) {
      return NOTHING_TO_CANCEL;
    }
    this.#active.cancel("client_cancelled");
  }

  /** Somebody began to speak. */
  interrupt(): void {
    this.#active?.cancel("turn_detected");
  }

  #done({ total_tokens }: Usage): void {
    this.#active = undefined;
    const { clock, outbox } = this.#deps;
    const rate_limits = rateLimitsAfter(total_tokens ?? 0);
    clock.at(clock.now() + RATE_LIMITS_AFTER_DONE_MS, () => {
      outbox.emit({ type: "rate_limits.updated", rate_limits });
    });
  }
}
