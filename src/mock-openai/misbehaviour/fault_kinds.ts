import type { FaultKind } from "./fault_kind.ts";
import { close } from "./kinds/close.ts";
import { cut } from "./kinds/cut.ts";
import { delayCreated } from "./kinds/delay_created.ts";
import { delayUpgrade } from "./kinds/delay_upgrade.ts";
import { duplicateDeltas } from "./kinds/duplicate_deltas.ts";
import { earlyReply } from "./kinds/early_reply.ts";
import { errorMidResponse } from "./kinds/error_mid_response.ts";
import { fail } from "./kinds/fail.ts";
import { halfOpen } from "./kinds/half_open.ts";
import { malformed } from "./kinds/malformed.ts";
import { mute } from "./kinds/mute.ts";
import { noAudio } from "./kinds/no_audio.ts";
import { oversized } from "./kinds/oversized.ts";
import { refuse } from "./kinds/refuse.ts";
import { reorderDeltas } from "./kinds/reorder_deltas.ts";
import { reset } from "./kinds/reset.ts";
import { slowReader } from "./kinds/slow_reader.ts";
import { stall } from "./kinds/stall.ts";

/** Every fault by the name that `--fault` knows it by. */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  "refuse": refuse,
  "delay-upgrade": delayUpgrade,
  "delay-created": delayCreated,
  "fail": fail,
  "error-mid-response": errorMidResponse,
  "stall": stall,
  "no-audio": noAudio,
  "early-reply": earlyReply,
  "mute": mute,
  "malformed": malformed,
  "duplicate-deltas": duplicateDeltas,
  "reorder-deltas": reorderDeltas,
  "oversized": oversized,
  "close": close,
  "cut": cut,
  "reset": reset,
  "half-open": halfOpen,
  "slow-reader": slowReader,
};
