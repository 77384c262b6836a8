import type { NatsConnection } from "@nats-io/transport-node";
import {
  type ConsumerMessages,
  DeliverPolicy,
  jetstream,
  type JetStreamClient,
} from "@nats-io/jetstream";
import { sleep } from "../time/clock.ts";
import { systemClock } from "../time/system_clock.ts";
import { connectTo } from "./connect.ts";
import type { NatsAccess } from "./credentials.ts";
import { ensureStream, isNotFound } from "./ensure_stream.ts";
import { FleetError } from "./fleet_error.ts";
import { missingRight } from "./missing_right.ts";
import type { Letter } from "./outbox.ts";
import { decode, encode } from "./records.ts";
import { StreamMemory } from "./stream_memory.ts";
import { STREAM, STREAM_SUBJECTS } from "./subjects.ts";

const CONFIRM_MS = 5_000;
const RETRY_MS = 500;
const ALIVE_MS = 2_000;
const READING = {
  /** Records on their way to a reader: with a far server, so many in one round trip. */
  max_messages: 1_000,
  idle_heartbeat: 1_000,
  expires: 5_000,
  /** A stream that was made anew would be followed from where the old one was. */
  abort_on_missing_resource: true,
};

/** A record of the stream. */
export interface StreamMessage {
  readonly subject: string;
  readonly data: Uint8Array;
}

/** What a fleet needs of NATS: questions, answers, and one stream that keeps what must not be lost. */
export class Bus implements AsyncDisposable {
  readonly #jetstream: JetStreamClient;
  #isConnected = true;
  #violation: unknown;

  private constructor(readonly connection: NatsConnection, readonly url: string) {
    this.#jetstream = jetstream(connection, { timeout: CONFIRM_MS });
    this.#watch();
  }

  /**
   * @param agent its name; left out: it is a coordinator's
   * @throws {FleetError}
   */
  static async open(access: NatsAccess, agent?: string): Promise<Bus> {
    const connection = await connectTo(access, agent);
    try {
      await ensureStream(connection, CONFIRM_MS);
      return new Bus(connection, access.url);
    } catch (error) {
      await connection.close();
      throw error instanceof FleetError ? error : missingRight(access.url, error) ?? new FleetError(
        `NATS at ${access.url} keeps no streams (${
          (error as Error).message
        }): start it with -js, ` +
          `and let this account use JetStream and ${STREAM_SUBJECTS}`,
      );
    }
  }

  /** Whether the server answers at present. */
  async isAlive(): Promise<boolean> {
    if (!this.#isConnected) return false;
    const answered = new AbortController();
    const limit = sleep(systemClock, ALIVE_MS, answered.signal).then(() => false, () => true);
    this.connection.flush().then(() => answered.abort(), () => {});
    return await limit;
  }

  /** The answer; `undefined` where nobody gives one in time. */
  async ask<T>(subject: string, question: object, limitMs: number): Promise<T | undefined> {
    try {
      const reply = await this.connection.request(subject, encode(question), { timeout: limitMs });
      return decode<T>(reply.data);
    } catch {
      return undefined;
    }
  }

  /** The answers of all that give one in time. */
  async askAll<T>(subject: string, limitMs: number): Promise<T[]> {
    const replies: T[] = [];
    const options = { strategy: "timer", maxWait: limitMs } as const;
    try {
      for await (const reply of await this.connection.requestMany(subject, encode({}), options)) {
        replies.push(decode<T>(reply.data));
      }
    } catch {
      // Nobody there, or no connection just now.
    }
    return replies;
  }

  /** Answers the questions on a subject, until the bus is closed; what makes no sense gets no answer. */
  answer(subject: string, reply: (question: Uint8Array) => object): void {
    this.connection.subscribe(subject, {
      callback: (error, message) => {
        try {
          if (error) this.#violation ??= error;
          else message.respond(encode(reply(message.data)));
        } catch {
          // Whoever may publish may send anything.
        }
      },
    });
  }

  /** @throws {FleetError} where the server does not let us hear what is to be answered */
  async listens(): Promise<void> {
    await this.connection.flush();
    const refused = missingRight(this.url, this.#violation);
    if (refused) throw refused;
  }

  /** Rejects where the stream does not confirm it in time. */
  async post({ subject, id, data }: Letter): Promise<void> {
    const confirmed = this.#jetstream.publish(subject, data, { msgID: id, timeout: CONFIRM_MS });
    await confirmed.catch((error) => {
      // So the library calls it whenever no stream takes a subject.
      throw error.name === "JetStreamNotEnabled" ? new Error("no stream takes them") : error;
    });
  }

  /**
   * The records on a subject from the first on, and then as they come, until the signal aborts.
   *
   * @throws {FleetError} where the stream is lost, or may not be read
   */
  async *read(subject: string, signal: AbortSignal): AsyncGenerator<StreamMessage> {
    const memory = new StreamMemory();
    let last = 0;
    while (!signal.aborted) {
      const messages = await this.#follow(memory, subject, last + 1);
      if (messages) {
        const stop = () => messages.stop();
        signal.addEventListener("abort", stop, { once: true });
        if (signal.aborted) stop();
        try {
          for await (const message of messages) {
            last = message.seq;
            yield message;
          }
        } catch {
          // The server is away, or has forgotten the reader: another one goes on where this one was.
        } finally {
          messages.stop();
          signal.removeEventListener("abort", stop);
        }
      }
      await sleep(systemClock, RETRY_MS, signal).catch(() => {});
    }
  }

  /** @returns `undefined` where nothing can be read at present */
  async #follow(
    memory: StreamMemory,
    subject: string,
    from: number,
  ): Promise<ConsumerMessages | undefined> {
    try {
      if (!memory.isThere(await this.#streamCreated())) return undefined;
      const consumer = await this.#jetstream.consumers.get(STREAM, {
        filter_subjects: subject,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: from,
      });
      return await consumer.consume(READING);
    } catch (error) {
      const fatal = error instanceof FleetError ? error : missingRight(this.url, error);
      if (fatal) throw fatal;
      return undefined;
    }
  }

  async #streamCreated(): Promise<string | undefined> {
    const stream = await this.#jetstream.streams.get(STREAM).catch((error) => {
      if (!isNotFound(error)) throw error;
      return undefined;
    });
    return (await stream?.info(true))?.created;
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type === "disconnect") this.#isConnected = false;
      if (type === "reconnect") this.#isConnected = true;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close();
  }
}
