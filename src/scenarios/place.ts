/**
 * Where in a file an error arose, as `LINE:COLUMN`: in its message, as for what does not parse, or in
 * the calls that led to it. `undefined` where the file has no part in it.
 */
export function placeIn(url: string, error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // deno-lint-ignore no-control-regex -- the runtime colours its messages
  const told = `${error.message}\n${error.stack}`.replace(/\x1b\[[0-9;]*m/g, "");
  const from = told.indexOf(`${url}:`);
  return from < 0 ? undefined : /^\d+(:\d+)?/.exec(told.slice(from + url.length + 1))?.[0];
}
