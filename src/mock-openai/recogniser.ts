import { REALTIME_SAMPLE_RATE } from "../protocol/events.ts";
import { Pattern, Signal } from "./best_match.ts";
import { envelopeOf, isSilent } from "./envelope.ts";
import type { Transcriber } from "./transcriber.ts";

/** Speech whose words are known. */
export interface KnownSpeech {
  /** 24 kHz mono. */
  readonly samples: Int16Array;
  /** Where speech begins and ends, both inclusive. */
  readonly firstSpeechSample: number;
  readonly lastSpeechSample: number;
  readonly transcript?: string;
}

/** Stands for speech that is not known: visibly a placeholder, and nothing that anybody said. */
export const UNRECOGNISED = "[unrecognised speech]";

/**
 * Correlation from which a recording counts as heard. The bundled ones reach 0.94 or more with noise,
 * at 8 kHz and at a third of their loudness; none is over 0.78 where another one is spoken.
 */
const HEARD = 0.86;

/**
 * A transcriber that knows these recordings by their loudness over time, and gives the words of all
 * that it finds in a turn, in order. A turn without sound is "", any other {@linkcode UNRECOGNISED}.
 */
export function recogniserOf(known: readonly KnownSpeech[]): Transcriber {
  const phrases = known.flatMap(phraseOf);
  return (turn) => {
    const envelope = envelopeOf(turn);
    if (isSilent(envelope)) return { transcript: "" };
    return { transcript: findAll(phrases, envelope).join(" ") || UNRECOGNISED };
  };
}

interface Phrase {
  readonly transcript: string;
  readonly pattern: Pattern;
}

function phraseOf({ samples, transcript, ...bounds }: KnownSpeech): Phrase[] {
  if (!transcript) return [];
  const speech = samples.subarray(bounds.firstSpeechSample, bounds.lastSpeechSample + 1);
  const envelope = envelopeOf({ samples: speech, sampleRateHz: REALTIME_SAMPLE_RATE });
  return [{ transcript, pattern: new Pattern(envelope) }];
}

/** The transcripts found: the best match first, then what stands before and after it. */
function findAll(phrases: readonly Phrase[], envelope: Float64Array): string[] {
  const signal = new Signal(envelope);
  const matches = phrases.map(({ transcript, pattern }) => ({
    transcript,
    hops: pattern.length,
    ...pattern.bestMatch(signal),
  }));
  const best = matches.reduce((a, b) => b.correlation > a.correlation ? b : a, NOTHING);
  if (best.correlation < HEARD) return [];
  return [
    ...findAll(phrases, envelope.subarray(0, best.offset)),
    best.transcript,
    ...findAll(phrases, envelope.subarray(best.offset + best.hops)),
  ];
}

const NOTHING = { transcript: "", hops: 0, offset: 0, correlation: 0 };
