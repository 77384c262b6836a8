/** Seeded fault: speaks TLS by the runtime's own server, which leaves Nagle's algorithm on. */
import cert from "../tls/leaf.pem" with { type: "text" };
import key from "../tls/leaf.key" with { type: "text" };
import { serveBridge } from "./small.ts";

await serveBridge({}, { cert, key });
