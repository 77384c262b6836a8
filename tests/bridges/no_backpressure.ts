/** Seeded fault: keeps whatever the client does not read. */
import { serveBridge } from "./small.ts";

await serveBridge({ maxBufferedBytes: Infinity });
