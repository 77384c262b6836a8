import { figure } from "./waterfall.js";

/** @typedef {import("./turn.js").Turn} Turn */

/**
 * Writes all turns into a table, with the medians below.
 *
 * @param {Document} document that holds the page
 * @param {readonly Turn[]} turns
 */
export function writeTurns(document, turns) {
  const rows = turns.map((turn) => row(document, String(turn.number), cells(turn)));
  if (rows.length > 0) document.getElementById("turns")?.replaceChildren(...rows);
  if (rows.length < 2) return;
  const medians = /** @type {const} */ (["noticed", "firstAudio", "audible"])
    .map((name) => figure(median(turns.map(({ delays }) => delays[name]))));
  const foot = row(document, "Median", [...medians, "", ""]);
  document.getElementById("median")?.replaceChildren(foot);
}

/** @param {Turn} turn */
function cells({ delays, playedMs, underruns, isOver, wasInterrupted }) {
  const seconds = playedMs > 0 ? `${(playedMs / 1000).toFixed(1)} s` : "–";
  const played = isOver ? `${seconds}${wasInterrupted ? ", cut" : ""}` : "…";
  return [
    ...[delays.noticed, delays.firstAudio, delays.audible].map(figure),
    played,
    String(underruns),
  ];
}

/** @param {Document} document @param {string} head @param {readonly string[]} texts */
function row(document, head, texts) {
  const row = document.createElement("tr");
  const th = document.createElement("th");
  th.scope = "row";
  th.textContent = head;
  row.append(th);
  for (const text of texts) row.insertCell().textContent = text;
  return row;
}

/** @param {readonly (number | undefined)[]} values */
function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1 + sorted.length % 2], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
