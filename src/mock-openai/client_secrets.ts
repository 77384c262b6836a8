import { DEFAULT_MODEL } from "../protocol/events.ts";
import { makeId } from "../protocol/ids.ts";
import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import type { ClientSecretRequest } from "./client_secret_check.ts";
import type { Refusal } from "./refusals.ts";
import { sessionTemplate } from "./session_kinds.ts";
import type { AnyWireSession } from "./wire.ts";

const DEFAULT_LIFETIME_S = 600;
/** An expired key is known as such for so long; then it is as wrong as any other. */
const REMEMBERED_S = 3600;

/** What an ephemeral key opens. */
export interface ClientSecret {
  readonly value: string;
  /** Unix seconds. */
  readonly expires_at: number;
  /** What the sessions that it opens are like. */
  readonly session: AnyWireSession;
}

/** The ephemeral keys of one mock: each opens any number of sessions until it expires. */
export class ClientSecrets {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #minted = new Map<string, ClientSecret>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** @param request one that has passed its check. */
  mint({ expires_after, session }: ClientSecretRequest): ClientSecret | { refusal: Refusal } {
    const template = sessionTemplate(session ?? { type: "realtime", model: DEFAULT_MODEL });
    if ("refusal" in template) return template;
    this.#forgetOld();
    const secret = {
      value: makeId("ek", this.#random),
      expires_at: this.#nowS + (expires_after?.seconds ?? DEFAULT_LIFETIME_S),
      // As the service shows it: an id of its own, and no expiry before it is opened.
      session: { ...template.session, id: makeId("sess", this.#random) },
    };
    this.#minted.set(secret.value, secret);
    return secret;
  }

  /** The key, be it expired, if it was minted here. */
  find(value: string): (ClientSecret & { readonly expired: boolean }) | undefined {
    const secret = this.#minted.get(value);
    return secret && { ...secret, expired: secret.expires_at <= this.#nowS };
  }

  #forgetOld(): void {
    for (const { value, expires_at } of this.#minted.values()) {
      if (expires_at + REMEMBERED_S <= this.#nowS) this.#minted.delete(value);
    }
  }

  get #nowS(): number {
    return Math.floor(this.#clock.wallMs() / 1000);
  }
}
