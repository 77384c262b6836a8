import type { Check } from "./check.ts";
import { backpressure } from "./checks/backpressure.ts";
import { beta } from "./checks/beta.ts";
import { key } from "./checks/key.ts";
import { lateDial } from "./checks/late_dial.ts";
import { nagle } from "./checks/nagle.ts";
import { order } from "./checks/order.ts";
import { orphan } from "./checks/orphan.ts";
import { subprotocol } from "./checks/subprotocol.ts";

/** In the order in which they are done: the last one looks at all that was heard in the others. */
export const CHECKS: readonly Check[] = [
  beta,
  lateDial,
  subprotocol,
  nagle,
  order,
  orphan,
  backpressure,
  key,
];
