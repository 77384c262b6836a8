import { plural } from "../report/number.ts";
import { epochMs } from "../time/epoch.ts";
import { AgentRun, type Workshop } from "./agent_run.ts";
import type { Bus } from "./bus.ts";
import { FleetError } from "./fleet_error.ts";
import { type Announcement, decode, type EndRecord, type Order } from "./records.ts";
import { refusalOf } from "./refusal.ts";
import { askAgent, COORDINATOR, ROLL_CALL } from "./subjects.ts";

const ASK_MS = 2_000;

export interface AgentOptions extends Omit<Announcement, "instance" | "runId"> {
  /** Patterns of targets that may be dialled; none: this machine's alone. */
  readonly allowed: readonly string[];
  /** Whether to leave after one run. */
  readonly once: boolean;
  readonly workshop: Workshop;
  readonly say: (line: string) => void;
}

/** A member of a fleet: answers roll calls, and does one order after another. */
export class Agent {
  readonly #instance = crypto.randomUUID();
  #runId: string | undefined;
  #order = Promise.withResolvers<Order>();

  constructor(readonly bus: Bus, readonly options: AgentOptions) {}

  /** @throws {FleetError} where there is one of this name, or it may not hear its orders */
  async join(): Promise<void> {
    const { name, region, say } = this.options;
    const state = askAgent(name, "state");
    const twin = await this.bus.ask<Announcement>(state, {}, ASK_MS);
    if (twin) {
      throw new FleetError(
        `an agent named '${name}' is in this fleet already, for region '${twin.region}': ` +
          "end it, or give this one another --name",
      );
    }
    this.bus.answer(state, () => this.#announcement);
    this.bus.answer(ROLL_CALL, () => this.#announcement);
    this.bus.answer(askAgent(name, "clock"), () => ({ epochMs: epochMs() }));
    this.bus.answer(askAgent(name, "order"), (question) => this.#take(decode(question)));
    await this.bus.listens();
    const answer = await this.bus.ask<{ runId: string }>(COORDINATOR, this.#announcement, ASK_MS);
    say(`agent '${name}' has joined for region '${region}'`);
    if (answer) say(`run ${answer.runId} is under way without it: it waits for the next one`);
  }

  /** Does orders until the signal aborts, or after one where that was wished; the end of the last. */
  async serve(signal: AbortSignal): Promise<EndRecord | undefined> {
    const aborted = new Promise<undefined>((resolve) =>
      signal.addEventListener("abort", () => resolve(undefined), { once: true })
    );
    let end: EndRecord | undefined;
    while (!signal.aborted) {
      const order = await Promise.race([this.#order.promise, aborted]);
      if (!order) break;
      end = await this.#obey(order, signal);
      // Who leaves now takes no other order on the way.
      if (this.options.once) break;
      this.#order = Promise.withResolvers<Order>();
      this.#runId = undefined;
    }
    return end;
  }

  get #announcement(): Announcement {
    const { name, region, version, place } = this.options;
    const runId = this.#runId;
    const self = { name, region, version, instance: this.#instance };
    return { ...self, ...(place && { place }), ...(runId !== undefined && { runId }) };
  }

  #take(order: Order): object {
    const refused = refusalOf(order, { ...this.options, runId: this.#runId });
    if (refused !== undefined) {
      this.options.say(`refused: ${refused}`);
      return { refused };
    }
    this.#runId = order.runId;
    this.#order.resolve(order);
    return { accepted: true };
  }

  async #obey(order: Order, signal: AbortSignal): Promise<EndRecord> {
    const { name, workshop, say } = this.options;
    say(`run ${order.runId} begins`);
    const run = new AgentRun(this.bus, order, name, workshop, say);
    const end = await run.drive(signal);
    const kept = end.folder === undefined ? "" : `, kept in ${end.folder}`;
    const why = run.stopReason === undefined ? "" : `; it was stopped: ${run.stopReason}`;
    say(`run ${order.runId} ended: ${plural(end.windows, "window")}${kept}${why}`);
    if (end.failed !== undefined) say(end.failed);
    return end;
  }
}
