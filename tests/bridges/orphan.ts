/** Seeded fault: nobody tells the upstream that the client has gone. */
import { serveBridge } from "./small.ts";

await serveBridge({ clientGone: () => {} });
