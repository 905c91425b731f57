// Writes SITE/selftest.json (`node selftest.mjs SITE`): what the native build says of a few texts of our own, by every method that it knows, so
// that any browser can be asked for the same (www/selftest.html).
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const UNROLLED = `${ROOT}target/release/unrolled`;
const SITE = `${ROOT}${process.argv[2] ?? "pkg/site"}`;
const BUNDLE = `${SITE}/bundle`;

/** By name; `span` for the methods that ask about some of the words. The empty text has none. */
const TEXTS = {
  "a sequel": {
    text: "I expected very little from this sequel, and for the first hour it gave me exactly that: tired jokes, a plot I had forgotten before it was over, and not one character worth caring about. Then the last act turned everything around. It is funny, tender and beautifully drawn, and the ending is anything but predictable. Not perfect, but I left smiling. 8/10",
    span: [61, 64],
  },
  "with an emoji": { text: "Not one joke is funny 😴 and the ending is terrible!", span: [9, 11] },
  "right to left": { text: "סרט נפלא, a wonderful film — فيلم رائع", span: [3, 5] },
  "the empty text": { text: "" },
};
const WITH_SPAN = new Set(["activation-similarity", "token-search", "pattern-search"]);

/** The same comparison that the page makes. */
async function compareModule() {
  const { outputFiles } = await build({
    entryPoints: [`${ROOT}www/src/selftest/compare.ts`],
    bundle: true,
    format: "esm",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** What the command line prints: answers, one for each line of `input`, or the sentence of its refusal. */
function ask(verb, input, settings) {
  const set = Object.entries(settings).flatMap(([key, value]) => [
    "--set",
    `${key}=${Array.isArray(value) ? value.join("..") : value}`,
  ]);
  const options = { input, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["pipe", "pipe", "pipe"] };
  try {
    const lines = execFileSync(UNROLLED, [...verb, "--bundle", BUNDLE, "--json", ...set], options)
      .trimEnd()
      .split("\n");
    return { answers: lines.map((line) => JSON.parse(line)) };
  } catch (error) {
    if (typeof error.stderr !== "string") throw error;
    return { refused: error.stderr.trim().replace(/^unrolled: /, "") };
  }
}

/** The methods as they declare themselves, so that a new one is checked without a word here. */
function methods() {
  const lines = execFileSync(UNROLLED, ["methods", "--json"], { encoding: "utf8" }).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line).name);
}

/** One method on all texts: in one run of the program, or with a span of its own for each. */
function checksOf(method, { fingerprint }) {
  const verb = method === "predict" ? ["predict"] : ["explain", method];
  const entries = Object.entries(TEXTS).filter(([, { span }]) => span !== undefined || !WITH_SPAN.has(method));
  const check = (name, settings, answer) => ({ method, text: name, settings, ...fingerprint(method, answer) });
  const refusal = (name, settings, refused) => ({ method, text: name, settings, refused });
  if (!WITH_SPAN.has(method)) {
    const { answers, refused } = ask(verb, entries.map(([, { text }]) => `${text}\n`).join(""), {});
    return entries.map(([name], i) =>
      refused === undefined ? check(name, {}, answers[i]) : refusal(name, {}, refused),
    );
  }
  return entries.map(([name, { text, span }]) => {
    const { answers, refused } = ask(verb, `${text}\n`, { span });
    return refused === undefined ? check(name, { span }, answers[0]) : refusal(name, { span }, refused);
  });
}

const compare = await compareModule();
const checks = ["predict", ...methods()].flatMap((method) => checksOf(method, compare));
const { model_hash: model } = JSON.parse(readFileSync(`${BUNDLE}/manifest.json`, "utf8"));
const texts = Object.fromEntries(Object.entries(TEXTS).map(([name, { text }]) => [name, text]));
writeFileSync(`${SITE}/selftest.json`, JSON.stringify({ format: 1, model, texts, checks }));
console.log(`selftest.json: ${checks.length} checks`);
