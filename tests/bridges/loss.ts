/** Seeded fault: drops what exceeds a hundred frames a second, and says nothing. */
import { serveBridge } from "./small.ts";

let [windowMs, count] = [0, 0];
await serveBridge({
  relay: (text, forward) => {
    const nowMs = Math.floor(performance.now() / 1000);
    if (nowMs !== windowMs) [windowMs, count] = [nowMs, 0];
    if (++count <= 100) forward(text);
  },
});
