import { PermissionViolationError } from "@nats-io/transport-node";
import { FleetError } from "./fleet_error.ts";

/** The right that an account lacks, where that is what went wrong. */
export function missingRight(url: string, error: unknown): FleetError | undefined {
  // A request that fails has the violation as its cause.
  const violation = [error, (error as Error | undefined)?.cause]
    .find((error) => error instanceof PermissionViolationError);
  if (!violation) return undefined;
  const [what, remedy] = violation.operation === "publish"
    ? [`publish to ${violation.subject}`, ""]
    : [`subscribe to ${inboxAsGranted(violation.subject)}`, forWhom(violation.subject)];
  return new FleetError(
    `NATS at ${url} does not let this account ${what}: ${remedy}docs/fleet.md lists the rights ` +
      "that agents and benches need",
  );
}

/** An account that may not subscribe to a name's subjects is most likely another's. */
function forWhom(subject: string): string {
  if (subject.includes("coordinator")) return "a bench needs another account than agents have; ";
  return "--name must be the name that the account was made for; ";
}

/** Each connection has an inbox of its own: `_INBOX.agent.eu-1.x7Gh2.*` is granted as `_INBOX.agent.eu-1.>`. */
function inboxAsGranted(subject: string): string {
  return subject.replace(/^(_INBOX\.(?:coordinator|agent\.[^.]+))\..*$/, "$1.>");
}
