import assert from "node:assert/strict";
import { readPages } from "./page.ts";

const endpoint = (port: number) => ({
  url: `ws://127.0.0.1:${port}/voice?ticket=t`,
  headers: { "x-from": "doctor" },
  subprotocols: [],
  insecure: false,
});

Deno.test("the root and the bridge's path are read, headers and body", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const { pathname, search } = new URL(request.url);
      const headers = { "x-seen": `${request.headers.get("x-from")}` };
      return new Response(`page ${pathname}${search}`, { status: 404, headers });
    },
  );
  const pages = await readPages(endpoint(server.addr.port));
  assert.deepEqual(pages.map(({ where }) => where), ["the page /", "the page of its path"]);
  assert.match(pages[0]!.text, /"x-seen":"doctor".*page \/$/);
  assert.match(pages[1]!.text, /page \/voice\?ticket=t$/);
});

Deno.test("where nothing answers, there are no pages", async () => {
  assert.deepEqual(await readPages(endpoint(1)), []);
});
