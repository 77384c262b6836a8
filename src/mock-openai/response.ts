import type { Cancel, Clock } from "../time/clock.ts";
import type { Output } from "./answer.ts";
import { CallContent } from "./call_content.ts";
import type { Conversation, WireItem } from "./conversation.ts";
import type { Beat, Course } from "./course.ts";
import { MessageContent } from "./message_content.ts";
import type { Outbox } from "./outbox.ts";
import { OutputItem } from "./output_item.ts";
import type { ResponseSettings } from "./response_settings.ts";
import { hear, NOTHING_SAID, type Said } from "./said.ts";
import { playTimeline, type TimedStep } from "./timeline.ts";
import type { Usage } from "./usage.ts";
import type { WireEventOf } from "./wire.ts";

/** `response.created` leaves so early in the think time; the rest passes before the first delta. */
const CREATED_AFTER_MS = 20;

type WireResponse = WireEventOf<"response.done">["response"];
type Status = NonNullable<WireResponse["status"]>;
type StatusDetails = NonNullable<WireResponse["status_details"]> | null;

export interface ResponseContext {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly conversation: Conversation;
  /** Called just before `response.done` leaves. */
  bill(said: Said): Usage;
  /** Called after `response.done` has left. */
  onDone(usage: Usage): void;
}

export interface ResponsePlan {
  readonly settings: ResponseSettings;
  readonly course: Course;
  /** On the clock; the course begins at `startMs + thinkMs`. */
  readonly startMs: number;
  readonly thinkMs: number;
}

/** A response under way: thinks, then runs its course, unless it is cancelled. */
export class ActiveResponse {
  readonly id: string;
  readonly #context: ResponseContext;
  readonly #plan: ResponsePlan;
  readonly #stop: Cancel;
  readonly #items: OutputItem[] = [];
  #announced = false;
  #open: OutputItem | undefined;
  #said = NOTHING_SAID;

  constructor(context: ResponseContext, plan: ResponsePlan) {
    this.id = context.outbox.makeId("resp");
    this.#context = context;
    this.#plan = plan;
    this.#stop = playTimeline(context.clock, this.#timeline(plan));
  }

  cancel(reason: "turn_detected" | "client_cancelled"): void {
    this.#stop();
    this.#announce();
    this.#finish("cancelled", { type: "cancelled", reason });
  }

  #timeline({ startMs, thinkMs, course }: ResponsePlan): TimedStep[] {
    const firstMs = startMs + thinkMs;
    const createdMs = startMs + Math.min(CREATED_AFTER_MS, thinkMs);
    return [
      { dueMs: createdMs, run: () => this.#announce() },
      ...course.beats.map((beat) => ({
        dueMs: firstMs + beat.atMs,
        run: () => this.#play(beat),
      })),
      { dueMs: firstMs + course.endMs, run: () => this.#end(course) },
    ];
  }

  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    const response = this.#describe("in_progress", null, null);
    this.#context.outbox.emit({ type: "response.created", response });
  }

  #play(beat: Beat): void {
    switch (beat.kind) {
      case "open":
        return this.#openItem(beat.output);
      case "say":
        this.#said = hear(this.#said, beat.utterance);
        return this.#open!.say(beat.utterance);
      case "close":
        return this.#closeItem("completed");
    }
  }

  #openItem(output: Output): void {
    const { outbox, conversation } = this.#context;
    const { settings } = this.#plan;
    const content = output.kind === "call"
      ? new CallContent(output.name, outbox.makeCallId())
      : new MessageContent(settings.modality, outbox);
    this.#open = new OutputItem({
      outbox,
      responseId: this.id,
      outputIndex: this.#items.length,
      ...(settings.inConversation ? { conversation } : {}),
    }, content);
    this.#items.push(this.#open);
  }

  #closeItem(status: "completed" | "incomplete"): void {
    this.#open?.close(status);
    this.#open = undefined;
  }

  #end({ ending }: Course): void {
    if (!ending) return this.#finish("completed", null);
    const { status, ...details } = ending;
    this.#finish(status, { type: status, ...details });
  }

  #finish(status: Status, details: StatusDetails): void {
    this.#closeItem("incomplete");
    const usage = this.#context.bill(this.#said);
    const response = this.#describe(status, details, usage);
    this.#context.outbox.emit({ type: "response.done", response });
    this.#context.onDone(usage);
  }

  #describe(
    status: Status,
    status_details: StatusDetails,
    usage: Usage | null,
  ): WireResponse {
    const { inConversation, format, voice, ...settings } = this.#plan.settings;
    return {
      object: "realtime.response",
      id: this.id,
      status,
      status_details,
      output: this.#items.map(({ item }): WireItem => item),
      conversation_id: inConversation ? this.#context.conversation.id : null,
      output_modalities: [settings.modality],
      max_output_tokens: settings.maxOutputTokens,
      audio: { output: { format, voice } },
      usage,
      metadata: settings.metadata,
    };
  }
}
