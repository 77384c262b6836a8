import { failure } from "./failures.js";

/** @typedef {import("./failures.js").Failure} Failure */

/**
 * @typedef {object} LineListener
 * @property {(event: any) => void} onEvent an event of the service
 * @property {(failure: Failure | undefined) => void} onClosed once; undefined if we hung up
 */

/** The live connection to the bridge: events both ways. */
export class Line {
  #socket;
  #listener;
  #wasOpen = false;
  #hungUp = false;
  /** @type {any} */
  #lastEvent;

  /**
   * Dials.
   *
   * @param {URL} url of the bridge's `/voice`, http or https
   * @param {string | undefined} ticket
   * @param {LineListener} listener
   */
  constructor(url, ticket, listener) {
    this.#listener = listener;
    const address = new URL(url);
    address.protocol = url.protocol.replace("http", "ws");
    const protocols = ["realtime", ...(ticket ? [`ttfa-ticket.${ticket}`] : [])];
    this.#socket = new WebSocket(address, protocols);
    this.#socket.onopen = () => this.#wasOpen = true;
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    this.#socket.onclose = async ({ code, reason }) => {
      listener.onClosed(this.#hungUp ? undefined : await this.#why(url, ticket, code, reason));
    };
  }

  /** @param {object} event */
  send(event) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(event));
  }

  hangUp() {
    this.#hungUp = true;
    this.#socket.close(1000);
  }

  /** @param {any} event */
  #receive(event) {
    this.#lastEvent = event;
    this.#listener.onEvent(event);
  }

  /** @param {URL} url @param {string | undefined} ticket @param {number} code @param {string} reason */
  async #why(url, ticket, code, reason) {
    if (!this.#wasOpen) return await whyRefused(url, ticket);
    // Who hangs up on an error says it last; an error before other events was survived.
    const { type, error } = this.#lastEvent ?? {};
    return type === "error"
      ? failure(error.message, error.code, `close_${code}`)
      : failure(reason, `close_${code}`);
  }
}

/**
 * A browser does not tell why a handshake failed. The same request without an upgrade does, and uses
 * no ticket up.
 *
 * @param {URL} url
 * @param {string | undefined} ticket
 */
async function whyRefused(url, ticket) {
  try {
    const headers = ticket ? { authorization: `Bearer ${ticket}` } : {};
    // Of this page's own requests, only such as POST carry its origin, which the bridge looks at.
    const response = await fetch(url, { method: "POST", headers, cache: "no-store" });
    const said = (await response.text()).trim();
    return response.status === 400
      ? failure("", "no_websocket")
      : failure(said, `http_${response.status}`);
  } catch {
    return failure("", "unreachable");
  }
}
