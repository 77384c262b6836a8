import assert from "node:assert/strict";
import { unknownVariables } from "./unknown_variables.ts";

const KNOWN = new Set(["PORT", "BRIDGE_VOICE", "BRIDGE_MAX_SESSIONS_PER_USER"]);
const find = (environment: Record<string, string>) => unknownVariables(environment, KNOWN);

Deno.test("unknownVariables finds what is misspelt, and guesses what was meant", () => {
  const found = find({
    BRIDGE_MAX_SESSION_PER_USER: "2",
    BRIDGE_PORT: "80",
    BRIDGE_COLOUR: "secret",
    BRIDGE_VOICE: "marin",
    BRIGDE_VOICE: "marin",
    BRIDGE_EMPTY: "",
    PATH: "/bin",
  });
  assert.deepEqual(found.map(({ field, remedy }) => [field, remedy]), [
    ["BRIDGE_MAX_SESSION_PER_USER", "did you mean BRIDGE_MAX_SESSIONS_PER_USER?"],
    ["BRIDGE_PORT", "did you mean PORT?"],
    ["BRIDGE_COLOUR", "unset it; docs/bridge.md has all names"],
  ]);
  assert.doesNotMatch(JSON.stringify(found), /secret/);
});

Deno.test("unknownVariables leaves alone what Kubernetes sets for a service called bridge", () => {
  const address = "10.0.0.1";
  assert.deepEqual(
    find({
      BRIDGE_SERVICE_HOST: address,
      BRIDGE_SERVICE_PORT: "8000",
      BRIDGE_SERVICE_PORT_HTTP: "8000",
      BRIDGE_PORT: `tcp://${address}:8000`,
      BRIDGE_PORT_8000_TCP: `tcp://${address}:8000`,
      BRIDGE_PORT_8000_TCP_ADDR: address,
      BRIDGE_EU_SERVICE_HOST: address,
    }),
    [],
  );
});
