import type { ResponseRequest } from "../protocol/events.ts";
import { type Distribution, draw } from "../random/distribution.ts";
import type { Random } from "../random/random.ts";
import type { Clock } from "../time/clock.ts";
import type { Answer } from "./answer.ts";
import type { Answerer } from "./answerer.ts";
import { bytesPerMs } from "./audio_coding.ts";
import { readInput } from "./client_item.ts";
import type { Conversation, Entry } from "./conversation.ts";
import { planCourse } from "./course.ts";
import { NOTHING_TO_CANCEL, type Refusal, responseActive, VOICE_LOCKED } from "./refusals.ts";
import type { Outbox } from "./outbox.ts";
import { readPrompt, type Segment } from "./prompt.ts";
import { RateLimits } from "./rate_limits.ts";
import { ActiveResponse } from "./response.ts";
import { type ResponseSettings, settingsFor } from "./response_settings.ts";
import { type Said, tokensOf } from "./said.ts";
import { impossibleChoice } from "./tool_choice.ts";
import { countUsage, type Usage } from "./usage.ts";
import type { Pace } from "./voice.ts";
import type { WireSession } from "./wire.ts";

/** As measured on the live service. */
const RATE_LIMITS_AFTER_DONE_MS = 43;

export interface ResponderDeps {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly conversation: Conversation;
  readonly answerer: Answerer;
  readonly think: Distribution;
  readonly random: Random;
  readonly pace: Pace;
}

/** Begins responses and knows those under way: one in the conversation, any number out of band. */
export class Responder {
  readonly #deps: ResponderDeps;
  readonly #rateLimits = new RateLimits();
  readonly #outOfBand = new Map<string, ActiveResponse>();
  #inConversation: ActiveResponse | undefined;
  /** What the last response was made from. */
  #prompt: readonly Segment[] = [];

  constructor(deps: ResponderDeps) {
    this.#deps = deps;
  }

  /** @param startMs when the think time begins, on the clock. */
  respond(session: WireSession, request: ResponseRequest, startMs: number): Refusal | undefined {
    const { conversation, outbox, answerer } = this.#deps;
    const settings = settingsFor(session, request);
    if (settings.inConversation && this.#inConversation) {
      return responseActive(this.#inConversation.id);
    }
    if (settings.inConversation && changesVoice(session, settings, conversation)) {
      return VOICE_LOCKED;
    }
    const audioBytesPerMs = bytesPerMs(session.audio.input.format);
    const input = readInput(conversation, request.input, audioBytesPerMs, outbox);
    if ("refusal" in input) return input.refusal;
    const refusal = impossibleChoice(settings);
    if (refusal) return refusal;
    this.#begin(settings, input.entries, answerer.answer(input.entries, settings), startMs);
  }

  /** The client's wish. Without an id it means the response in the conversation. */
  cancel(responseId?: string | null): Refusal | undefined {
    const response = !responseId || responseId === this.#inConversation?.id
      ? this.#inConversation
      : this.#outOfBand.get(responseId);
    if (!response) return NOTHING_TO_CANCEL;
    response.cancel("client_cancelled");
  }

  /** Somebody began to speak. Out-of-band responses go on. */
  interrupt(): void {
    this.#inConversation?.cancel("turn_detected");
  }

  #begin(
    settings: ResponseSettings,
    context: readonly Entry[],
    answer: Answer,
    startMs: number,
  ): void {
    const { modality, format, speed, maxOutputTokens, inConversation } = settings;
    const { pace = this.#deps.pace, think = this.#deps.think } = answer;
    const delivery = { format: format.type, speed, pace };
    const course = planCourse(answer, { modality, delivery, maxOutputTokens });
    const thinkMs = draw(think, this.#deps.random);
    const prompt = readPrompt(settings.instructions, settings.tools, context);
    const response = new ActiveResponse({
      ...this.#deps,
      bill: (said) => this.#bill(prompt, said),
      onDone: (usage) => this.#done(response, usage),
    }, { settings, course, startMs, thinkMs });
    if (inConversation) this.#inConversation = response;
    else this.#outOfBand.set(response.id, response);
  }

  #bill(prompt: readonly Segment[], said: Said): Usage {
    const usage = countUsage(prompt, this.#prompt, tokensOf(said));
    this.#prompt = prompt;
    return usage;
  }

  #done(response: ActiveResponse, { total_tokens }: Usage): void {
    if (this.#inConversation === response) this.#inConversation = undefined;
    this.#outOfBand.delete(response.id);
    const { clock, outbox } = this.#deps;
    const rate_limits = this.#rateLimits.spend(total_tokens ?? 0, clock.now());
    clock.at(clock.now() + RATE_LIMITS_AFTER_DONE_MS, () => {
      outbox.emit({ type: "rate_limits.updated", rate_limits });
    });
  }
}

function changesVoice(
  session: WireSession,
  { voice }: ResponseSettings,
  { hasReplyAudio }: Conversation,
): boolean {
  return hasReplyAudio && voice !== session.audio.output.voice;
}
