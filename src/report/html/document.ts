import { CHARTS_JS, CONTENT_SECURITY_POLICY, REPORT_CSS, UPLOT_CSS, UPLOT_JS } from "./assets.ts";
import { type Content, html } from "./markup.ts";

export interface Document {
  readonly title: string;
  readonly heading: string;
  /** Which run it is of, in a line. */
  readonly about: Content;
  readonly main: Content;
}

/** One file that opens without a network, and runs no script but its own. */
export function documentText({ title, heading, about, main }: Document): string {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${title}</title>
        <style>${UPLOT_CSS}${REPORT_CSS}</style>
      </head>
      <body>
        <header>
          <p class="brand">ttfa</p>
          <h1>${heading}</h1>
          <p class="meta">${about}</p>
        </header>
        <main>
    ${main}
        </main>
        <footer>
          <p>Made by ttfa, a load tester and latency profiler for realtime voice bridges.</p>
        </footer>
        <script>${UPLOT_JS}</script>
        <script type="module">${CHARTS_JS}</script>
      </body>
    </html>
  `.text.trimStart();
}
