/**
 * Links in a Web Worker. Takes `{ links: LinkRequest[] }`, answers `{ ready: true, ports }` by name;
 * takes `{ close: true }`, answers `{ closed: true }`.
 */
import { SystemClock } from "../time/system_clock.ts";
import { linkSteps } from "./link_steps.ts";
import type { LinkSpec } from "./profiles.ts";
import { type Link, startLink } from "./tcp_link.ts";

export interface LinkRequest {
  readonly name: string;
  readonly targetHost: string;
  readonly targetPort: number;
  readonly spec: LinkSpec;
  readonly seed: number;
}

export type LinkWorkerRequest = { readonly links: readonly LinkRequest[] } | {
  readonly close: true;
};
export type LinkWorkerReply =
  | { readonly ready: true; readonly ports: Readonly<Record<string, number>> }
  | { readonly closed: true };

declare const self: {
  onmessage: (event: MessageEvent<LinkWorkerRequest>) => void;
  postMessage(reply: LinkWorkerReply): void;
};

/** A link's delay must be right in the mean: native timers alone would add 1 ms each way. */
const LINK_CLOCK = new SystemClock(1.2);

const links: Link[] = [];

self.onmessage = async ({ data }) => {
  if ("links" in data) {
    self.postMessage({ ready: true, ports: await start(data.links) });
  } else {
    await Promise.all(links.splice(0).map((link) => link.close()));
    self.postMessage({ closed: true });
  }
};

async function start(requests: readonly LinkRequest[]): Promise<Record<string, number>> {
  const ports: Record<string, number> = {};
  for (const { name, spec, ...rest } of requests) {
    const link = await startLink({
      ...rest,
      steps: linkSteps(spec),
      handshakeMs: spec.rttMs,
      clock: LINK_CLOCK,
    });
    links.push(link);
    ports[name] = link.port;
  }
  return ports;
}
