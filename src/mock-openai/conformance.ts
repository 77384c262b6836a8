/** For tests: holds every event that the mock sends against what others say that an event must be. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { WireEvent } from "./wire.ts";

/** The schemas of the official OpenAPI description, where the checkout has them beside it. */
export const OPENAPI_PATH: string = Deno.env.get("TTFA_REALTIME_SCHEMA") ??
  new URL("../../../shared/facts/realtime-schema.json", import.meta.url).pathname;

/** A session echoes what was asked for; this description of it lacks `delay` and `keywords`. */
const LEFT_OPEN = "AudioTranscriptionResponse";

type Validator = (event: WireEvent) => string | undefined;

/** What is wrong with the event, by whichever authority finds it first; `undefined` when it is right. */
export function violation(event: WireEvent): string | undefined {
  return byOpenApi?.(event) ?? byAgentsSdk(event);
}

/** Throws where {@linkcode violation} finds something. */
export function assertConforms(event: WireEvent): void {
  const found = violation(event);
  if (found) throw new Error(`${event.type} is not valid: ${found}\n${JSON.stringify(event)}`);
}

// deno-lint-ignore no-explicit-any -- a JSON document that only the validator understands
type Json = any;

const byOpenApi: Validator | undefined = await openApiValidator();
const byAgentsSdk: Validator = await agentsSdkValidator();

async function openApiValidator(): Promise<Validator | undefined> {
  const text = await Deno.readTextFile(OPENAPI_PATH).catch(() => undefined);
  if (text === undefined) return undefined;
  const document: Json = JSON.parse(text);
  forbidUnknownFields(document.components);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, "openapi");
  const validators = new Map<string, ValidateFunction>();
  return (event) => {
    const name = document["x-event-index"].server[event.type];
    if (name === undefined) return "no schema has this type";
    let validate = validators.get(name);
    if (!validate) {
      validate = ajv.getSchema(`openapi#/components/schemas/${name}`)!;
      validators.set(name, validate);
    }
    // The live service pads deltas of text; no schema knows of it.
    const { obfuscation: _, ...described } = event as WireEvent & { obfuscation?: string };
    return validate(described) ? undefined : ajv.errorsText(validate.errors);
  };
}

/** The schemas leave objects open, so that a misspelt optional field would pass. */
function forbidUnknownFields(schema: Json): void {
  if (typeof schema !== "object" || schema === null) return;
  if (schema.properties && schema.type === "object" && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
  }
  for (const [name, part] of Object.entries(schema)) {
    if (name !== LEFT_OPEN) forbidUnknownFields(part);
  }
}

/** The agents SDK drops an event that its own schemas do not know; so those it knows must pass. */
async function agentsSdkValidator(): Promise<Validator> {
  // The package keeps the module to itself: found beside its entry.
  const entry = import.meta.resolve("@openai/agents-realtime");
  const sdk: Json = await import(new URL("openaiRealtimeEvents.mjs", entry).href);
  const schemas: Json[] = sdk.realtimeServerEventSchema.options;
  const known = new Set(schemas.map(({ shape }) => shape.type.value));
  return (event) => {
    if (!known.has(event.type) || hasImage(event)) return undefined;
    const result = sdk.realtimeServerEventSchema.safeParse(event);
    return result.success ? undefined : `the agents SDK says: ${result.error.message}`;
  };
}

/** The agents SDK does not know what a user shows. */
function hasImage(event: WireEvent): boolean {
  if (!("item" in event) || event.item.type !== "message") return false;
  return event.item.content.some(({ type }) => type === "input_image");
}
