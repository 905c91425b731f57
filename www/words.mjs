// The words of the interface, gathered from where they are said: sentences stay beside the figures they are made of, and this
// lists them in one place, www/words/en.json. A second language is a file of the same shape with each message replaced:
//   node words.mjs            writes words/en.json
//   node words.mjs --check    ends with code 1 when it is not what the sources say
//   WORDS=xx ./build.sh       builds the page with the words of words/xx.json; what is missing there stays English
import { parse } from "acorn";
import { ancestor } from "acorn-walk";
import { transformSync } from "esbuild";
import MagicString from "magic-string";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const WWW = fileURLToPath(new URL(".", import.meta.url));
const SPOKEN = [join(WWW, "src/page"), join(WWW, "src/engine")];
const catalog = (language) => join(WWW, "words", `${language}.json`);

/** Calls whose strings name something instead of saying it. */
const NAMING = new Set([
  "define",
  "querySelector",
  "querySelectorAll",
  "closest",
  "addEventListener",
  "removeEventListener",
  "getElementById",
  "createElement",
  "css",
]);
const COMPARING = new Set(["===", "!==", "in"]);

/** Two words, one that stands beside a value or another piece ("reviews of "), or one with a capital. */
const hasWords = (text) =>
  !/[{};]|^-|^(bold|name) /.test(text) &&
  /\p{L}{2,}\s+\S*\p{L}|\d \p{L}{2,}|^\s.*\p{L}{2,}|\p{L}{2,}[.:,…]?\s+(\d|$)|^\p{Lu}\p{Ll}{2,}[.:…]?$/u.test(text);

/** What a template says outside of its tags, and in the attributes that are read out. */
function said(markup) {
  const spoken = [...markup.matchAll(/(?:aria-label|title|placeholder|aria-roledescription)="([^"]*)"/g)].map(
    ([, text]) => text,
  );
  return [markup.replaceAll(/<[^>]*>/g, " "), ...spoken].join(" ").replaceAll(/\{\d+\}|&\w+;/g, " ");
}

const tagOf = (node) => (node?.type === "TaggedTemplateExpression" ? node.tag.name : undefined);
const isMarkup = (node) => ["html", "svg"].includes(tagOf(node));
const calls = (node) =>
  node.type === "CallExpression" || node.type === "NewExpression"
    ? (node.callee.property?.name ?? node.callee.name)
    : undefined;

/** A string that code compares, imports or names something by is nothing a reader sees. */
function isNaming(node, parent) {
  if (parent === undefined) return false;
  if (/^(Import|Export)/.test(parent.type) || parent.type === "SwitchCase") return true;
  if (parent.type === "AssignmentExpression" && /^(className|cssText|d|type)$/.test(parent.left.property?.name ?? ""))
    return true;
  if (parent.type === "BinaryExpression" && COMPARING.has(parent.operator)) return true;
  if (
    parent.type === "MemberExpression" ||
    ((parent.type === "Property" || parent.type === "PropertyDefinition") && parent.key === node)
  )
    return true;
  return NAMING.has(calls(parent));
}

/** Attributes that are for the browser. */
const SILENT = /\b(class|style|d|id|points|transform|href|role|type|for|name)=["']?[^"'<>]*$/;

/** The string is, or is part of, the value of such an attribute. */
function isSilent(ancestors) {
  for (let i = ancestors.length - 1; i > 0; i--) {
    const [template, value] = [ancestors[i - 1], ancestors[i]];
    if (template.type !== "TemplateLiteral" || !isMarkup(ancestors[i - 2] ?? template)) continue;
    const at = template.expressions.indexOf(value);
    return at >= 0 && SILENT.test(template.quasis[at].value.cooked);
  }
  return false;
}

const isSaid = (node, ancestors) => !isNaming(node, ancestors.at(-2)) && !isSilent(ancestors);

/** A template with its values as {0}, {1} …; whitespace as a browser would show it, and tags closed without the layout of the source. */
const messageOf = (quasis) => {
  const template = quasis.map(({ value }, i) => (i === 0 ? "" : `{${i - 1}}`) + value.cooked).join("");
  return template.replaceAll(/\s+/g, " ").replaceAll(/(<\/?[a-z][^<>]*?)(?: \/?)?>/g, "$1>");
};

/** The messages of one source file in order, each with its node, in JavaScript. */
function read(code) {
  const js = transformSync(code, { loader: "ts", target: "es2022" }).code;
  const found = [];
  const template = (node, ancestors) => {
    const parent = ancestors.at(-2);
    const message = messageOf(node.quasis);
    const wanted =
      isMarkup(parent) || tagOf(parent) === "sentence"
        ? /\p{L}{2}/u.test(said(message))
        : tagOf(parent) === undefined && isSaid(node, ancestors) && hasWords(message.replaceAll(/\{\d+\}/g, "0"));
    if (wanted) found.push({ node, message });
  };
  ancestor(parse(js, { ecmaVersion: "latest", sourceType: "module" }), {
    TemplateLiteral: (node, _, ancestors) => template(node, ancestors),
    Literal(node, _, ancestors) {
      if (typeof node.value === "string" && isSaid(node, ancestors) && hasWords(node.value))
        found.push({ node, message: node.value });
    },
  });
  return { js, found: found.sort((a, b) => a.node.start - b.node.start) };
}

/** A source file in another language. Templates within templates are translated with their own messages. */
function translated(code, messages) {
  const { js, found } = read(code);
  const out = new MagicString(js);
  for (const { node, message } of found) {
    const translation = messages.get(message);
    if (translation === undefined) continue;
    if (node.type === "Literal") out.overwrite(node.start, node.end, JSON.stringify(translation));
    else replaceQuasis(out, node, translation);
  }
  return out.toString();
}

/** Replaces what stands between a template's values, which keep their order; a translation that moves or drops one is refused. */
function replaceQuasis(out, node, translation) {
  const parts = translation.split(/\{\d+\}/);
  const order = [...translation.matchAll(/\{(\d+)\}/g)].map(([, i]) => Number(i));
  if (parts.length !== node.quasis.length || order.some((at, i) => at !== i))
    throw new Error(`words: {0}, {1} … must stay in their order: ${translation}`);
  node.quasis.forEach((quasi, i) => {
    const text = parts[i].replaceAll(/[\\`]|\$(?=\{)/g, "\\$&");
    if (quasi.end > quasi.start) out.overwrite(quasi.start, quasi.end, text);
    else if (text !== "") out.appendLeft(quasi.start, text);
  });
}

function sources() {
  const files = SPOKEN.flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)));
  return files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts")).sort();
}

/** Properties that are seen or heard where a chart, a choice or a list takes them, unless they name a file. */
const SEEN = new Set(["name", "label", "text", "note", "title"]);
const namesFile = (object) => object.properties.some(({ key }) => key?.name === "source");

/** What a source file says by itself instead of by a message: in templates, table columns, and what charts and choices take. */
export function saidBy(code) {
  const { js, found } = read(code);
  const columns = [];
  ancestor(parse(js, { ecmaVersion: "latest", sourceType: "module" }), {
    Literal({ value }, _, ancestors) {
      const [parent, above] = [ancestors.at(-2), ancestors.at(-3)];
      const isColumn = parent.type === "ArrayExpression" && (above.id?.name ?? above.key?.name) === "columns";
      const isSeen = parent.type === "Property" && SEEN.has(parent.key.name) && !namesFile(above);
      if (typeof value === "string" && /\p{L}{2}/u.test(value) && (isColumn || isSeen)) columns.push(value);
    },
  });
  return [...new Set([...found.map(({ message }) => message), ...columns])];
}

/** {file: [message, …]} of the whole page. */
export function gather() {
  const all = sources().map((file) => [
    relative(join(WWW, "src"), file),
    [...new Set(read(readFileSync(file, "utf8")).found.map(({ message }) => message))],
  ]);
  return Object.fromEntries(all.filter(([, messages]) => messages.length > 0));
}

/** An esbuild plugin that says everything in other words: `say(message)` gives the translation, or undefined. */
export function inOtherWords(say) {
  return {
    name: "words",
    setup(build) {
      build.onLoad({ filter: /src\/(page|engine)\/.*\.ts$/ }, ({ path }) => ({
        contents: translated(readFileSync(path, "utf8"), { get: say }),
        loader: "js",
      }));
    },
  };
}

/** A language for tests: every message with accents, so that words that escaped the catalog show. */
const ACCENTS = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú" };
const accented = (text) => text.replaceAll(/[aeiou]/gi, (vowel) => ACCENTS[vowel]);
const accentedMarkup = (markup) =>
  markup.replaceAll(/<[^>]*>|[^<]+/g, (part) =>
    part.startsWith("<")
      ? part.replaceAll(/(aria-label|title|placeholder)="([^"]*)"/g, (_, name, text) => `${name}="${accented(text)}"`)
      : accented(part),
  );

/** The plugin for a language's file; none for English. */
export function language(name) {
  if (name === "en") return [];
  if (name === "pseudo") return [inOtherWords(accentedMarkup)];
  if (!existsSync(catalog(name)) && existsSync(join(WWW, "words", name))) return [];
  if (!existsSync(catalog(name)))
    throw new Error(
      `WORDS=${name}: www/words/${name}.json is missing: copy www/words/en.json and make each message a pair [message, translation]`,
    );
  const pairs = Object.values(JSON.parse(readFileSync(catalog(name), "utf8")))
    .flat()
    .filter(Array.isArray);
  const messages = new Map(pairs);
  return [inOtherWords((message) => messages.get(message))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const now = `${JSON.stringify(gather(), null, 1)}\n`;
  if (!process.argv.includes("--check")) writeFileSync(catalog("en"), now);
  else if (readFileSync(catalog("en"), "utf8") !== now) {
    console.error("words.mjs: www/words/en.json is not what the sources say: run node www/words.mjs");
    process.exitCode = 1;
  }
}
