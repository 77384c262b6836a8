/**
 * What went wrong, and what the person can do about it.
 *
 * @typedef {{ code: string, what: string, remedy: string }} Failure
 */

/** @type {Readonly<Record<string, readonly [what: string, remedy: string]>>} */
const KNOWN = {
  insecure: [
    "This page was not opened securely, so the browser keeps the microphone from it.",
    "Open it with https://, or on the bridge's own machine as http://localhost.",
  ],
  unsupported: [
    "This browser cannot process live audio.",
    "Use a current version of Chrome, Edge, Firefox or Safari.",
  ],
  NotAllowedError: [
    "The microphone is not allowed for this page.",
    "Allow it in the browser's settings for this site, often behind the icon beside the address. " +
    "Check that the system lets the browser use it, too. Then start again.",
  ],
  NotFoundError: ["No microphone was found.", "Plug one in or switch it on, then start again."],
  NotReadableError: [
    "The microphone is there but cannot be read.",
    "Close other programs that may be using it, then start again.",
  ],
  microphone_ended: [
    "The microphone was unplugged or taken away.",
    "Plug it in or allow it again, then start again.",
  ],
  quiet: [
    "Nobody spoke for five minutes, so this page hung up.",
    "Start again when you like. A muted microphone is heard as silence.",
  ],
  http_401: [
    "The bridge did not admit you.",
    "It needs a ticket that is valid and not used yet. Open this page with a fresh link from whoever " +
    "runs the bridge; it ends in #ticket=…",
  ],
  http_403: [
    "The bridge does not admit this page.",
    "Whoever runs it must add this page's address to BRIDGE_ALLOWED_ORIGINS.",
  ],
  http_429: [
    "You have used up what the bridge allows you.",
    "End other conversations, or come back later.",
  ],
  http_503: ["The bridge takes no conversations at the moment.", "Try again in a few seconds."],
  no_websocket: [
    "The bridge is there, but the live connection to it failed.",
    "Try again. If it stays so, a proxy on the way may not pass WebSockets.",
  ],
  unreachable: [
    "The bridge cannot be reached.",
    "Check your network, and that the bridge is running.",
  ],
  no_key: [
    "The voice service refused the bridge's API key.",
    "Whoever runs the bridge must set a valid OPENAI_API_KEY.",
  ],
  upstream_refused: [
    "The voice service refused the bridge.",
    "Whoever runs the bridge should check its key, its model and its quota.",
  ],
  upstream_unreachable: [
    "The bridge cannot reach the voice service.",
    "Try again. If it stays so, whoever runs the bridge should check UPSTREAM_URL.",
  ],
  insufficient_quota: [
    "The bridge's account with the voice service has no credit left.",
    "Whoever runs the bridge must top it up.",
  ],
  close_1001: ["The bridge was stopped or moved.", "Start again: it may be back already."],
  close_1006: ["The connection was lost.", "Check your network, then start again."],
  close_1009: ["A message was larger than the bridge takes.", "Start again."],
  close_1011: ["The voice service broke off.", "Start again."],
  close_1013: [
    "The connection is too slow for live audio.",
    "Move closer to your network, then start again.",
  ],
  close_4001: [
    "The conversation reached the longest time that the bridge allows.",
    "Start a new one.",
  ],
  close_4002: ["Nobody spoke for a while, so the bridge hung up.", "Start again when you like."],
  close_4403: ["The minutes of your ticket are used up.", "Ask for a new one."],
  close_4429: ["Your minutes of the day are used up.", "Come back tomorrow."],
};

const UNKNOWN = /** @type {const} */ ([
  "An error was reported.",
  "If the conversation does not go on, start again.",
]);

/**
 * @param {string} detail what was said of it, or ""
 * @param {...(string | null | undefined)} codes what happened, the most specific first: the code of an
 *   `error` event, a DOMException's name, `http_STATUS` or `close_CODE`
 * @returns {Failure}
 */
export function failure(detail, ...codes) {
  const given = codes.filter((code) => typeof code === "string");
  const code = given.some((code) => isAboutKey(code, detail))
    ? "no_key"
    : given.find(wordsOf) ?? given[0] ?? "unknown";
  const [what, remedy] = wordsOf(code) ?? UNKNOWN;
  return { code, what, remedy: detail ? `${remedy} (It said: ${detail})` : remedy };
}

/** @param {string} code */
function wordsOf(code) {
  // What others report may be called like what every object has.
  return Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined;
}

/** @param {string} code @param {string} detail */
function isAboutKey(code, detail) {
  if (code === "upstream_refused") return /HTTP 40[13]/.test(detail);
  return code === "invalid_api_key" || code === "close_3000";
}
