import type { Counts, Journal } from "./journal.ts";

const PREFIX = "ttfa_mock_";

/** Answers `/_ttfa/…`, what the mock tells of itself; `undefined` for every other path. */
export function answerOwn(pathname: string, journal: Journal): Response | undefined {
  if (!pathname.startsWith("/_ttfa/")) return undefined;
  if (pathname === "/_ttfa/sessions") return Response.json({ sessions: journal.sessions });
  if (pathname === "/_ttfa/metrics") {
    const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
    return new Response(metricsText(journal), { headers });
  }
  return new Response("There are /_ttfa/sessions and /_ttfa/metrics.\n", { status: 404 });
}

/** The totals in the Prometheus text format. */
function metricsText({ totals }: Journal): string {
  const ended = Object.entries(totals.ended).map(([how, count]): [string, number] => {
    const [by, code] = how.split(" ");
    return [`{by="${by}",code="${code}"}`, count];
  });
  return [
    family("sessions_open", "gauge", "Sessions open now", [["", totals.open]]),
    family("sessions_opened_total", "counter", "Sessions opened", [["", totals.opened]]),
    family("sessions_ended_total", "counter", "Sessions ended, by whom and with which code", ended),
    family("audio_received_seconds_total", "counter", "Speech received", [
      ["", totals.audioReceivedMs / 1000],
    ]),
    family("replies_total", "counter", "Responses done", labelled("status", totals.replies)),
    family("faults_total", "counter", "Faults given", labelled("fault", totals.faults)),
  ].join("");
}

type Sample = readonly [labels: string, value: number];

function family(
  name: string,
  type: "gauge" | "counter",
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(([labels, value]) => `${PREFIX}${name}${labels} ${value}\n`);
  return `# HELP ${PREFIX}${name} ${help}.\n# TYPE ${PREFIX}${name} ${type}\n${lines.join("")}`;
}

/** Values of labels are names of our own: nothing in them needs escaping. */
function labelled(label: string, counts: Counts): Sample[] {
  return Object.entries(counts).map(([value, count]) => [`{${label}="${value}"}`, count]);
}
