import config from "../deno.json" with { type: "json" };

const [, flags] = /^DENO_V8_FLAGS=(\S+) /.exec(config.tasks.bench.command)!;

/**
 * The environment in which `deno task bench` runs, to be given to whatever a bench starts to measure the
 * clients: without it they are another tool.
 */
export const V8_FLAGS: { readonly DENO_V8_FLAGS: string } = { DENO_V8_FLAGS: flags! };
