import type { ClientEventOf } from "../protocol/events.ts";
import type { Cancel, Clock } from "../time/clock.ts";
import { AssistantMessage, type Modality } from "./assistant_message.ts";
import type { Conversation, Entry } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";
import { playTimeline, type TimedStep } from "./timeline.ts";
import { countUsage, type Usage } from "./usage.ts";
import type { PreparedReply, Reply } from "./voice.ts";
import type { WireEventOf, WireSession } from "./wire.ts";

/** `response.created` leaves so early in the think time; the rest passes before the first delta. */
const CREATED_AFTER_MS = 20;

export type ResponseRequest = NonNullable<ClientEventOf<"response.create">["response"]>;
type WireResponse = WireEventOf<"response.done">["response"];
type StatusDetails = NonNullable<WireResponse["status_details"]> | null;

export interface ResponseContext {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly conversation: Conversation;
  /** Called after `response.done` has left. */
  onDone(usage: Usage): void;
}

export interface ResponsePlan {
  /** The session's settings when the response begins. */
  readonly session: WireSession;
  /** What the client asked for in this response only. */
  readonly request: ResponseRequest;
  readonly reply: PreparedReply;
  /** On the clock; the first delta leaves at `startMs + thinkMs`. */
  readonly startMs: number;
  readonly thinkMs: number;
}

/** A response under way: thinks, then says its reply, unless it is cancelled. */
export class ActiveResponse {
  readonly id: string;
  readonly #context: ResponseContext;
  readonly #plan: ResponsePlan;
  readonly #modality: Modality;
  readonly #input: readonly Entry[];
  readonly #stop: Cancel;
  #announced = false;
  #message: AssistantMessage | undefined;

  constructor(context: ResponseContext, plan: ResponsePlan) {
    this.id = context.outbox.makeId("resp");
    this.#context = context;
    this.#plan = plan;
    this.#modality = modalities(plan)[0]!;
    this.#input = [...context.conversation.entries];
    this.#stop = playTimeline(context.clock, this.#timeline(plan.reply[this.#modality]));
  }

  cancel(reason: "turn_detected" | "client_cancelled"): void {
    this.#stop();
    this.#announce();
    this.#finish("cancelled", { type: "cancelled", reason });
  }

  #timeline({ utterances, endMs }: Reply): TimedStep[] {
    const { startMs, thinkMs } = this.#plan;
    const firstMs = startMs + thinkMs;
    return [
      {
        dueMs: startMs + Math.min(CREATED_AFTER_MS, thinkMs),
        run: () => this.#announce(),
      },
      { dueMs: firstMs, run: () => this.#open() },
      ...utterances.map((piece) => ({
        dueMs: firstMs + piece.atMs,
        run: () => this.#message!.say(piece),
      })),
      { dueMs: firstMs + endMs, run: () => this.#finish("completed", null) },
    ];
  }

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    const response = this.#describe("in_progress", null, null);
    this.#context.outbox.emit({ type: "response.created", response });
  }

  #open(): void {
    const { outbox, conversation } = this.#context;
    this.#message = new AssistantMessage(outbox, conversation, this.id, this.#modality);
  }

  #finish(status: "completed" | "cancelled", details: StatusDetails): void {
    this.#message?.close(status === "completed" ? "completed" : "incomplete");
    const instructions = this.#plan.request.instructions ?? this.#plan.session.instructions;
    const said = this.#message?.said ?? { text: "", audioMs: 0 };
    const usage = countUsage(instructions, this.#input, said);
    const response = this.#describe(status, details, usage);
    this.#context.outbox.emit({ type: "response.done", response });
    this.#context.onDone(usage);
  }

  #describe(
    status: NonNullable<WireResponse["status"]>,
    status_details: StatusDetails,
    usage: Usage | null,
  ): WireResponse {
    const { session, request } = this.#plan;
    const { format, voice } = { ...session.audio.output, ...request.audio?.output };
    return {
      object: "realtime.response",
      id: this.id,
      status,
      status_details,
      output: this.#message ? [this.#message.item] : [],
      conversation_id: this.#context.conversation.id,
      output_modalities: modalities(this.#plan),
      max_output_tokens: request.max_output_tokens ?? session.max_output_tokens,
      audio: { output: { format, voice: typeof voice === "string" ? voice : voice.id } },
      usage,
      metadata: request.metadata ?? null,
    };
  }
}

function modalities({ session, request }: ResponsePlan): Modality[] {
  return request.output_modalities ?? session.output_modalities;
}
