import type { Step } from "../../links/step.ts";
import { Chooser } from "./chooser.ts";
import type { FaultContext } from "./fault_kind.ts";
import type { Outgoing } from "./outgoing.ts";
import { eventOf } from "./outgoing_event.ts";
import type { Selector } from "./selector.ts";

/** Calls `act` for each chosen beginning of speech, and lets everything pass. */
export function perSpeech(
  context: FaultContext,
  selector: Selector,
  act: (startedMs: number) => void,
): Step<Outgoing> {
  const chooser = new Chooser(selector, context);
  return (item) => {
    const isSpeech = eventOf(item, "input_audio_buffer.speech_started") !== undefined;
    if (isSpeech && chooser.choose(item.dueMs)) act(item.dueMs);
    return [item];
  };
}
