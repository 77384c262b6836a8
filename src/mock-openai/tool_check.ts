import {
  anything,
  byField,
  byKind,
  type Check,
  fieldsOf,
  isText,
  isTextOrNull,
  listOf,
  oneOf,
} from "./check.ts";
import { notImplemented } from "./refusals.ts";

const mcp: Check = (_, path) =>
  notImplemented("MCP", "use tools of type 'function'", `${path}.type`);

export const isToolList: Check = listOf(byField("type", {
  function: fieldsOf({
    type: anything,
    name: isText,
    description: isTextOrNull,
    parameters: byKind({ object: anything, null: anything }),
  }, "name"),
  mcp,
}));

export const isToolChoice: Check = byKind({
  string: oneOf("none", "auto", "required"),
  object: byField("type", { function: fieldsOf({ type: anything, name: isText }, "name"), mcp }),
});
