import { Call } from "./call.js";
import { takeTicket } from "./ticket.js";
import { writeTurns } from "./turn_table.js";
import { figure, Waterfall } from "./waterfall.js";

/** @typedef {import("./call.js").CallState} CallState */

/** @type {Readonly<Record<CallState | "idle", string>>} */
const STATES = {
  idle: "Not connected",
  asking: "Waiting for your permission to use the microphone",
  connecting: "Connecting",
  listening: "Listening: say something",
  speaking: "You are speaking",
  thinking: "Waiting for the answer",
  answering: "Answering",
};
/** The level that fills the meter up, and that which leaves it empty. */
const METER_DBFS = { full: -10, empty: -60 };

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const talkButton = /** @type {HTMLButtonElement} */ (element("talk"));
const muteButton = /** @type {HTMLButtonElement} */ (element("mute"));
const waterfall = new Waterfall(document);
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");

let ticket = takeTicket(location, history);
addEventListener("hashchange", () => ticket = takeTicket(location, history) ?? ticket);

/** @type {Call | undefined} */
let call;
/** The turn that is drawn. @type {import("./turn.js").Turn | undefined} */
let turn;
/** Turns whose delay has been said. */
let turnsSaid = 0;

talkButton.onclick = () => call ? call.hangUp() : start();
muteButton.onclick = () => {
  const isMuted = muteButton.getAttribute("aria-pressed") !== "true";
  muteButton.setAttribute("aria-pressed", String(isMuted));
  call?.mute(isMuted);
};

function start() {
  showFailure(undefined);
  turn = undefined;
  turnsSaid = 0;
  call = new Call(ticket, {
    onState: showState,
    onTurns: showTurns,
    onLevel: showLevel,
    onNotice: showFailure,
    onEnd: (failure) => {
      call = undefined;
      showState("idle");
      showLevel(-Infinity);
      if (failure) showFailure(failure);
    },
  });
  call.start();
}

/** @param {CallState | "idle"} state */
function showState(state) {
  const { dataset } = element("call");
  // Of the states only these are said: the others are heard, and speech would talk into them.
  if (state === "connecting" || dataset.state === "connecting") say(STATES[state]);
  dataset.state = state;
  element("state").textContent = STATES[state];
  talkButton.textContent = state === "idle" ? "Start talking" : "Hang up";
  const isLive = !["idle", "asking", "connecting"].includes(state);
  muteButton.disabled = !isLive;
  if (state === "idle") muteButton.setAttribute("aria-pressed", "false");
}

/** @param {import("./turns.js").Turns} turns */
function showTurns({ all, current }) {
  const wasDrawing = turn?.isWaiting;
  turn = current;
  writeTurns(document, all);
  if (!turn) return;
  waterfall.draw(turn, performance.now());
  if (!wasDrawing) draw();
  // Said when the answer is over: a screen reader should not talk into it.
  if (turn.isOver && turn.number > turnsSaid) {
    turnsSaid = turn.number;
    say(newsOf(turn));
  }
}

/** @param {import("./turn.js").Turn} turn */
function newsOf({ number, delays: { audible }, audibleMs }) {
  if (audibleMs === undefined) return `Turn ${number}: no answer was heard.`;
  if (audible === undefined) {
    return `Turn ${number}: answered. This page did not hear your last word.`;
  }
  return `Turn ${number}: you heard the answer after ${figure(audible)} milliseconds.`;
}

/** Draws the wait as it grows, unless the person wants calm: then at each event alone. */
function draw() {
  if (!turn?.isWaiting || isCalm.matches) return;
  waterfall.draw(turn, performance.now());
  requestAnimationFrame(draw);
}

/** @param {number} dbfs */
function showLevel(dbfs) {
  const share = (dbfs - METER_DBFS.empty) / (METER_DBFS.full - METER_DBFS.empty);
  element("level").style.setProperty("--level", String(Math.max(0, Math.min(1, share))));
}

/** @param {import("./failures.js").Failure | undefined} failure */
function showFailure(failure) {
  const box = element("failure");
  box.replaceChildren();
  if (!failure) return;
  box.dataset.code = failure.code;
  const what = document.createElement("strong");
  const remedy = document.createElement("span");
  what.textContent = failure.what;
  remedy.textContent = failure.remedy;
  box.append(what, remedy);
}

/** For screen readers alone: others see it. @param {string} text */
function say(text) {
  element("news").textContent = text;
}
