import uplotCss from "uplot/dist/uPlot.min.css" with { type: "text" };
import uplotJs from "uplot/dist/uPlot.iife.min.js" with { type: "text" };
import { createHash } from "node:crypto";
import chartsJs from "./page/charts.js" with { type: "text" };
import reportCss from "./page/report.css" with { type: "text" };
import { Markup } from "./markup.ts";

/** Our own code and that of the chart library: none of it comes from a run. */
export const UPLOT_CSS = new Markup(uplotCss);
export const UPLOT_JS = new Markup(uplotJs);
export const REPORT_CSS = new Markup(reportCss);
export const CHARTS_JS = new Markup(chartsJs);

/** These two scripts and no other; nothing is loaded from anywhere. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src ${[uplotJs, chartsJs].map(digest).join(" ")}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function digest(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
