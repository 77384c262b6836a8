import type { Cancel, Clock } from "../time/clock.ts";
import type { Close } from "../protocol/close_frame.ts";
import type { SessionLimits } from "./limits.ts";
import { SilenceWatch } from "./silence_watch.ts";

/** Closes a session that lasts too long (4001) or in which nothing is said for too long (4002). */
export function watchSession(
  clock: Clock,
  { maxSessionMs, maxIdleMs }: Pick<SessionLimits, "maxSessionMs" | "maxIdleMs">,
  onClose: (close: Close) => void,
): { active(): void; stop: Cancel } {
  const tooLong = { code: 4001, reason: `the session's ${maxSessionMs / 60_000} minutes are over` };
  const idle = { code: 4002, reason: `nothing was sent for ${maxIdleMs / 1000} s` };
  const cancel = maxSessionMs > 0
    ? clock.at(clock.now() + maxSessionMs, () => onClose(tooLong))
    : () => {};
  const silence = maxIdleMs > 0
    ? new SilenceWatch(clock, maxIdleMs, () => onClose(idle))
    : undefined;
  return {
    active: () => silence?.heard(),
    stop: () => {
      cancel();
      silence?.stop();
    },
  };
}
