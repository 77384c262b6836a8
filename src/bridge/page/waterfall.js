/** @typedef {import("./turn.js").Turn} Turn */

const FIGURES = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
/** How long the drawing may be, in ms: the least that holds it. */
const SCALES_MS = [1000, 2000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];

const COUNTED = "from your last word to the answer you hear";
const NOT_COUNTED =
  "no figure: this page did not hear your last word, and draws from when it was noticed";

/** @param {number | undefined} ms */
export function figure(ms) {
  return ms === undefined ? "–" : FIGURES.format(ms);
}

/** @param {number | undefined} ms @param {boolean} [goesOn] */
function inMs(ms, goesOn) {
  return ms === undefined ? "–" : `${figure(ms)} ms${goesOn ? "…" : ""}`;
}

/** The drawing of one turn: three bars on one scale, each beginning where the one before ends. */
export class Waterfall {
  #document;

  /** @param {Document} document that holds the page */
  constructor(document) {
    this.#document = document;
  }

  /** @param {Turn} turn @param {number} nowMs */
  draw(turn, nowMs) {
    const steps = turn.steps(nowMs);
    const endMs = Math.max(...steps.map(({ toMs = 0 }) => toMs));
    const scaleMs = SCALES_MS.find((ms) => ms >= endMs) ?? endMs;
    for (const step of steps) this.#drawStep(step, scaleMs);
    this.#write("axis-middle", figure(scaleMs / 2));
    this.#write("axis-end", `${figure(scaleMs)} ms`);
    this.#write("total", inMs(turn.waitMs(nowMs), turn.isWaiting));
    this.#write("total-text", turn.speechEndMs === undefined ? NOT_COUNTED : COUNTED);
    this.#write("turn-heading", `Turn ${turn.number}${turn.wasInterrupted ? ", interrupted" : ""}`);
    this.#write("caption", turn.caption);
  }

  /** @param {ReturnType<Turn["steps"]>[number]} step @param {number} scaleMs */
  #drawStep({ name, fromMs, toMs, isOpen }, scaleMs) {
    const row = /** @type {HTMLElement} */ (this.#document.querySelector(`[data-step=${name}]`));
    const bar = /** @type {HTMLElement} */ (row.querySelector(".bar"));
    const cell = /** @type {HTMLElement} */ (row.querySelector(".figure"));
    const hasBegun = fromMs !== undefined && toMs !== undefined;
    bar.toggleAttribute("data-begun", hasBegun);
    if (hasBegun) {
      bar.style.setProperty("--from", String(fromMs / scaleMs));
      bar.style.setProperty("--size", String((toMs - fromMs) / scaleMs));
    }
    cell.textContent = inMs(hasBegun ? toMs - fromMs : undefined, isOpen);
  }

  /** @param {string} id @param {string} text */
  #write(id, text) {
    const element = this.#document.getElementById(id);
    // Unchanged text is left alone: a selection in it survives.
    if (element && element.textContent !== text) element.textContent = text;
  }
}
