import { PermissionViolationError } from "@nats-io/transport-node";
import assert from "node:assert/strict";
import { missingRight } from "./missing_right.ts";

const URL = "nats://host:4222";

Deno.test("missingRight: the right as it would be granted, and whose name it is for", () => {
  const inbox = "_INBOX.agent.other.r54BSLIWXZHcN0UOva8Dqq.*";
  const cause = new PermissionViolationError("no", "subscription", inbox);
  const heard = missingRight(URL, new Error("request failed", { cause }));
  assert.match(heard!.message, /this account subscribe to _INBOX\.agent\.other\.>: --name must be/);
  const told = missingRight(URL, new PermissionViolationError("no", "publish", "$JS.API.INFO"));
  assert.match(
    told!.message,
    /nats:\/\/host:4222 does not let .* publish to \$JS\.API\.INFO: docs/,
  );
  assert.equal(missingRight(URL, new Error("Permissions are fine")), undefined);
});
