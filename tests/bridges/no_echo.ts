/** Seeded fault: chooses no subprotocol, whatever is offered. */
import { serveBridge } from "./small.ts";

await serveBridge({ protocols: [] });
