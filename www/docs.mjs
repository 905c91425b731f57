// The documentation of the site, pkg/site/docs, from www/docs/*.md and from what the Rust modules say about themselves:
//   node docs.mjs [METHODS]   METHODS is a file with what `unrolled methods --json` prints; without it settings are left out
// Every page is whole HTML with one style sheet: no script, and nothing from another host.
import MarkdownIt from "markdown-it";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { SECTIONS, markdownOf, moduleDoc, sectionsOf } from "./rustdoc.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = join(ROOT, "www/docs");
const SITE = join(ROOT, "pkg/site/docs");
const METHODS = "methods";
/** The answer that every other one explains; a verb of its own, and documented like a method. */
const PREDICT = {
  name: "predict",
  question: "What does the network say, and what did it say after each word?",
  command: "unrolled predict --bundle DIR",
  source_file: "src/explain/prediction",
};

/** What `unrolled methods --json` prints, or as much of it as the explainers' files give, and prediction. */
export function readMethods(file) {
  return [
    PREDICT,
    ...(file === undefined
      ? methodsOfFiles()
      : readFileSync(file, "utf8")
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line))),
  ];
}

function methodsOfFiles() {
  const names = readdirSync(join(ROOT, "src/explain")).map((name) => name.replace(/\.rs$/, ""));
  const explains = (name) =>
    name !== "prediction" && SECTIONS.every(({ key }) => key in sectionsOf(moduleDoc(ROOT, `src/explain/${name}`)));
  return [...new Set(names)].filter(explains).map((name) => ({ name: name.replaceAll("_", "-") }));
}

/** The groups of questions, as the catalogue names them. */
export const QUESTIONS = {
  words: "Which words moved the decision, and how did their influence rise and fall on the way?",
  looking: "What is the network looking for?",
  training: "Which training examples does it treat like this one?",
  trust: "How far may an answer be trusted?",
};

/** What a method needs or uses, as the catalogue names it. */
const NEEDS = {
  index: "the activation index",
  texts: "the training texts",
  "state-after-each-word": "a network that reads in one direction",
  "two-classes": "two classes",
};

/** What the catalogue says of a method, as items of a list. */
function factsOf({
  name,
  command = `unrolled explain ${name} --bundle DIR`,
  needs = [],
  uses = [],
  module,
  seed,
  shares,
}) {
  const list = (names) => names.map((need) => NEEDS[need] ?? need).join(", ");
  return [
    `- On the command line: \`${command}\``,
    ...(needs.length > 0 ? [`- Needs ${list(needs)}`] : []),
    ...(uses.length > 0 ? [`- Says more with ${list(uses)}`] : []),
    ...(seed === true ? ["- Draws random numbers from `--seed`: the same seed gives the same bytes"] : []),
    ...(shares === true ? ["- Is shared among workers, with the same bytes for any number of them"] : []),
    ...(module === undefined ? [] : [`- Lives in the engine's ${module} module`]),
  ];
}

const settingsTable = (settings) => {
  const cell = (value) =>
    value === undefined || value === null
      ? ""
      : String(typeof value === "object" ? JSON.stringify(value) : value).replaceAll("|", "\\|");
  const allowed = ({ range, choices }) => cell(choices?.join(", ") ?? range);
  const rows = settings.map(
    (setting) =>
      `| \`${setting.name}\` | ${cell(setting.default)} | ${allowed(setting)} | ${cell(setting.meaning ?? setting.doc)} |`,
  );
  return ["## Settings", "", "| name | default | may be | meaning |", "|---|---|---|---|", ...rows, ""].join("\n");
};

function required(file) {
  const doc = moduleDoc(ROOT, file);
  if (doc === "") throw new Error(`docs.mjs: ${file} has no module documentation: name the file that has it`);
  return doc;
}

/** The page of one method as Markdown. */
export function methodPage(method) {
  const { name, question, settings = [], source_file: file = `src/explain/${name.replaceAll("-", "_")}` } = method;
  const sections = sectionsOf(required(file));
  const [title, ...rest] = sections.how.split("\n\n");
  const asks = question === undefined ? [] : [`**${QUESTIONS[question] ?? question}**`, ""];
  const body = rest.length === 0 ? [] : ["## How it works", "", rest.join("\n\n"), ""];
  const found = SECTIONS.filter(({ key }) => sections[key] !== undefined);
  const parts = found.map(({ key, heading }) => `## ${heading}\n\n${sections[key]}\n`);
  const table = settings.length > 0 ? [settingsTable(settings)] : [];
  return [`# ${name}`, "", ...asks, title, "", ...factsOf(method), "", ...body, ...parts, ...table].join("\n");
}

/** All pages as Markdown, {path without ending: text}. */
export function pages(methods) {
  const written = readdirSync(SOURCES, { recursive: true })
    .filter((name) => name.endsWith(".md"))
    .sort();
  const texts = written.map((name) => [name.slice(0, -3), readFileSync(join(SOURCES, name), "utf8")]);
  const filled = texts.map(([path, text]) => [
    path,
    text
      .replaceAll(/^<!-- module (\S+) -->$/gm, (_, file) => markdownOf(required(file)))
      .replace(/^<!-- decisions -->$/m, () => listOfDecisions(texts)),
  ]);
  return Object.fromEntries([...filled, ...methods.map((method) => [`${METHODS}/${method.name}`, methodPage(method)])]);
}

const isDecision = (path) => /^decisions\/(?!index)/.test(path);

/** Each with its date, which stands in italics below its title. */
function listOfDecisions(texts) {
  const item = ([path, text]) =>
    `- [${titleOf(text)}](${path.replace("decisions/", "")}.md), ${/^\*(\d.+)\*$/m.exec(text)?.[1] ?? "no date"}`;
  return texts
    .filter(([path]) => isDecision(path))
    .map(item)
    .join("\n");
}

const slug = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");

function renderer() {
  const markdown = new MarkdownIt();
  const { rules } = markdown.renderer;
  rules.heading_open = (tokens, i) => `<${tokens[i].tag} id="${slug(tokens[i + 1].content)}">`;
  // A wide table scrolls by itself, and a keyboard can reach it.
  rules.table_open = () => '<div class="wide" role="group" aria-label="Table" tabindex="0"><table>';
  rules.table_close = () => "</table></div>";
  rules.fence = (tokens, i) => preformatted(markdown, tokens[i].content);
  rules.code_block = rules.fence;
  rules.link_open = (tokens, i, options, env, self) => {
    tokens[i].attrSet("href", tokens[i].attrGet("href").replace(/^(?![a-z]+:)([^#]*)\.md(?=#|$)/, "$1.html"));
    return self.renderToken(tokens, i, options);
  };
  return markdown;
}

const preformatted = (markdown, text) => `<pre tabindex="0"><code>${markdown.utils.escapeHtml(text)}</code></pre>\n`;

const titleOf = (text) => /^# (.+)$/m.exec(text)?.[1] ?? "Unrolled";

/** Groups of links: the lists of index.md under their headings, the methods, and the decisions. */
function contents(all, methods) {
  const groups = [];
  for (const line of all.index.split("\n")) {
    const [, heading] = /^## (.+)$/.exec(line) ?? [];
    const [, name, path] = /^- \[(.+?)\]\((.+?)\.md\)/.exec(line) ?? [];
    if (heading !== undefined) groups.push({ heading, links: [] });
    else if (path !== undefined) groups.at(-1).links.push([path, name]);
  }
  return [
    { heading: "Start", links: [["index", "Contents"]] },
    ...groups,
    { heading: "Methods", of: METHODS, links: methods.map(({ name }) => [`${METHODS}/${name}`, name]) },
    {
      heading: "Decisions",
      of: "decisions",
      links: Object.keys(all)
        .filter(isDecision)
        .map((path) => [path, titleOf(all[path])]),
    },
  ];
}

/** The navigation as seen from one page; methods and decisions are listed among themselves only. */
function navigation(groups, path, escape) {
  const link = ([to, name]) =>
    `<li><a href="${posix.relative(dirname(path), `${to}.html`)}"${to === path ? ' aria-current="page"' : ""}>${escape(name)}</a></li>`;
  const isShown = ({ of }) => of === undefined || path === of || path.startsWith(`${of}/`);
  return groups
    .filter(isShown)
    .map((group) => `<h2>${escape(group.heading)}</h2><ul>${group.links.map(link).join("")}</ul>`)
    .join("\n");
}

/** The palette of the page itself, so that there is one. */
function styleSheet() {
  const colours = /css`([\s\S]*?)`/.exec(readFileSync(join(ROOT, "www/src/page/ui/styles/colours.ts"), "utf8"))[1];
  return (
    colours.replaceAll(/:host\(\[[^{]*\{[^}]*\}/g, "").replaceAll(":host", "html") +
    readFileSync(join(SOURCES, "docs.css"), "utf8")
  );
}

function whole({ title, path, article, nav }) {
  const up = "../".repeat(path.split("/").length - 1);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Unrolled</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${up}docs.css">
</head>
<body>
<header><a href="${up}../index.html">Unrolled</a> <a href="${up}index.html">Documentation</a> <a class="to-contents" href="#contents">Contents</a></header>
<main>
${article}</main>
<nav id="contents" aria-label="Documentation">
${nav}
</nav>
</body>
</html>
`;
}

/** Writes the whole documentation into `folder`. */
export function writeDocs(methods, folder = SITE) {
  const all = pages(methods);
  const groups = contents(all, methods);
  const markdown = renderer();
  const { escapeHtml } = markdown.utils;
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(all)) {
    const file = join(folder, `${path}.html`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      whole({
        title: escapeHtml(titleOf(text)),
        path,
        article: markdown.render(text),
        nav: navigation(groups, path, escapeHtml),
      }),
    );
  }
  writeFileSync(join(folder, "docs.css"), styleSheet());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeDocs(readMethods(process.argv[2]));
