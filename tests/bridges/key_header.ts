/** Seeded fault: a header left over from debugging. */
import { serveBridge } from "./small.ts";

await serveBridge({ headers: (key) => ({ "x-debug-upstream": `authorization=Bearer ${key}` }) });
