/** Files a reader takes along, made in the page; and what is left where a frame forbids downloads. */

export interface Table {
  columns: string[];
  rows: (string | number | null)[][];
}

export interface File {
  name: string;
  content: Blob;
}

const NEEDS_QUOTES = /[",\n\r]/;
/** A spreadsheet would run a cell that begins so; it gets a quote in front. */
const RUNS_AS_FORMULA = /^[=+\-@\t]/;

export function csv(table: Table): string {
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value: string | number | null): string {
  const safe = guarded(value);
  return typeof value === "string" && NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function guarded(value: string | number | null): string {
  if (value === null) return "";
  return typeof value === "string" && RUNS_AS_FORMULA.test(value) ? `'${value}` : String(value);
}

const onOneLine = (text: string) => text.replace(/\s+/g, " ");

/** For pasting into a spreadsheet. */
export function tsv(table: Table): string {
  return [table.columns, ...table.rows]
    .map((row) => row.map((value) => onOneLine(guarded(value))).join("\t"))
    .join("\n");
}

/** For pasting into notes; nothing in a cell is taken for markup. */
export function markdown(table: Table): string {
  const escaped = (value: string | number | null) => onOneLine(String(value ?? "")).replace(/[\\|*_`<>[\]~&]/g, "\\$&");
  const numeric = table.columns.map((_, i) => table.rows.some((row) => typeof row[i] === "number"));
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(table.columns.map(escaped)),
    line(numeric.map((number) => (number ? "---:" : "---"))),
    ...table.rows.map((row) => line(row.map(escaped))),
  ].join("\n");
}

/** Hands a file to the reader; the browser's own download does the rest, or does nothing in a frame without leave. */
export function save({ name, content }: File): void {
  const url = lent(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

/** False where the frame may not open tabs. */
export function openInTab({ content }: File): boolean {
  // A browser shows text and downloads what it does not know.
  const shown = /^(image|text\/html)/.test(content.type)
    ? content
    : new Blob([content], { type: "text/plain;charset=utf-8" });
  return window.open(lent(shown), "_blank") !== null;
}

function lent(content: Blob): string {
  const url = URL.createObjectURL(content);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return url;
}

/** False where the page may not write to the clipboard. */
export async function copy(content: string | Blob): Promise<boolean> {
  try {
    await (typeof content === "string"
      ? navigator.clipboard.writeText(content)
      : navigator.clipboard.write([new ClipboardItem({ [content.type]: content })]));
    return true;
  } catch {
    return false;
  }
}

export function dataUrl(content: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((done, refuse) => {
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => refuse(reader.error);
    reader.readAsDataURL(content);
  });
}
