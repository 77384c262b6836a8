import type { CallOutput, Output } from "./answer.ts";
import { exampleOf } from "./example_value.ts";
import { type Refusal, unknownToolChoice } from "./refusals.ts";
import type { ResponseSettings } from "./response_settings.ts";

type ToolSettings = Pick<ResponseSettings, "tools" | "toolChoice" | "parallelToolCalls">;

/** What is wrong where a call is demanded of a function that is not there. */
export function impossibleChoice(settings: ToolSettings): Refusal | undefined {
  const name = demanded(settings);
  if (name === undefined && settings.toolChoice !== "required") return undefined;
  return declares(settings, name) ? undefined : unknownToolChoice(name ?? "required");
}

/** The first function that the outputs call and the client has not declared. */
export function undeclaredCall(
  outputs: readonly Output[],
  settings: ToolSettings,
): string | undefined {
  return outputs.filter(isCall).find(({ name }) => !declares(settings, name))?.name;
}

/**
 * The outputs that the client's choice of tools lets through. Where it demands a call that is not among
 * them, one of the simplest arguments is added. The choice must be a possible one.
 */
export function obeyToolChoice(outputs: readonly Output[], settings: ToolSettings): Output[] {
  const { toolChoice, parallelToolCalls } = settings;
  const wanted = demanded(settings);
  const calls = outputs.filter(isCall)
    .filter(({ name }) => toolChoice !== "none" && (wanted ?? name) === name)
    .slice(0, parallelToolCalls ? undefined : 1);
  if (calls.length === 0 && toolChoice !== "none" && toolChoice !== "auto") {
    calls.push(simplestCall(settings, wanted));
  }
  return [...outputs.filter((output) => !isCall(output)), ...calls];
}

/** The one function that has to be called; `undefined` where any will do or none has to be. */
function demanded({ toolChoice }: ToolSettings): string | undefined {
  return typeof toolChoice === "object" && toolChoice.type === "function"
    ? toolChoice.name
    : undefined;
}

/** Without a name: any function at all. */
function declares({ tools }: ToolSettings, name: string | undefined): boolean {
  return tools.some((tool) => (name ?? tool.name) === tool.name);
}

function simplestCall({ tools }: ToolSettings, wanted: string | undefined): CallOutput {
  const { name, parameters } = tools.find(({ name }) => (wanted ?? name) === name)!;
  return { kind: "call", name, arguments: JSON.stringify(exampleOf(parameters)) };
}

function isCall(output: Output): output is CallOutput {
  return output.kind === "call";
}
