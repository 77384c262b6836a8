import { parse } from "csv-parse/sync";

export type Cells = Readonly<Record<string, string>>;

/** What a table came to: its rows, the columns that are wanting, and how many rows could not be read. */
export interface Table<Row> {
  readonly rows: readonly Row[];
  readonly missingColumns: readonly string[];
  readonly unreadable: number;
}

/**
 * Reads the text of a CSV file. A last line without its break is one that a killed run had begun: it
 * is left out, and counted. Columns that are not asked for may be there.
 *
 * @param read the row, or `undefined` where its cells make no sense.
 */
export function readTable<Row>(
  text: string,
  columns: readonly string[],
  read: (cells: Cells) => Row | undefined,
): Table<Row> {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  let unreadable = whole.length < text.length ? 1 : 0;
  const records: Cells[] = parse(whole, {
    columns: true,
    bom: true,
    skip_records_with_error: true,
    on_skip: () => void unreadable++,
  });
  const header: string[] = parse(whole, { to: 1 })[0] ?? [];
  const missingColumns = columns.filter((name) => !header.includes(name));
  if (missingColumns.length > 0) return { rows: [], missingColumns, unreadable };
  const rows = records.map(read).filter((row) => row !== undefined);
  return { rows, missingColumns, unreadable: unreadable + records.length - rows.length };
}
