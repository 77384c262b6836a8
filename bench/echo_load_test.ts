import assert from "node:assert/strict";
import { EchoLoad } from "./echo_load.ts";

/** `pass` is told the number of each frame, from 1 on, and how to echo it. */
async function withEcho(
  pass: (frame: number, echo: () => void) => void,
  body: (url: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    let frames = 0;
    socket.onopen = () => socket.send('{"type":"session.created"}');
    socket.onmessage = ({ data }) => pass(++frames, () => socket.send(data));
    return response;
  });
  await body(`ws://127.0.0.1:${server.addr.port}/`);
  await server.shutdown();
}

Deno.test("what a relay loses is missing in what is counted, and the count that was sent tells", () =>
  withEcho((frame, echo) => frame % 5 > 0 && echo(), async (url) => {
    const load = await EchoLoad.dial(url, 3);
    const { sent, rttMs } = await load.run(200);
    await load.close();
    assert.deepEqual([sent, rttMs.length], [30, 24]);
  }));

Deno.test("a late echo is waited for and counts with its delay", () =>
  withEcho((frame, echo) => void setTimeout(echo, frame === 10 ? 400 : 0), async (url) => {
    const load = await EchoLoad.dial(url, 1);
    const { sent, rttMs } = await load.run(200);
    await load.close();
    assert.deepEqual([sent, rttMs.length], [10, 10]);
    assert.ok(Math.max(...rttMs) >= 390);
  }));

Deno.test("an echo that comes after its run is lost to it, and does not enter the next", () => {
  let echoFirst = () => {};
  const pass = (frame: number, echo: () => void) => {
    if (frame === 1) echoFirst = echo;
    else echo();
    if (frame === 3) echoFirst();
  };
  return withEcho(pass, async (url) => {
    const load = await EchoLoad.dial(url, 1);
    assert.equal((await load.run(40)).rttMs.length, 1);
    const { sent, rttMs } = await load.run(100);
    await load.close();
    assert.deepEqual([sent, rttMs.length], [5, 5]);
    // It is older than the time for which its own run waited.
    assert.ok(Math.max(...rttMs) < 2000);
  });
});
