// The page's messages: words/LANGUAGE/NAME.json holds whole sentences by key, in ICU MessageFormat, and this compiles them:
//   node messages.mjs            writes src/generated/words/NAME.ts, the English ones, with a type for every message's places
//   node messages.mjs --check    ends with code 1 when they are not what words/en says
//   WORDS=xx ./build.sh          builds the page with words/xx; a message that is missing there stays English
// <b>…</b> is emphasis. numbers.ts and sentence.ts format what stands in places: {p, percent}, {items, list}; {name} takes words.
import MessageFormat from "@messageformat/core";
import compileModule from "@messageformat/core/compile-module.js";
import { parse } from "@messageformat/parser";
import MagicString from "magic-string";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const WWW = fileURLToPath(new URL(".", import.meta.url));
const OUT = join(WWW, "src/generated/words");
const folderOf = (language) => join(WWW, "words", language);
const NUMBERS = "../../page/writing/numbers";
const SENTENCE = "../../page/writing/sentence";

/** What formats a place, where that stands, and the type of what it takes. */
const FORMATTERS = {
  percent: [NUMBERS, "number"],
  count: [NUMBERS, "number"],
  decimal: [NUMBERS, "number"],
  signed: [NUMBERS, "number"],
  size: [NUMBERS, "number"],
  megabytes: [NUMBERS, "number"],
  duration: [NUMBERS, "number"],
  list: [SENTENCE, "readonly Place[]"],
};

const read = (language, name) => JSON.parse(readFileSync(join(folderOf(language), `${name}.json`), "utf8"));
export const names = () =>
  readdirSync(folderOf("en"))
    .filter((file) => file.endsWith(".json"))
    .map((file) => basename(file, ".json"))
    .sort();

/** The places of a message with their types, {name: type}. */
function placesOf(message, found = {}) {
  const add = (name, type) => {
    // A number that also decides a plural, words that also decide a choice: the narrower type says both.
    if (found[name] === undefined || found[name] === "Place") found[name] = type;
    else if (type !== "Place" && type !== found[name]) {
      if (!found[name].startsWith('"') || !type.startsWith('"'))
        throw new Error(`{${name}} is ${found[name]} and ${type}`);
      found[name] = [...new Set([...found[name].split(" | "), ...type.split(" | ")])].join(" | ");
    }
  };
  for (const token of typeof message === "string" ? parse(message) : message) {
    if (token.type === "argument") add(token.arg, "Place");
    if (token.type === "function") {
      if (FORMATTERS[token.key] === undefined) throw new Error(`{${token.arg}, ${token.key}}: no such formatter`);
      add(token.arg, FORMATTERS[token.key][1]);
    }
    if (token.type === "plural" || token.type === "selectordinal") add(token.arg, "number");
    if (token.type === "select")
      add(
        token.arg,
        token.cases
          .map(({ key }) => JSON.stringify(key))
          .sort()
          .join(" | "),
      );
    for (const { tokens } of token.cases ?? []) placesOf(tokens, found);
  }
  return found;
}

/** The messages of one file as a module's source in TypeScript. */
function compiled(language, messages, file) {
  const customFormatters = Object.fromEntries(
    Object.entries(FORMATTERS).map(([key, [module]]) => [key, { formatter: (value) => value, module, id: key }]),
  );
  const types = {};
  for (const [key, message] of Object.entries(messages)) {
    try {
      types[key] = placesOf(message);
    } catch (error) {
      throw new Error(`${file}: ${key}: ${error.message}`, { cause: error });
    }
  }
  const source = compileModule(new MessageFormat(language, { returnType: "values", customFormatters }), messages);
  const typed = source.replaceAll(/^ {2}(\w+): \(d\) =>/gm, (_, key) => {
    const places = Object.entries(types[key])
      .sort()
      .map(([name, type]) => `${name}: ${type}`);
    return `  ${key}: (d: { ${places.join("; ")} }) =>`;
  });
  // The page's formatters know its language by themselves; what a message may add is a number of digits: {x, decimal, 0}.
  const formatters = Object.keys(FORMATTERS).join("|");
  const short = typed.replaceAll(
    new RegExp(`\\b(${formatters})\\((d\\.\\w+), "[\\w-]+"(?:, \\(" *(\\d+) *"\\)\\.trim\\(\\))?\\)`, "g"),
    (_, name, place, digits) => `${name}(${place}${digits === undefined ? "" : `, ${digits}`})`,
  );
  const place = /: (readonly )?Place\b/.test(short) ? `import type { Place } from "${SENTENCE}";\n` : "";
  return `/** Compiled from ${file} by messages.mjs: not to be edited. */\n${place}${exported(short)}\n`;
}

/** Each message by itself, so that a script holds those it uses, under names as short as a compiler makes them. */
function exported(source) {
  const [before, after] = source.split("export default {\n");
  const lines = after.replace(/\n\}\s*$/, "").split("\n");
  const keys = [];
  const constants = lines.map((line) => {
    const [, key, message] = /^ {2}"?(\w+)"?: (.*?),?$/.exec(line);
    keys.push(key);
    return `const _${key} = ${message};\n`;
  });
  return `${before}${constants.join("")}export { ${keys.map((key) => `_${key} as ${key}`).join(", ")} };`;
}

const english = (name) => compiled("en", read("en", name), `words/en/${name}.json`);

/** A language's module: its own messages, and the English ones that it lacks. */
function translated(language, name) {
  const [own, all] = [read(language, name), read("en", name)];
  const file = `words/${language}/${name}.json`;
  for (const [key, message] of Object.entries(own)) {
    if (all[key] === undefined) throw new Error(`${file}: ${key} is no message of words/en/${name}.json: take it out`);
    const [wanted, found] = [all[key], message].map((text) => Object.keys(placesOf(text)).sort().join(", "));
    if (wanted !== found)
      throw new Error(`${file}: ${key} has the places ${found || "none"}: give it ${wanted || "none"}`);
  }
  const missing = Object.fromEntries(Object.entries(all).filter(([key]) => own[key] === undefined));
  if (Object.keys(missing).length === 0) return compiled(language, own, file);
  const rest = `export { ${Object.keys(missing).join(", ")} } from ${JSON.stringify(`${name}?english`)};`;
  return `${rest}\n${compiled(language, own, file)}`;
}

/** Every message with accents, so that words which escaped the catalogue show. */
const ACCENTS = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú" };
export const accented = (text) => text.replaceAll(/[aeiou]/gi, (vowel) => ACCENTS[vowel]);

function inAccents(message) {
  const out = new MagicString(message);
  const walk = (tokens) => {
    for (const token of tokens) {
      if (token.type === "content" && token.value.trim() !== "") {
        const { offset, text } = token.ctx;
        out.overwrite(offset, offset + text.length, accented(text).replaceAll(/<(\/?)b>/g, "<$1b>"));
      }
      for (const { tokens: inner } of token.cases ?? []) walk(inner);
    }
  };
  walk(parse(message));
  return out.toString();
}

/** An esbuild plugin that puts a language's messages in the place of the English ones; none for English. */
export function messagesIn(language) {
  if (language === "en") return [];
  const pseudo = language === "pseudo";
  const source = (name) => {
    // The language's own name is no words.
    if (pseudo && name === "locale") return english(name);
    if (pseudo) {
      // The language's own name is no word.
      const said = (message) => (name === "locale" ? message : inAccents(message));
      const messages = Object.entries(read("en", name)).map(([key, message]) => [key, said(message)]);
      return compiled("en", Object.fromEntries(messages), `words/en/${name}.json`);
    }
    return existsSync(join(folderOf(language), `${name}.json`)) ? translated(language, name) : english(name);
  };
  return [
    {
      name: "messages",
      setup(b) {
        b.onResolve({ filter: /\?english$/ }, ({ path }) => ({ path, namespace: "english" }));
        b.onLoad({ filter: /.*/, namespace: "english" }, ({ path }) => ({
          contents: english(path.replace("?english", "")),
          loader: "ts",
          resolveDir: OUT,
        }));
        b.onLoad({ filter: /src\/generated\/words\/.*\.ts$/ }, ({ path }) => ({
          contents: source(basename(path, ".ts")),
          loader: "ts",
        }));
      },
    },
  ];
}

/** Catalogues whose keys come with an error of the engine: no file asks for them by name. */
const BY_ERRORS = ["errors", "engine"];

/** Messages that no file of the page asks for, as [name, key]. */
export function unused(sources) {
  const asked = names().filter((name) => !BY_ERRORS.includes(name));
  return asked.flatMap((name) =>
    Object.keys(read("en", name))
      .filter(
        (key) =>
          !sources.some((text) => text.includes(`generated/words/${name}"`) && new RegExp(`\\.${key}\\b`).test(text)),
      )
      .map((key) => [name, key]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes("--check");
  const wanted = new Map(names().map((name) => [`${name}.ts`, english(name)]));
  const stale = [...wanted].filter(([file, source]) => {
    const path = join(OUT, file);
    return !existsSync(path) || readFileSync(path, "utf8") !== source;
  });
  const gone = readdirSync(OUT).filter((file) => !wanted.has(file));
  if (!check) {
    for (const [file, source] of stale) writeFileSync(join(OUT, file), source);
    for (const file of gone) rmSync(join(OUT, file));
  } else if (stale.length + gone.length > 0) {
    const files = [...stale.map(([file]) => file), ...gone].join(", ");
    console.error(`messages.mjs: src/generated/words is not what words/en says (${files}): run node www/messages.mjs`);
    process.exitCode = 1;
  }
}
