import assert from "node:assert/strict";
import type { Close } from "../protocol/close_frame.ts";
import type { Connect, Leg, LegEnd, LegListener } from "./leg.ts";

/** A leg for tests: does nothing by itself, keeps what it was told, insists on its contract. */
export class FakeLeg implements Leg {
  state: "idle" | "connecting" | "open" | "closed" = "idle";
  terminated = false;
  paused = false;
  pings = 0;
  /** What a test says of the peer. */
  saidGoodbye = false;
  /** What a test says is not sent yet. */
  bufferedBytes = 0;
  readonly sent: string[] = [];
  readonly closes: Close[] = [];
  #listener: LegListener | undefined;

  readonly connect: Connect = (listener) => {
    assert.equal(this.state, "idle");
    this.state = "connecting";
    this.#listener = listener;
    return this;
  };

  /** Whether a connection exists or may still come about. */
  get isAlive(): boolean {
    return this.state === "connecting" || this.state === "open";
  }

  send(text: string): boolean {
    assert.equal(this.state, "open", "sends while open only");
    assert.equal(this.closes.length, 0, "sends nothing after a close");
    if (!this.saidGoodbye) this.sent.push(text);
    return !this.saidGoodbye;
  }

  close(code: number, reason: string): void {
    assert.equal(this.state, "open", "closes while open only");
    this.closes.push({ code, reason });
  }

  /** Like a dial under way, a connecting leg may still open after this; an open one is gone. */
  terminate(): void {
    this.terminated = true;
    if (this.state === "open") this.state = "closed";
  }

  pause(): void {
    assert.equal(this.state, "open", "pauses while open only");
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  ping(): void {
    assert.equal(this.state, "open", "pings while open only");
    this.pings++;
  }

  alive(): void {
    if (this.state === "open") this.#listener!.onAlive();
  }

  open(): void {
    if (this.state !== "connecting") return;
    this.state = "open";
    this.#listener!.onOpen();
  }

  text(text: string): void {
    if (this.state === "open") this.#listener!.onText(text);
  }

  binary(): void {
    if (this.state === "open") this.#listener!.onBinary();
  }

  end(end: LegEnd): void {
    if (this.state === "closed" || this.state === "idle") return;
    this.state = "closed";
    this.#listener!.onClosed(end);
  }
}
