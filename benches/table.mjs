// Markdown tables, and how their numbers are written.

export const whole = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 0 });
export const fixed = (digits) => (value) => value.toFixed(digits);
export const percent = (value) => `${(100 * value).toFixed(0)} %`;
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** "median (least–most)". */
export function range({ median, least, most }, write = whole) {
  return `${write(median)} (${write(least)}–${write(most)})`;
}

/** A table whose first column is text and whose others are numbers. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = heads.map((_, column) => (column === 0 ? "---" : "---:"));
  return [line(heads), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}
