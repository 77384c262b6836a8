/**
 * The page's files as text. Imported, not read: so the bridge needs no permission to read files, and
 * whatever deploys its modules deploys them too.
 */
import audibleOnset from "./audible_onset.js" with { type: "text" };
import audioClock from "./audio_clock.js" with { type: "text" };
import call from "./call.js" with { type: "text" };
import captureWorklet from "./capture_worklet.js" with { type: "text" };
import failures from "./failures.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import index from "./index.html" with { type: "text" };
import jitterBuffer from "./jitter_buffer.js" with { type: "text" };
import line from "./line.js" with { type: "text" };
import main from "./main.js" with { type: "text" };
import microphone from "./microphone.js" with { type: "text" };
import pcm from "./pcm.js" with { type: "text" };
import playbackWorklet from "./playback_worklet.js" with { type: "text" };
import presence from "./presence.js" with { type: "text" };
import resampler from "./resampler.js" with { type: "text" };
import speaker from "./speaker.js" with { type: "text" };
import speechEnd from "./speech_end.js" with { type: "text" };
import style from "./style.css" with { type: "text" };
import ticket from "./ticket.js" with { type: "text" };
import turn from "./turn.js" with { type: "text" };
import turnTable from "./turn_table.js" with { type: "text" };
import turns from "./turns.js" with { type: "text" };
import turnsStyle from "./turns.css" with { type: "text" };
import waterfall from "./waterfall.js" with { type: "text" };

/** By path. */
export const PAGE_FILES: Readonly<Record<string, string>> = {
  "/": index,
  "/page/audible_onset.js": audibleOnset,
  "/page/audio_clock.js": audioClock,
  "/page/call.js": call,
  "/page/capture_worklet.js": captureWorklet,
  "/page/failures.js": failures,
  "/page/icon.svg": icon,
  "/page/jitter_buffer.js": jitterBuffer,
  "/page/line.js": line,
  "/page/main.js": main,
  "/page/microphone.js": microphone,
  "/page/pcm.js": pcm,
  "/page/playback_worklet.js": playbackWorklet,
  "/page/presence.js": presence,
  "/page/resampler.js": resampler,
  "/page/speaker.js": speaker,
  "/page/speech_end.js": speechEnd,
  "/page/style.css": style,
  "/page/ticket.js": ticket,
  "/page/turn.js": turn,
  "/page/turn_table.js": turnTable,
  "/page/turns.js": turns,
  "/page/turns.css": turnsStyle,
  "/page/waterfall.js": waterfall,
};
