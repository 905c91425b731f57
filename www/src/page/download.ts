/** Files a reader takes along: CSV and JSON made in the page. */

export interface Table {
  columns: string[];
  rows: (string | number | null)[][];
}

const NEEDS_QUOTES = /[",\n\r]/;
/** A spreadsheet would run a cell that begins so; it gets a quote in front. */
const RUNS_AS_FORMULA = /^[=+\-@\t]/;

export function csv(table: Table): string {
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = RUNS_AS_FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the reader; the browser's own download does the rest. */
export function save(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
