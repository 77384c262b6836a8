import { duration } from "../argument.ts";
import { faultKind } from "../fault_kind.ts";
import { perSpeech } from "../per_speech.ts";
import { AudioMute } from "../audio_mute.ts";

/** From the beginning of speech the mock hears silence for so long, and may take it for the end. */
export const mute = faultKind({
  argument: duration("mute:700ms"),
  begin: (ms) => (context, selector) => {
    const audio = new AudioMute();
    const onSpeech = perSpeech(context, selector, () => {
      audio.mute(ms);
      context.given();
    });
    return {
      outgoing: (item) => {
        audio.watch(item);
        return onSpeech(item);
      },
      incoming: (text) => [audio.hear(text)],
    };
  },
});
