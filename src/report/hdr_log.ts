import { Histogram } from "../metrics/histogram.ts";
import type { EncodedValues } from "../metrics/values.ts";
import type { RunReport } from "./run_json.ts";

/**
 * The histograms of a run in HdrHistogram's log format 1.3: a line per region, scenario and metric,
 * with their names as its tag (`eu.conversation.ttfa`). Values are whole microseconds, the column of
 * maxima is in ms.
 */
export function renderHdrLog({ runId, startedAt, endedAt, histograms }: RunReport): string {
  const startS = Date.parse(startedAt) / 1000;
  const lengthS = endedAt === undefined ? 0 : Date.parse(endedAt) / 1000 - startS;
  const lines = histograms.flatMap(({ region, scenario, metrics }) =>
    Object.entries(metrics).filter(([, { count }]) => count > 0).map(([name, { maxUs, values }]) =>
      [
        `Tag=${[region, scenario, name].map(tagPart).join(".")}`,
        ...["0.000", lengthS.toFixed(3), (maxUs / 1000).toFixed(3)],
        compressed(values),
      ].join(",")
    )
  );
  return [
    `#[ttfa run ${runId.replace(/\s/g, " ")}]`,
    "#[Histogram log format version 1.3]",
    `#[StartTime: ${startS.toFixed(3)} (seconds since epoch), ${
      new Date(startedAt).toISOString()
    }]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...lines,
  ].join("\n") + "\n";
}

/** A comma or a break would end the tag. */
function tagPart(name: string): string {
  return name.replace(/[\s,]+/g, "_");
}

function compressed(values: EncodedValues): string {
  if ("hdr" in values) return values.hdr;
  const histogram = new Histogram();
  const raw = new Int32Array(Uint8Array.fromBase64(values.raw).buffer);
  for (const us of raw) histogram.record(us);
  return histogram.encode();
}
