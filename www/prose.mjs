// Prose stands one sentence to a line, so that a change shows which sentence changed. Code, tables and headings stay as they are.
//   node prose.mjs            lays out the Markdown of FOLDERS; `node prose.mjs --write FILE…` those files
//   node prose.mjs --check    ends with code 1 and names the first wrong line of each
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Every Markdown file of these folders. */
const FOLDERS = ["", "benches", "pkg", "tests/reference", "tests/browser", "www/docs", "www/docs/decisions"];

/** A full stop after these ends no sentence; nor does one after a single capital, as in a name. */
const ABBREVIATION = /^[(“"]?(\p{Lu}|e\.g|i\.e|etc|cf|vs|al|approx|resp|no|Fig|Dr|St)\.$/u;
/** What ends a sentence, with the quotes, brackets and emphasis that close behind it. */
const END = /[.!?…]["”’)\]*_]*$/;

const FENCE = /^\s*(```|~~~|:::)/;
const ITEM = /^(\s*)([-*+]|\d+[.)])(\s+)(?=\S)/;
/** Lines that are no prose: headings, tables, rules, HTML, references. */
const VERBATIM = /^\s*(#{1,6}\s|\||<[a-z/!]|(---|\*\*\*)\s*$|\[[^\]]+\]:\s)/i;

function prose() {
  const folders = FOLDERS.filter((folder) => existsSync(join(ROOT, folder)));
  const files = folders.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)));
  return files.filter((file) => file.endsWith(".md")).map((file) => join(ROOT, file));
}

/** The sentences of a paragraph. Within code, brackets and links none ends. */
function sentencesOf(paragraph) {
  // A code span is one piece, so that what stands in it is not looked at.
  const pieces = paragraph.match(/(?:(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\S)+/g) ?? [];
  const sentences = [[]];
  let depth = 0;
  pieces.forEach((piece, i) => {
    const bare = piece.replaceAll(/(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)/g, "");
    depth = Math.max(0, depth + bare.split(/[([]/).length - bare.split(/[)\]]/).length);
    sentences.at(-1).push(piece);
    const goesOn = /[!?…]\W*$/.test(piece) && /^\p{Ll}/u.test(pieces[i + 1] ?? "");
    if (depth === 0 && END.test(piece) && !goesOn && !ABBREVIATION.test(piece)) sentences.push([]);
  });
  return sentences.filter((words) => words.length > 0).map((words) => words.join(" "));
}

/** The text of a Markdown file, one sentence to a line. */
export function laidOut(markdown) {
  const out = [];
  let paragraph = null;
  let [fenced, inList, blank] = [false, 0, true];
  const end = () => {
    if (paragraph === null) return;
    const { first, rest, words } = paragraph;
    out.push(...sentencesOf(words.join(" ")).map((sentence, i) => (i === 0 ? first : rest) + sentence));
    paragraph = null;
  };
  for (const line of markdown.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (FENCE.test(line)) fenced = !fenced;
    const item = ITEM.exec(line);
    const isCode = (blank || paragraph === null) && indent >= inList + 4 && item === null;
    if (line.trim() === "" || fenced || FENCE.test(line) || isCode || VERBATIM.test(line)) {
      end();
      out.push(line);
      blank = line.trim() === "";
      continue;
    }
    if (item !== null) {
      end();
      inList = item[0].length;
      paragraph = { first: item[0], rest: " ".repeat(inList), words: [line.slice(inList)] };
    } else if (paragraph === null) {
      if (indent === 0) inList = 0;
      const prefix = line.slice(0, indent);
      paragraph = { first: prefix, rest: prefix, words: [line.trim()] };
    } else {
      paragraph.words.push(line.trim());
    }
    blank = false;
  }
  end();
  return out.join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [verb, ...named] = process.argv.slice(2);
  for (const file of named.length > 0 ? named : prose()) {
    const text = readFileSync(file, "utf8");
    const wanted = laidOut(text);
    if (wanted === text) continue;
    if (verb !== "--check") {
      writeFileSync(file, wanted);
      continue;
    }
    const [now, then] = [text.split("\n"), wanted.split("\n")];
    const at = now.findIndex((line, i) => line !== then[i]);
    console.error(
      `${file}:${at + 1}: one sentence to a line is expected here:\n  ${then[at]}\n  run npm --prefix www run format`,
    );
    process.exitCode = 1;
  }
}
