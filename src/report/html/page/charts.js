/*
 * Draws the plots of the report. Each `.plot` holds its data as JSON; colours are those of the style
 * sheet, read each time something is drawn, so that light, dark and paper need no data of their own.
 */
/** @typedef {{ label: string, colour: string, values: (number | null)[] }} Series */
/** @typedef {{ kind: string, x: number[], xUnit: string, yUnit: string, yMax?: number, zoomed?: boolean, series: Series[] }} Plot */

const HEIGHT_PX = 240;
const LOW_HEIGHT_PX = 200;
const charts = [];

const style = getComputedStyle(document.documentElement);
/** @param {string} name */
const colour = (name) => style.getPropertyValue(`--${name}`).trim();
/** Fewer digits the larger it is: an axis, not a table. @param {number} value */
const short = (value) => String(Number(value.toPrecision(4)));

/** @param {string} unit @param {boolean} isX */
function axis(unit, isX) {
  return {
    stroke: () => colour("muted"),
    font: `12px ${style.fontFamily || "sans-serif"}`,
    grid: { stroke: () => colour("line"), width: 1, show: !isX },
    ticks: { stroke: () => colour("line"), width: 1, size: 4 },
    size: isX ? 26 : 58,
    gap: 4,
    space: isX ? 70 : 36,
    values: (_, splits) => splits.map((value) => value === null ? "" : `${short(value)} ${unit}`),
  };
}

/** Sums from below: the first part is the lowest. @param {Plot} plot */
function stacked({ x, series }) {
  const below = x.map(() => 0);
  return series.map(({ values }) => values.map((value, i) => below[i] += value ?? 0));
}

/** How a series is drawn. @param {Plot} plot @param {Series} of */
function look({ kind, x, series }, of) {
  const own = () => colour(of.colour);
  const dash = of.dashed ? [6, 4] : [];
  switch (kind) {
    case "steps":
      // Fills that cover one another are mud.
      return {
        ...{ stroke: own, width: 2, dash, paths: uPlot.paths.stepped({ align: 1 }) },
        ...(series.length === 1 && { fill: () => `${own()}26` }),
      };
    case "dots":
      return { stroke: own, fill: own, width: 0, paths: () => null, points: dots(x.length) };
    case "stack":
      return { stroke: () => colour("paper"), fill: own, width: 1 };
    default:
      return { stroke: own, width: 2, dash, paths: uPlot.paths.stepped({ align: 1 }) };
  }
}

/** @param {number} count */
function dots(count) {
  return { show: true, size: count > 600 ? 4 : 6, width: 0 };
}

/** @param {Plot} plot @param {number} width */
function options(plot, width) {
  const { kind, series, xUnit, yUnit, yMax, zoomed } = plot;
  const points = kind === "dots" ? {} : { points: { show: plot.x.length === 1 } };
  const drawn = series.map((of) => ({ label: of.label, ...points, ...look(plot, of) }));
  // The highest sum first, so that the lower ones are painted over it.
  if (kind === "stack") drawn.reverse();
  const top = (max) => yMax ?? Math.max(max, 1e-3) * 1.08;
  const around = (min, max) => {
    const margin = Math.max(max - min, max * 0.01, 1e-3) * 0.2;
    return [Math.max(0, min - margin), max + margin];
  };
  return {
    width,
    height: kind === "stack" ? LOW_HEIGHT_PX : HEIGHT_PX,
    padding: [8, 40, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: true, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: false, ...(kind === "stack" && { range: [0, 100] }) },
      y: { range: (_, min, max) => zoomed ? around(min, max) : [0, top(max)] },
    },
    axes: [axis(xUnit, true), axis(yUnit, false)],
    series: [{}, ...drawn],
    hooks: { setCursor: [readout(plot)] },
  };
}

/** Says beside the plot what lies under the pointer. @param {Plot} plot */
function readout({ series, kind, x, xUnit, yUnit }) {
  return (u) => {
    const box = u.root.parentElement.querySelector(".readout");
    const i = u.cursor.idx;
    if (i === null || i === undefined || u.cursor.left < 0) return void (box.textContent = "");
    const figures = series.flatMap(({ label, values }) =>
      values[i] === null || values[i] === undefined ? [] : [`${label} ${short(values[i])} ${yUnit}`]
    );
    const at = `${kind === "dots" ? "at " : ""}${short(x[i])} ${xUnit}`;
    box.textContent = [at, ...figures].join(" · ");
  };
}

/** @param {Plot} plot */
function dataOf(plot) {
  const values = plot.kind === "stack"
    ? stacked(plot).reverse()
    : plot.series.map((of) => of.values);
  const last = plot.x.length - 1;
  // The last step is as wide as the others.
  if (plot.kind !== "steps") return [plot.x, ...values];
  const width = last > 0 ? plot.x[1] - plot.x[0] : 1;
  return [[...plot.x, plot.x[last] + width], ...values.map((of) => [...of, of[last]])];
}

/** @param {HTMLElement} box */
function draw(box) {
  const plot = JSON.parse(box.querySelector("script").textContent);
  const said = document.createElement("div");
  said.className = "readout";
  said.setAttribute("aria-hidden", "true");
  const chart = new uPlot(options(plot, box.clientWidth), dataOf(plot), box);
  box.append(said);
  charts.push({ box, chart });
}

function redraw() {
  for (const { chart } of charts) chart.redraw(false, true);
}

function resize() {
  for (const { box, chart } of charts) {
    const width = box.clientWidth;
    if (width > 0 && width !== chart.width) chart.setSize({ width, height: chart.height });
  }
}

document.querySelectorAll(".plot").forEach(draw);
new ResizeObserver(resize).observe(document.body);
for (const query of ["(prefers-color-scheme: dark)", "print"]) {
  matchMedia(query).addEventListener("change", redraw);
}
// Paper cannot open what is closed: the tables of all metrics are printed too.
const folded = [...document.querySelectorAll("details.print:not([open])")];
const fold = (open) => {
  for (const box of folded) box.open = open;
  redraw();
};
addEventListener("beforeprint", () => fold(true));
addEventListener("afterprint", () => fold(false));
