import type { Outcome } from "../finding.ts";
import type { MachineCheck } from "./machine_check.ts";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
/** The client's own, and where the bridge runs here too, that of its dial. */
const EACH = 2;

/** Each connection from here takes one, and keeps it for a minute after its end. */
export const ports: MachineCheck = {
  name: "ports",
  title: "has enough ports to dial from",
  run: async ({ readFile, clients }) => judgePorts(await readFile(RANGE), clients),
};

export function judgePorts(range: string | undefined, clients: number): Outcome {
  const [first, last] = (range ?? "").trim().split(/\s+/).map(Number);
  if (!first || !last) return { result: "unchecked", why: `${RANGE} cannot be read here` };
  const count = last - first + 1;
  const evidence = `${count} ports, from ${first} to ${last}; ${clients} clients hold up to ${
    EACH * clients
  }`;
  if (count >= EACH * clients) return { result: "sound", evidence };
  return {
    result: "fault",
    certainty: count < clients ? "certain" : "likely",
    what: "there are too few local ports for so many clients",
    evidence,
    remedy: "widen the range: sysctl -w net.ipv4.ip_local_port_range='1024 65535'",
  };
}
