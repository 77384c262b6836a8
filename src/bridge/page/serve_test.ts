import assert from "node:assert/strict";
import { PAGE_FILES } from "./assets.ts";
import { servePage } from "./serve.ts";

const get = (path: string, init?: RequestInit) => servePage(new Request(`http://b${path}`, init));

Deno.test("the page may load from its own origin alone, and is asked about each time", async () => {
  const response = (await get("/"))!;
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy")!;
  assert.match(policy, /^default-src 'none'; script-src 'self'; /);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.equal(response.headers.get("cache-control"), "no-cache");
  assert.match(await response.text(), /^<!DOCTYPE html>/);
});

Deno.test("who has it is told so, and HEAD gets no body", async () => {
  const etag = (await get("/page/main.js"))!.headers.get("etag")!;
  const again = (await get("/page/main.js", { headers: { "if-none-match": `W/${etag}` } }))!;
  assert.deepEqual([again.status, await again.text()], [304, ""]);
  const head = (await get("/page/style.css", { method: "HEAD" }))!;
  assert.deepEqual([head.headers.get("content-type"), await head.text()], [
    "text/css; charset=utf-8",
    "",
  ]);
});

Deno.test("other paths are not the page's, and it is only to be read", async () => {
  for (const path of ["/page/", "/page/types.json", "/page/serve.ts", "/constructor", "//"]) {
    assert.equal(await get(path), undefined, path);
  }
  const response = (await get("/", { method: "POST" }))!;
  assert.equal(response.status, 405);
  await response.text();
});

Deno.test("each file of the page is served, and what it refers to as well", async () => {
  for await (const { name } of Deno.readDir(new URL(".", import.meta.url))) {
    const path = name === "index.html" ? "/" : `/page/${name}`;
    if (/\.(js|css|svg|html)$/.test(name)) assert.ok(path in PAGE_FILES, name);
  }
  for (const [path, content] of Object.entries(PAGE_FILES)) {
    assert.doesNotMatch(
      content.replaceAll("http://www.w3.org/2000/svg", ""),
      /(src|href|url\(|from).{0,3}https?:/,
    );
    const references = /(?:^import[^;]* from "|(?:src|href)="|"(?=\w+_worklet\.js))([^"#]+)/gm;
    for (const [, reference] of content.matchAll(references)) {
      const target = new URL(reference!, `http://b${path}`).pathname;
      assert.ok(target in PAGE_FILES, `${path} refers to ${reference}`);
    }
  }
});

Deno.test("the page names all modules that it needs, so that they are fetched at once", () => {
  const needed = new Set<string>(["/page/main.js"]);
  for (const path of needed) {
    for (const [, name] of PAGE_FILES[path]!.matchAll(/^import .* from "\.\/(.+)";$/gm)) {
      needed.add(`/page/${name}`);
    }
  }
  const index = PAGE_FILES["/"]!;
  const named = [
    ...index.matchAll(/<(?:link rel="modulepreload" href|script type="module" src)="(.+?)"/g),
  ];
  assert.deepEqual(new Set(named.map(([, path]) => `/${path}`)), needed);
});
