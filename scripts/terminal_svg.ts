/**
 * Draws a terminal's text with its colours as an SVG: stdin → stdout. Made the picture in the README:
 *
 *     script -qec 'deno task --quiet bench' /dev/null | deno run scripts/terminal_svg.ts > docs/bench.svg
 *
 * Only what was left on the screen is drawn: a block that was erased and drawn anew is drawn once.
 */
const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
const COLOURS: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "32": "#7ee787",
  "33": "#e3b341",
  "36": "#79c0ff",
  "90": "#8b949e",
};

interface Style {
  colour?: string;
  bold: boolean;
  dim: boolean;
}

/** What a terminal shows in the end: follows cursor-up and erase-below, as the live block uses them. */
export function screen(text: string): string[] {
  const lines = [""];
  // deno-lint-ignore no-control-regex -- terminal escapes are control characters
  for (const part of text.replaceAll("\r", "").split(/(\n|\x1b\[\d+A\x1b\[J)/)) {
    // deno-lint-ignore no-control-regex -- as above
    const up = /^\x1b\[(\d+)A/.exec(part);
    if (up) lines.splice(lines.length - 1 - Number(up[1]), Infinity, "");
    else if (part === "\n") lines.push("");
    else lines[lines.length - 1] += part;
  }
  return lines.join("\n").trim().split("\n");
}

function drawLine(line: string, row: number): string {
  const style: Style = { bold: false, dim: false };
  const y = MARGIN + (row + 0.75) * CELL.height;
  // deno-lint-ignore no-control-regex -- as above
  const spans = line.split(/(\x1b\[[\d;]*m)/).map((part) => {
    // deno-lint-ignore no-control-regex -- as above
    const codes = /^\x1b\[([\d;]*)m$/.exec(part);
    if (codes) codes[1]!.split(";").forEach((code) => apply(style, code));
    return codes || part === "" ? "" : span(part, style);
  });
  return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

function apply(style: Style, code: string): void {
  if (code === "1") style.bold = true;
  else if (code === "2") style.dim = true;
  else if (code === "22") style.bold = style.dim = false;
  else if (code === "39") delete style.colour;
  else if (COLOURS[code]) style.colour = COLOURS[code];
  else if (code === "0" || code === "") {
    Object.assign(style, { bold: false, dim: false, colour: undefined });
  }
}

function span(text: string, { colour, bold, dim }: Style): string {
  const escaped = text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
  const attributes = [
    ...(colour ? [`fill="${colour}"`] : []),
    ...(bold ? ['font-weight="bold"'] : []),
    ...(dim ? ['opacity="0.65"'] : []),
  ];
  return `<tspan ${attributes.join(" ")}>${escaped}</tspan>`;
}

/** @returns the lines as an SVG document, for a dark terminal of 80 columns. */
export function drawSvg(lines: readonly string[]): string {
  const width = 2 * MARGIN + 80 * CELL.width;
  const height = 2 * MARGIN + lines.length * CELL.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">\n` +
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n<g fill="#e6edf3">\n` +
    `${lines.map(drawLine).join("\n")}\n</g>\n</svg>\n`;
}

if (import.meta.main) {
  const svg = drawSvg(screen(await new Response(Deno.stdin.readable).text()));
  await Deno.stdout.write(new TextEncoder().encode(svg));
}
