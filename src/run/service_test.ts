import assert from "node:assert/strict";
import { startService } from "./service.ts";

function script(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

const ANSWERS = `onmessage = ({ data }) =>
  postMessage(data.close ? { closed: true } : { ready: true, got: data.n });`;
const FAILS = `onmessage = ({ data }) => {
  postMessage({ ready: true });
  setTimeout(() => { throw new Error("worn out"); }, 1);
};`;

Deno.test("startService hands over what the worker said when it was ready", async () => {
  const service = await startService<{ ready: true; got: number }>(script(ANSWERS), { n: 7 });
  assert.equal(service.ready.got, 7);
  await service.close();
});

Deno.test("startService rejects with the reason when the worker does not start", async () => {
  await assert.rejects(startService(script(`throw new Error("no port")`), {}), /no port/);
});

Deno.test("a worker that fails later says so, and can still be closed", async () => {
  const service = await startService(script(FAILS), {});
  assert.match(await service.failed, /worn out/);
  await service.close();
});
