import type { Command } from "@commander-js/extra-typings";
import { many, optional, readFlags } from "../config/flag.ts";
import { type Problem, UsageError } from "../config/problem.ts";
import { oneOf, text } from "../config/readers.ts";
import { compareRuns } from "../report/comparison.ts";
import { renderComparison } from "../report/comparison_text.ts";
import { type FormatName, FORMATS } from "../report/formats.ts";
import { readRun } from "../report/saved/read_run.ts";
import type { SavedRun } from "../report/saved/saved_run.ts";
import { renderText } from "../report/text.ts";
import { flagCommand, type FlagTexts } from "./flag_command.ts";
import { terminal } from "./output.ts";
import { writeFiles } from "./write_files.ts";

const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

const REPORT_FLAGS = {
  formats: many(
    "--format <name>",
    `${FORMAT_NAMES.join(", ")} (repeatable, or with commas); without it a text for the terminal`,
    (value: string) => value.split(",").map(oneOf(...FORMAT_NAMES)),
  ),
  out: optional("--out <path>", "write to this file, or folder where formats are several", text),
};

/** `ttfa report FOLDER`: renders a run again; `ttfa report A B` puts two side by side. */
export function reportCommand(): Command {
  return flagCommand(
    "report",
    "render a run folder again, or put two runs side by side",
    REPORT_FLAGS,
    run,
    "folder",
    "folder to compare with",
  );
}

async function run(texts: FlagTexts, strange: readonly Problem[], a?: string, b?: string) {
  const { values, problems } = readFlags(REPORT_FLAGS, texts);
  const formats = [...new Set(problems.length > 0 ? [] : values.formats.flat())];
  problems.unshift(...strange);
  problems.push(...conflicts(formats, values.out, a, b));
  const runs = await readRuns([a, b], problems);
  if (problems.length > 0) throw new UsageError(problems);
  const colour = terminal.outIsTerminal && values.out === undefined && !Deno.env.get("NO_COLOR");
  const files = b === undefined
    ? await rendered(runs[0]!, a!, formats, colour)
    : await comparison(runs[0]!, runs[1]!, formats, colour);
  if (values.out === undefined) terminal.out([...files.values()].join(""));
  else await writeFiles(values.out, files);
}

/** Those that can be read; what is wrong with the others is added to `problems`. */
async function readRuns(
  folders: readonly (string | undefined)[],
  problems: Problem[],
): Promise<SavedRun[]> {
  const runs: SavedRun[] = [];
  for (const folder of folders) {
    if (folder === undefined) continue;
    try {
      runs.push(await readRun(folder));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
    }
  }
  return runs;
}

function conflicts(
  formats: readonly FormatName[],
  out: string | undefined,
  a: string | undefined,
  b: string | undefined,
): Problem[] {
  const problems: Problem[] = [];
  if (a === undefined) {
    const remedy = "name a run folder, e.g. ttfa report ttfa-runs/20260102-030405-1a2b";
    problems.push({ field: "FOLDER", rule: "is missing", remedy });
  }
  if (formats.length > 1 && out === undefined) {
    const rule = "names several formats, and they cannot share one output";
    problems.push({ field: "--format", rule, remedy: "add --out FOLDER" });
  }
  if (b !== undefined && formats.some((name) => !["json", "html"].includes(name))) {
    const rule = "of two runs there is a text, json and html";
    problems.push({ field: "--format", rule, remedy: "leave it out, or name one run" });
  }
  return problems;
}

async function rendered(
  run: SavedRun,
  folder: string,
  formats: readonly FormatName[],
  colour: boolean,
): Promise<ReadonlyMap<string, string>> {
  // Here and not while a run goes on, which it would disturb.
  if (Deno.env.get("OTEL_DENO") === "true") {
    (await import("../report/telemetry.ts")).recordMetrics(run);
  }
  if (formats.length === 0) {
    return new Map([["report.txt", renderText(run.report, { colour, folder })]]);
  }
  const files = new Map<string, string>();
  for (const name of formats) files.set(FORMATS[name].file, await FORMATS[name].render(run));
  return files;
}

async function comparison(
  { report: a }: SavedRun,
  { report: b }: SavedRun,
  formats: readonly FormatName[],
  colour: boolean,
): Promise<ReadonlyMap<string, string>> {
  if (formats.length === 0) return new Map([["comparison.txt", renderComparison(a, b, colour)]]);
  const files = new Map<string, string>();
  if (formats.includes("json")) {
    const compared = { a: a.runId, b: b.runId, rows: compareRuns(a, b) };
    files.set("comparison.json", `${JSON.stringify(compared, null, 2)}\n`);
  }
  if (formats.includes("html")) {
    const { renderComparisonHtml } = await import("../report/html/comparison_page.ts");
    files.set("comparison.html", renderComparisonHtml(a, b));
  }
  return files;
}
