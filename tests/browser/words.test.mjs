// The words of the interface: gathered in one place, and replaceable without touching the sources.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { importSource } from "./source.mjs";
import { PKG, expectAttribute, launch, openPage, pure, servePackage } from "./support.mjs";

const { CHAPTERS, viewOf } = await pure("views/index.ts");

const WWW = `${PKG}../www/`;
const SCRIPTS = ["unrolled.js", "unrolled.inside.js", "unrolled.chapters.js"];
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The page with its scripts built in other words. */
async function pageInWords(t, words) {
  const folder = mkdtempSync(join(tmpdir(), "unrolled-words-"));
  execFileSync("node", [`${WWW}build.mjs`, "--scripts", folder], { env: { ...process.env, WORDS: words } });
  const server = await servePackage();
  for (const name of SCRIPTS) {
    const script = readFileSync(join(folder, name));
    server.faults.set(`/site/${name}`, (_, response) =>
      response.writeHead(200, { "content-type": "text/javascript" }).end(script),
    );
  }
  rmSync(folder, { recursive: true });
  const opened = await openPage(browser, `${server.origin}/site/`);
  t.after(async () => {
    await opened.close();
    await server.close();
  });
  const explainer = new Explainer(opened.page);
  await explainer.verdict.waitFor();
  await explainer.idle();
  return { ...opened, explainer };
}

/** What stands in elements of some kind, through all shadow roots; the text under study left out. */
const textOf = (page, selector) =>
  page.evaluate((selector) => {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.localName === "unrolled-text") continue;
        if (element.matches(selector)) found.push(element.innerText.trim());
        if (element.shadowRoot !== null) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found.filter((text) => /\p{L}{4}/u.test(text));
  }, selector);

test("www/words/en.json lists what the sources say", () => {
  const { status, stderr } = spawnSync("node", [`${WWW}words.mjs`, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
});

/** Names, fonts and commands: no words of any language. */
const NAMES = new Set(["unrolled import", "unrolled import --weights W.safetensors --vocab V.txt --out DIR", "LIME"]);
const isFont = (text) => /\bserif\b/.test(text);
/** Classes of a style. */
const isStyle = (text) => /^(color-mix\(|\{0\} first$)/.test(text);
/** Views that are still to come to the catalogue. */
const LATER = ["text"];
/** The list of views is plain data: names as they stand in addresses. */
const DATA = ["index.ts"];
/** A key under which what is drawn is kept. */
const isKey = (text) => text === "{0} cells";

test("what views say, in text, attributes, columns and labels, is said by messages", async () => {
  const { saidBy } = await import(`${WWW}words.mjs`);
  const views = `${WWW}src/page/views/`;
  const files = readdirSync(views, { recursive: true }).filter(
    (file) => file.endsWith(".ts") && !DATA.includes(file) && !LATER.some((view) => file.startsWith(`${view}/`)),
  );
  assert.ok(files.length > 50, `${files.length} files`);
  const found = files.flatMap((file) => saidBy(readFileSync(views + file, "utf8")).map((text) => `${file}: ${text}`));
  const isName = (text) => NAMES.has(text) || isFont(text) || isStyle(text) || isKey(text);
  assert.deepEqual(
    found.filter((one) => !isName(one.replace(/^[^:]*: /, ""))),
    [],
  );
  const said = (code) => saidBy(`import { html } from "lit"; export const x = ${code};`);
  assert.deepEqual(said("html`<p>Not by a message</p>`").length, 1);
  assert.deepEqual(said('html`<button aria-label="Press">${1}</button>`').length, 1);
  assert.deepEqual(said('({ columns: ["no.", "word"] })'), ["no.", "word"]);
  assert.deepEqual(said('[{ value: 1, name: "angle" }]'), ["angle"]);
  assert.deepEqual(said('({ name: "moved", source: 1 })'), []);
});

test("what is compiled is what www/words/en says, and no message is without a use", async () => {
  const { status, stderr } = spawnSync("node", [`${WWW}messages.mjs`, "--check"], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const { unused } = await import(`${WWW}messages.mjs`);
  const files = readdirSync(`${WWW}src`, { recursive: true }).filter((file) => file.endsWith(".ts"));
  const sources = files.filter((file) => !file.startsWith("generated/"));
  assert.deepEqual(unused(sources.map((file) => readFileSync(`${WWW}src/${file}`, "utf8"))), []);
});

test("a message has its places; what was typed is no markup, and lists and plurals are the language's", async () => {
  const { list, plain, tell, word } = await importSource("page/writing/sentence.ts");
  const said = tell(({ typed, name, n }) => ["<b>", typed, "</b> and ", name, [" of ", String(n)], "."], {
    typed: "a <b>trap</b>",
    name: word("<b>it"),
    n: 2,
  });
  assert.deepEqual(said, [{ text: "a <b>trap</b>", as: "strong" }, " and ", { text: "“<b>it”", as: "word" }, " of 2."]);
  const listed = (...items) => plain(list(items));
  assert.deepEqual(
    [listed(), listed("a"), listed("a", "b"), listed("a", "b", "c")],
    ["", "a", "a and b", "a, b and c"],
  );
  const { duration, percent } = await importSource("page/writing/numbers.ts");
  assert.deepEqual([60, 89, 90, 7200].map(duration), ["60\u202Fs", "89\u202Fs", "2 minutes", "120 minutes"]);
  assert.deepEqual([0.00001, 0.4999, 1].map(percent), ["under 0.1\u202F%", "just under 50\u202F%", "over 99.9\u202F%"]);
});

test("an error of the engine is said by its key, and in its own words where the catalogue lacks it", async () => {
  const sources = ["page/element/errors.ts", "page/element/engine.ts", "engine/calls.ts", "engine/errors.ts"];
  const { Calls, EngineError, errorSentence, messageOf, sayErrorsBy } = await importSource(...sources);
  const range = { name: "samples", range: "between", low: "1", high: "1000000", found: "0" };
  const says = "expected samples between 1 and 1000000, found 0; change the setting";
  assert.equal(errorSentence("explain_OutOfRange", range), says);
  assert.match(
    errorSentence("explain_OutOfRange", { ...range, range: "at_least_or", word: "all" }),
    /at least 1, or all,/,
  );
  assert.match(errorSentence("bundle_Length", { name: "x", expected: 1033618, found: 12 }), /of 1,033,618 bytes/);
  for (const key of ["", "toString", "explain_Newer"]) assert.equal(errorSentence(key, {}), null);

  const known = new EngineError("settings", "English", { key: "explain_OutOfRange", values: range });
  const newer = new EngineError("settings", "its own words", { key: "explain_Newer", values: {} });
  assert.equal(messageOf(known), "English", "before the catalogue is here");
  sayErrorsBy(errorSentence);
  assert.deepEqual([known, newer, new Error("other")].map(messageOf), [says, "its own words", "other"]);

  // What the page's own side says stands in the catalogue as it stands in the message.
  const thread = { post() {}, terminate() {} };
  const ends = [
    (calls, id) =>
      calls.hear({
        id,
        kind: "error",
        error: { kind: "memory", message: "The browser ran out of memory.", fatal: true },
      }),
    (calls) => calls.crash("a trap"),
  ];
  for (const end of ends) {
    const calls = new Calls(() => {});
    calls.use(thread);
    const { id, result } = calls.send({ action: "card" });
    end(calls, id);
    const error = await result.catch((error) => error);
    assert.equal(errorSentence(error.key, error.values), error.message);
    const after = await calls.send({ action: "card" }).result.catch((error) => error);
    assert.equal(errorSentence(after.key, after.values), after.message);
  }
});

test("a language is a folder of messages: what it lacks stays English, and other places are refused by name", (t) => {
  const folder = `${WWW}words/test${process.pid}`;
  mkdirSync(folder);
  t.after(() => rmSync(folder, { recursive: true }));
  const build = (messages) => {
    writeFileSync(`${folder}/numbers.json`, JSON.stringify(messages));
    const out = mkdtempSync(join(tmpdir(), "unrolled-words-"));
    const env = { ...process.env, WORDS: `test${process.pid}` };
    const { status, stderr } = spawnSync("node", [`${WWW}build.mjs`, "--scripts", out], { env, encoding: "utf8" });
    const script = status === 0 ? readFileSync(join(out, "unrolled.js"), "utf8") : "";
    rmSync(out, { recursive: true });
    return { status, stderr, script };
  };
  const good = build({ over: "mehr als {bound}" });
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.script, /"mehr als "/);
  assert.match(good.script, /"just under "/);
  const bad = build({ over: "mehr als {value}" });
  assert.notEqual(bad.status, 0);
  assert.match(bad.stderr, /numbers\.json: over has the places value: give it bound/);
});

test("with every message in accents the page works, and nothing that leads or is pressed is left in English", async (t) => {
  const { page, problems, explainer } = await pageInWords(t, "pseudo");
  const accented = /[áéíóú]/i;
  const selectors = ["h1, h2, h3, h4", ".verdict h2", ".chapters b", ".chapters span", "nav button", ".sentence"];
  const found = new Map(selectors.map((selector) => [selector, 0]));
  for (const chapter of CHAPTERS) {
    await explainer.root.evaluate((element, chapter) => Object.assign(element, { chapter, unfold: "all" }), chapter);
    await expectAttribute(explainer.root.locator(`#to-${chapter}`), "aria-selected", /true/);
    await explainer.root.locator(`#${viewOf(chapter)}`).waitFor();
    await explainer.idle();
    for (const selector of selectors) {
      const texts = await textOf(page, selector);
      found.set(selector, found.get(selector) + texts.length);
      assert.deepEqual(
        texts.filter((text) => !accented.test(text)).filter((text) => /\s/.test(text)),
        [],
        `${chapter}: ${selector}`,
      );
    }
  }
  assert.deepEqual(
    selectors.filter((selector) => found.get(selector) === 0),
    [],
  );
  assert.deepEqual(problems, []);
});

test("a language is a file of messages; one that moves a value is refused by name", (t) => {
  const name = `test${process.pid}`;
  const file = `${WWW}words/${name}.json`;
  t.after(() => rmSync(file));
  const build = (pairs) => {
    writeFileSync(file, JSON.stringify({ "page/export/copied.ts": pairs }));
    const folder = mkdtempSync(join(tmpdir(), "unrolled-words-"));
    const { status, stderr } = spawnSync("node", [`${WWW}build.mjs`, "--scripts", folder], {
      env: { ...process.env, WORDS: name },
      encoding: "utf8",
    });
    const script = status === 0 ? SCRIPTS.map((file) => readFileSync(join(folder, file), "utf8")).join("") : "";
    rmSync(folder, { recursive: true });
    return { status, stderr, script };
  };
  const english = JSON.parse(readFileSync(`${WWW}words/en.json`, "utf8"));
  const [copied] = english["page/export/copied.ts"].filter((message) => message === "Copied.");
  const good = build([[copied, "Mitgenommen, ändern"]]);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.script, /Mitgenommen, (ändern|\\xE4ndern)/);
  const all = Object.values(english)
    .flat()
    .find((message) => message.includes("{1}"));
  const moved = all.replace("{0}", "{x}").replace("{1}", "{0}").replace("{x}", "{1}");
  const bad = build([[all, moved]]);
  assert.notEqual(bad.status, 0);
  assert.match(bad.stderr, /must stay in their order/);
});
