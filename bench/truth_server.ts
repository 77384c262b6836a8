/** The truth server as a process; `TRUTH_SCRIPT` is its script as JSON. */
import { startTruthServer } from "../src/calibration/truth_server.ts";
import { print } from "./print.ts";

print(JSON.stringify({ url: startTruthServer(JSON.parse(Deno.env.get("TRUTH_SCRIPT")!)).url }));
