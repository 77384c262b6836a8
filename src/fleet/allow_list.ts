/**
 * Whether the owner of an agent lets it dial a URL. A pattern is a host (`*.example.com`), with its port
 * (`bridge.example.com:8443`) or whole (`wss://*.example.com/voice*`); `*` stands for any characters
 * within its part. Without a pattern only this machine may be dialled.
 */
export function isAllowed(patterns: readonly string[], url: string): boolean {
  const target = URL.parse(url);
  if (!target) return false;
  if (patterns.length === 0) return isLoopback(target);
  return patterns.some((pattern) => matches(pattern, target));
}

/** Scheme, host, port and path of a pattern, each but the host left out where any will do; a query is not compared, so it can be none's part. */
const PATTERN = /^(?:([a-z]+):\/\/)?(\[[^\]]+\]|[^/:?#]+)(?::(\d+|\*))?(\/[^?#]*)?$/i;

function matches(pattern: string, url: URL): boolean {
  const [, scheme, host, port, path] = PATTERN.exec(pattern) ?? [];
  if (host === undefined) return false;
  return (scheme === undefined || `${scheme.toLowerCase()}:` === url.protocol) &&
    fits(host.toLowerCase(), url.hostname) &&
    (port === undefined || fits(port, url.port || DEFAULT_PORT[url.protocol] || "")) &&
    (path === undefined || fits(path, url.pathname));
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { "ws:": "80", "wss:": "443" };

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** Whether a text can be a pattern at all. */
export function isPattern(text: string): boolean {
  return PATTERN.test(text);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
