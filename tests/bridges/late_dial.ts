/** Seeded fault: dials the upstream when the client says its first word. */
import { serveBridge } from "./small.ts";

await serveBridge({ dialsOnFirstMessage: true });
