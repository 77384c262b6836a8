import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { ScriptSource } from "./script_source.ts";
import type { ScriptPath } from "./script_value.ts";

/** @returns what is wrong with the YAML itself, where something is. */
export function readYaml(
  text: string,
): ScriptSource | { errors: { line: number; message: string }[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const errors = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message,
  }));
  if (errors.length > 0) return { errors };
  try {
    return { value: document.toJS(), lineOf: (path) => lineOf(document, lines, path) };
  } catch (error) {
    // Aliases that unfold without end.
    return { errors: [{ line: 1, message: (error as Error).message }] };
  }
}

/** Of a value that is not there: the line of what should hold it. */
function lineOf(document: Document, lines: LineCounter, path: ScriptPath): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
}
