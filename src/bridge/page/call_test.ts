import assert from "node:assert/strict";
import { Call } from "./call.js";
import type { Failure } from "./failures.js";

/** A browser with a microphone, whose clock is ours; what it opened is put down when it goes. */
class FakeBrowser {
  nowMs = 1000;
  isMicrophoneOpen = false;
  /** The ends of the worklets by their name. */
  readonly ports = new Map<string, FakePort>();
  socket: { readyState: number; onmessage?(event: { data: string }): void } | undefined;
  readonly ended: (Failure | undefined)[] = [];
  readonly #before = new Map<string, PropertyDescriptor | undefined>();
  readonly #performanceNow = performance.now;

  constructor() {
    performance.now = () => this.nowMs;
    const { ports } = this;
    const track = { stop: () => this.isMicrophoneOpen = false };
    const getUserMedia = () => {
      this.isMicrophoneOpen = true;
      return Promise.resolve({ getTracks: () => [track] });
    };
    this.#put("isSecureContext", true);
    this.#put("location", { href: "http://127.0.0.1:8000/" });
    this.#put("navigator", { mediaDevices: { getUserMedia } });
    this.#put("AudioContext", FakeContext);
    this.#put(
      "AudioWorkletNode",
      class {
        readonly port: FakePort = { postMessage: () => {} };
        constructor(_context: unknown, name: string) {
          ports.set(name, this.port);
        }
        connect() {}
      },
    );
  }

  /** Lets calls through, to a bridge that says nothing by itself. */
  answerCalls(): void {
    const made = (socket: FakeBrowser["socket"]) => this.socket = socket;
    this.#put(
      "WebSocket",
      class {
        static readonly OPEN = 1;
        readonly readyState = 1;
        constructor() {
          made(this);
        }
        send() {}
        close() {}
      },
    );
  }

  async call(ticket?: string): Promise<void> {
    const ignore = () => {};
    const onEnd = (failure: Failure | undefined) => void this.ended.push(failure);
    const listener = { onState: ignore, onTurns: ignore, onLevel: ignore, onNotice: ignore, onEnd };
    await new Call(ticket, listener).start();
  }

  receive(event: object): void {
    this.socket!.onmessage!({ data: JSON.stringify(event) });
  }

  /** The microphone gives 20 ms each second for so long. */
  listen(forS: number, amplitude: number): void {
    const samples = Float32Array.from({ length: 480 }, (_, i) => amplitude * Math.sin(i));
    for (let s = 0; s < forS; s++) {
      this.nowMs += 1000;
      this.ports.get("capture")!.onmessage!({ data: { samples, endS: this.nowMs / 1000 } });
    }
  }

  [Symbol.dispose](): void {
    performance.now = this.#performanceNow;
    for (const [name, descriptor] of this.#before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }

  #put(name: string, value: unknown): void {
    this.#before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
}

interface FakePort {
  postMessage(): void;
  onmessage?(event: { data: unknown }): void;
}

class FakeContext {
  readonly audioWorklet = { addModule: () => Promise.resolve() };
  resume() {
    return Promise.resolve();
  }
  createMediaStreamSource() {
    return { connect: () => {} };
  }
  close() {}
}

Deno.test("a ticket that cannot even be sent is refused like any other, and the microphone closed", async () => {
  using browser = new FakeBrowser();
  await browser.call("eyJhbGci.abc def.x");
  assert.deepEqual(browser.ended.map((failure) => failure?.code), ["http_401"]);
  assert.equal(browser.isMicrophoneOpen, false);
});

Deno.test("a call in which nobody has spoken for five minutes is hung up, and says so", async () => {
  using browser = new FakeBrowser();
  browser.answerCalls();
  await browser.call();
  browser.receive({ type: "session.created" });
  browser.listen(290, 0);
  browser.listen(1, 0.5);
  browser.listen(290, 0);
  browser.receive({ type: "input_audio_buffer.speech_started" });
  browser.listen(290, 0);
  browser.receive({ type: "input_audio_buffer.speech_stopped" });
  browser.receive({ type: "response.done", response: { id: "r1" } });
  browser.listen(299, 0);
  assert.equal(browser.ended.length, 0);
  browser.listen(2, 0);
  assert.deepEqual(browser.ended.map((failure) => failure?.code), ["quiet"]);
  assert.equal(browser.isMicrophoneOpen, false);
});
