/**
 * Until disposed of, a reset of a socket that nobody listens to is no fault. The NATS client leaves its
 * socket without a listener for a moment, between the server's greeting and its own answer; a server
 * that goes away just then would end the process.
 */
export function ignoreStrayResets(): Disposable {
  const onError = (event: ErrorEvent) => {
    if (RESETS.includes(event.error?.code)) event.preventDefault();
  };
  globalThis.addEventListener("error", onError);
  return { [Symbol.dispose]: () => globalThis.removeEventListener("error", onError) };
}

const RESETS: readonly unknown[] = ["ECONNRESET", "EPIPE"];
