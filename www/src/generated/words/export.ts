/** Compiled from words/en/export.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { percent } from "../../page/numbers";
export const words = {
  save_view: () => ["Save this view"],
  save: () => ["Save:"],
  save_svg: () => ["Save the picture as SVG"],
  save_png: () => ["Save the picture as PNG"],
  save_csv: () => ["Save the table as CSV"],
  save_json: () => ["Save the numbers and how they came about as JSON"],
  copy_table: () => ["Copy table"],
  as_markdown: () => ["as Markdown"],
  cite: () => ["Cite"],
  no_tabs: () => ["This frame may not open tabs."],
  copy_instead: () => ["Copy it instead"],
  open_tab: () => ["Open in a new tab"],
  picture: () => ["The picture, to be saved by its menu"],
  saved: (d: { name: Place }) => ["Saved as ", d.name, ". If nothing came:"],
  judged: (d: { class: Place; p: number }) => ["The network’s verdict on the whole text: ", percent(d.p), " ", d.class, "."],
  made_by: (d: { version: Place }) => ["Unrolled ", d.version, "."],
  made_with: (d: { hash: Place; name: Place; version: Place }) => ["Unrolled ", d.version, ", ", d.name, " ", d.hash, "."],
  outside: () => ["This view stands outside of <unrolled-explainer>, so nobody knows where its numbers come from."],
  table: () => ["The table"],
  copied: () => ["Copied."],
  no_clipboard: () => ["This frame may not write to the clipboard."],
  cite_this: () => ["Cite this explanation"],
  in_words: () => ["In words"],
  on_command_line: () => ["The same numbers on the command line"],
  as_json: () => ["Everything but the numbers, as JSON"]
}
