import { SUMMARY_CSV } from "./csv.ts";
import type { SavedRun } from "./saved/saved_run.ts";

/** A way to render a run, and what its file is called. What it needs is loaded with it. */
export interface Format {
  readonly file: string;
  render(run: SavedRun): Promise<string> | string;
}

export const FORMATS = {
  html: {
    file: "report.html",
    render: async (run) => (await import("./html/page.ts")).renderHtml(run),
  },
  md: {
    file: "report.md",
    render: async ({ report }) => (await import("./markdown.ts")).renderMarkdown(report),
  },
  junit: {
    file: "junit.xml",
    render: async ({ report }) => (await import("./junit.ts")).renderJunit(report),
  },
  json: { file: "report.json", render: ({ report }) => `${JSON.stringify(report, null, 2)}\n` },
  prometheus: {
    file: "metrics.prom",
    render: async ({ report }) => (await import("./prometheus.ts")).renderPrometheus(report),
  },
  hdr: {
    file: "histograms.hlog",
    render: async ({ report }) => (await import("./hdr_log.ts")).renderHdrLog(report),
  },
  csv: {
    file: "summary.csv",
    render: ({ report: { runId, summary } }) =>
      SUMMARY_CSV.header() + summary.map((row) => SUMMARY_CSV.row({ ...row, runId })).join(""),
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;
