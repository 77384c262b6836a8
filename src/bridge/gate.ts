import { type AccessConfig, isGuarded } from "./access_config.ts";
import { givenBearer } from "./bearer.ts";
import { hostOf, isLoopback } from "./loopback.ts";
import { readTicket, type Ticket } from "./ticket.ts";
import { TicketUses } from "./ticket_uses.ts";

/** Somebody who may connect. */
export interface Visitor {
  /** As the ticket names them; without tickets all are `anonymous`. */
  readonly user: string;
  readonly address: string;
  readonly ticket?: Ticket;
}

/** Why a caller is turned away, fit to be shown. */
export interface CallerRefusal {
  readonly status: 401 | 403 | 429 | 503;
  readonly message: string;
  /** When it may be tried again. */
  readonly retryAfterS?: number;
}

const FOREIGN_ORIGIN: CallerRefusal = { status: 403, message: "this origin may not connect" };
const NO_ORIGIN: CallerRefusal = {
  status: 403,
  message: "only pages of allowed origins may connect, and no Origin was given",
};
export const ANONYMOUS = "anonymous";
const TICKET_PROTOCOL = "ttfa-ticket.";
/** What a proxy adds to a request, if it adds anything. */
const FORWARDED = /^(via|forwarded|x-forwarded.*|x-real-ip)$/;

/**
 * Decides who may connect. A page of a foreign origin never may; where tickets are in use, nobody
 * without one; where only origins are, nobody without an allowed one. A bridge that was told nothing
 * serves this machine: loopback callers that call it by a loopback name, that no proxy is seen to
 * send, and no page from elsewhere.
 */
export class Gate {
  readonly #access: AccessConfig;
  readonly #uses = new TicketUses();

  constructor(access: AccessConfig) {
    this.#access = access;
  }

  async check(request: Request, address: string, wallMs: number): Promise<Visitor | CallerRefusal> {
    const { ticketSecret } = this.#access;
    const refusal = this.checkOrigin(request, address);
    if (refusal) return refusal;
    if (ticketSecret === undefined) return { user: ANONYMOUS, address };
    const jwt = presentedTicket(request);
    if (jwt === undefined) return { status: 401, message: "a ticket is needed" };
    const ticket = await readTicket(jwt, ticketSecret, wallMs);
    if (typeof ticket === "string") return { status: 401, message: ticket };
    return { user: ticket.user, address, ticket };
  }

  /** Whether a visitor's ticket still opens a session. */
  checkTicket({ ticket }: Visitor, wallMs: number): CallerRefusal | undefined {
    if (!ticket) return undefined;
    // Reading usage takes time, in which a ticket can expire.
    if (ticket.expiresAtS <= wallMs / 1000) {
      return { status: 401, message: "the ticket has expired" };
    }
    if (!this.#uses.has(ticket)) return { status: 401, message: "the ticket was used already" };
    return undefined;
  }

  /**
   * Lets a visitor in: uses their ticket up. Apart from {@linkcode check}, at the very end, so that a
   * caller who is turned away for another reason can come again with it.
   */
  enter(visitor: Visitor, wallMs: number, nowMs: number): CallerRefusal | undefined {
    const refusal = this.checkTicket(visitor, wallMs);
    if (!refusal && visitor.ticket) this.#uses.use(visitor.ticket, nowMs);
    return refusal;
  }

  /** Gives a visitor who was let in their ticket back. */
  undo({ ticket }: Visitor): void {
    if (ticket) this.#uses.giveBack(ticket);
  }

  /** Why whoever calls from this origin, or from none, may not connect whatever their ticket. */
  checkOrigin(request: Request, address: string): CallerRefusal | undefined {
    const { openAccess, origins, ticketSecret } = this.#access;
    if (!isGuarded(this.#access)) return checkLocal(request, address);
    if (openAccess || (ticketSecret !== undefined && origins.length === 0)) return undefined;
    const origin = request.headers.get("origin");
    if (origin === null) return ticketSecret === undefined ? NO_ORIGIN : undefined;
    return origins.includes(origin) ? undefined : FOREIGN_ORIGIN;
  }
}

function checkLocal({ url, headers }: Request, address: string): CallerRefusal | undefined {
  // A proxy passes on the name that its caller used, and a page elsewhere may have bent its own name.
  const names = [url, `http://${headers.get("host") ?? "localhost"}`].map(hostOf);
  const isByName = names.every((name) => isLoopback(name ?? ""));
  const origin = headers.get("origin");
  const isForeign = origin !== null && !isLoopback(hostOf(origin) ?? "");
  const isForwarded = [...headers.keys()].some((name) => FORWARDED.test(name));
  if (isLoopback(address) && isByName && !isForeign && !isForwarded) return undefined;
  return { status: 403, message: "this bridge serves callers on its own machine" };
}

/** `?ticket=…`, the subprotocol `ttfa-ticket.…`, or a bearer header, which a proxy may need itself. */
function presentedTicket(request: Request): string | undefined {
  const inQuery = new URL(request.url).searchParams.get("ticket");
  if (inQuery !== null) return inQuery;
  const offer = (request.headers.get("sec-websocket-protocol") ?? "").split(",");
  const name = offer.map((name) => name.trim()).find((name) => name.startsWith(TICKET_PROTOCOL));
  return name?.slice(TICKET_PROTOCOL.length) ?? givenBearer(request.headers);
}
