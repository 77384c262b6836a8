/**
 * Links in a Web Worker. Takes `{ links: LinkRequest[] }`, answers `{ ready: true, ports }` by name;
 * takes `{ close: true }`, answers `{ closed: true }`.
 */
import { fineClock, fineClockReady } from "../time/fine_clock.ts";
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
  // Native timers would make 4 ms of 4, 5 and 6, and 9 of 7.
  await fineClockReady();
  const ports: Record<string, number> = {};
  for (const { name, spec, ...rest } of requests) {
    const link = await startLink({
      ...rest,
      steps: linkSteps(spec),
      handshakeMs: spec.rttMs,
      clock: fineClock,
    });
    links.push(link);
    ports[name] = link.port;
  }
  return ports;
}
