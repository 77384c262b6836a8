import assert from "node:assert/strict";
import { dataFolder } from "./data_folder.ts";

const folder = (os: typeof Deno.build.os, env: Record<string, string>) =>
  dataFolder(os, (name) => env[name]);

Deno.test("the platform says where data is kept, and TTFA_HOME overrides it", () => {
  assert.equal(folder("linux", { HOME: "/home/a" }), "/home/a/.local/share/ttfa");
  assert.equal(folder("linux", { HOME: "/home/a", XDG_DATA_HOME: "/data" }), "/data/ttfa");
  assert.equal(
    folder("darwin", { HOME: "/Users/a", XDG_DATA_HOME: "/data" }),
    "/Users/a/Library/Application Support/ttfa",
  );
  assert.match(folder("windows", { LOCALAPPDATA: "C:\\a" })!, /^C:\\a.ttfa$/);
  assert.equal(folder("linux", { HOME: "/home/a", TTFA_HOME: "/own" }), "/own");
  assert.equal(folder("linux", {}), undefined);
});
