import { SaxesParser } from "saxes";

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** For tests: the elements, by a parser that refuses whatever XML 1.0 does not allow. */
export function elements(xml: string): Element[] {
  const found: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => void found.push({ name, attributes }));
  parser.write(xml).close();
  return found;
}
