// What a Rust module says about itself, as Markdown for the documentation.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Parts of an explainer's module doc, by the words that they begin with at the start of a sentence. */
export const SECTIONS = [
  { key: "cost", heading: "Cost", begins: /^Cost:\s*/ },
  { key: "fidelity", heading: "Fidelity", begins: /^Fidelity:\s*/ },
  { key: "doubt", heading: "When not to believe it", begins: /^(?=\*{0,2}Do not (?:believe|take) )/ },
];
const BEGINNING = /(?<=^|\n\n|[.!?)]\**\s)(?=(?:Cost|Fidelity):\s|\*{0,2}Do not (?:believe|take) )/;

/** The `//!` lines of a file, of `path`.rs or of `path`/mod.rs; "" where there is none. */
export function moduleDoc(root, path) {
  const file = [path, `${path}.rs`, `${path}/mod.rs`, path.replace(/\.rs$/, "/mod.rs")]
    .map((name) => join(root, name))
    .find((name) => name.endsWith(".rs") && existsSync(name));
  if (file === undefined) return "";
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("//!"));
  return lines
    .map((line) => line.replace(/^\/\/! ?/, ""))
    .join("\n")
    .trim();
}

/** Links into the code become the names that they show: readers of the documentation have no code beside them. */
export function markdownOf(doc) {
  const name = (path) => `\`${path.replaceAll("`", "").split("::").at(-1)}\``;
  return doc.replaceAll(/\[(`[^`\]]+`)\](?:\([\w:<>]+\))?/g, (_, shown) => name(shown));
}

const capitalized = (text) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** {how, cost, fidelity, doubt}: the doc cut before the sentences that begin a part. */
export function sectionsOf(doc) {
  const sections = {};
  for (const piece of markdownOf(doc).split(BEGINNING)) {
    const { key, begins } = SECTIONS.find((section) => section.begins.test(piece)) ?? { key: "how", begins: /^/ };
    const text = capitalized(piece.replace(begins, "").trim());
    sections[key] = key in sections ? `${sections[key]}\n\n${text}` : text;
  }
  return sections;
}
