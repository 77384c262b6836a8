import config from "../deno.json" with { type: "json" };

/** How `deno task bench` has V8 work: a bench of the clients that starts them without it measures another tool. */
export const V8_FLAGS: string = /--v8-flags=\S+/.exec(config.tasks.bench.command)![0];
