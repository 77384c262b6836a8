/** @typedef {import("./capture_worklet.js").CapturedFrame} CapturedFrame */

/** What a call needs of a microphone: one voice, without what the speaker plays. */
const CONSTRAINTS = {
  channelCount: 1,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** Why this page can have no microphone at all: the code of a failure, or undefined. */
export function microphoneObstacle() {
  if (!isSecureContext) return "insecure";
  const isSupported = navigator.mediaDevices && typeof AudioWorkletNode === "function";
  return isSupported ? undefined : "unsupported";
}

/** Asks for the microphone. Rejects with a DOMException whose name says why there is none. */
export function askForMicrophone() {
  return navigator.mediaDevices.getUserMedia({ audio: CONSTRAINTS });
}

/**
 * Listens to a microphone through the worklet `capture`, which must have been loaded.
 *
 * @param {AudioContext} context
 * @param {MediaStream} stream
 * @param {{ onFrame: (frame: CapturedFrame) => void, onEnded: () => void }} listener
 */
export function listen(context, stream, { onFrame, onEnded }) {
  const node = new AudioWorkletNode(context, "capture", { outputChannelCount: [1] });
  node.port.onmessage = ({ data }) => onFrame(data);
  context.createMediaStreamSource(stream).connect(node);
  // Its output is silence. Only what leads to the destination is run in every browser.
  node.connect(context.destination);
  for (const track of stream.getTracks()) track.onended = onEnded;
}
