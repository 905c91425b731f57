// The documentation: a whole page for every method, links that lead somewhere, snippets that run, and pages that read well
// in light, dark and on a phone without asking anybody for anything.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withSection } from "../../benches/record.mjs";
import { QUESTIONS } from "../../www/docs.mjs";
import { SECTIONS, sectionsOf } from "../../www/rustdoc.mjs";
import { Explainer } from "./explainer.mjs";
import { UNROLLED } from "./network.mjs";
import { PKG, expect, launch, openPage, require, servePackage, strangers } from "./support.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DOCS = join(PKG, "site/docs");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const source = (name) => readFileSync(join(ROOT, name), "utf8");
const pages = readdirSync(DOCS, { recursive: true }).filter((name) => name.endsWith(".html"));
const html = (name) => readFileSync(join(DOCS, name), "utf8");

const folder = mkdtempSync(join(tmpdir(), "unrolled-docs-"));
after(() => rmSync(folder, { recursive: true }));

/** As the command line lists them, so that a new one needs a page without a word here. */
function methods() {
  const help = execFileSync(UNROLLED, ["explain", "--help"], { encoding: "utf8" });
  return ["predict", .../possible values: ([a-z, -]+)\]/.exec(help)[1].split(", ")];
}

for (const method of methods()) {
  test(`${method}: a page with its source, cost, fidelity and when not to believe it, and a row in the list`, () => {
    const page = html(`methods/${method}.html`);
    for (const { heading } of SECTIONS) {
      const [, text] = new RegExp(`<h2 id="[^"]*">${heading}</h2>\\n([\\s\\S]*?)(?=<h2|</main>)`).exec(page) ?? [];
      assert.ok((text ?? "").replaceAll(/<[^>]+>/g, "").trim().length > 5, `${method} does not say: ${heading}`);
    }
    if (method !== "predict") assert.match(page, /\b(19|20)\d\d\b|the paper’?'?s §|[Tt]he paper/, "names a source");
    assert.match(html("methods.html"), new RegExp(`href="methods/${method}\\.html"`));
  });
}

test("no method has a page that the program does not know", () => {
  assert.deepEqual(
    readdirSync(join(DOCS, "methods")).sort(),
    methods()
      .map((name) => `${name}.html`)
      .sort(),
  );
});

test("the list has the methods under the questions that they declare", () => {
  const declared = execFileSync(UNROLLED, ["methods", "--json"], { encoding: "utf8" }).trim().split("\n");
  const questions = Object.fromEntries(Object.values(QUESTIONS).map((question) => [question, []]));
  for (const { name, question } of declared.map((line) => JSON.parse(line))) questions[QUESTIONS[question]].push(name);
  const [, ...groups] = source("www/docs/methods.md").split(/^## /m);
  const listed = groups.map((group) => [
    group.slice(0, group.indexOf("\n")),
    [...group.matchAll(/^\| \[([a-z-]+)\]\(methods\//gm)].map(([, name]) => name).filter((name) => name !== "predict"),
  ]);
  const sorted = (entries) => Object.fromEntries(entries.map(([question, names]) => [question, names.sort()]));
  assert.deepEqual(sorted(listed), sorted(Object.entries(questions)));
});

/** As the table of `embedding.md` names them. */
const attributes = () =>
  [.../\n\| attribute \|[\s\S]+?\n\n/.exec(source("www/docs/embedding.md"))[0].matchAll(/^\| `([a-z]+)/gm)].map(
    ([, name]) => name,
  );

test("every attribute is in the element's types and in the package's README", () => {
  const [, types] = /interface UnrolledExplainer[^{]*\{([\s\S]+?)addEventListener/.exec(
    source("www/src/package/unrolled.d.mts"),
  );
  const typed = [...types.matchAll(/^ {2}([a-z]+): /gm)].map(([, name]) => name);
  assert.deepEqual(typed.sort(), attributes().sort());
  const [list] = /^Attributes of the element.+$/m.exec(source("pkg/README.md"));
  for (const name of attributes()) assert.ok(list.includes(`\`${name}\``), name);
});

test("parts of a module doc are found at the start of a sentence only", () => {
  const doc =
    "An idea: [`Thing`](crate::Thing) costs.\n\n1. Do this. Cost: one pass. Fidelity: exact (it is).\nDo not believe it: ever.\n\nMore doubt, at no Cost: none.";
  assert.deepEqual(sectionsOf(doc), {
    how: "An idea: `Thing` costs.\n\n1. Do this.",
    cost: "One pass.",
    fidelity: "Exact (it is).",
    doubt: "Do not believe it: ever.\n\nMore doubt, at no Cost: none.",
  });
});

test("every link leads somewhere, and every page is reached", () => {
  const reached = new Set(["index.html"]);
  for (const name of pages) {
    for (const [, href] of html(name).matchAll(/<(?:a|link)[^>]* href="([^"]+)"/g)) {
      if (href === "data:,") continue;
      assert.ok(!/^[a-z]+:/.test(href), `${name} leads to another host: ${href}`);
      const [path, anchor] = href.split("#");
      const target = path === "" ? join(DOCS, name) : resolve(DOCS, dirname(name), path);
      assert.ok(statSync(target, { throwIfNoEntry: false })?.isFile(), `${name} links to ${href}, which is not there`);
      if (anchor !== undefined)
        assert.ok(readFileSync(target, "utf8").includes(`id="${anchor}"`), `${name} links to ${href}: no such place`);
      if (target.startsWith(DOCS)) reached.add(target.slice(DOCS.length + 1));
    }
  }
  assert.deepEqual(
    pages.filter((name) => !reached.has(name)),
    [],
  );
});

test("links between the Markdown files lead somewhere too, README's included", () => {
  const files = [
    "README.md",
    "ARCHITECTURE.md",
    "benches/README.md",
    ...readdirSync(join(ROOT, "www/docs"), { recursive: true })
      .filter((name) => name.endsWith(".md"))
      .map((name) => `www/docs/${name}`),
  ];
  const made = /^(\.\.\/)+(selftest|reproduction)\.html$|^methods\/.+\.md$/;
  for (const name of files) {
    for (const [, href] of source(name).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(href) || made.test(href) || href === "link" || href === "unrolled.svg") continue;
      assert.ok(
        statSync(join(ROOT, dirname(name), href), { throwIfNoEntry: false }),
        `${name} links to ${href}, which is not there`,
      );
    }
  }
});

test("every decision has its date", () => {
  for (const name of readdirSync(join(ROOT, "www/docs/decisions")).filter((name) => name !== "index.md")) {
    assert.match(
      source(`www/docs/decisions/${name}`),
      /^# .+\n\n\*\d{4}-\d\d-\d\d(?: (?:to|and) \d{4}-\d\d-\d\d)?\*\n/,
      name,
    );
  }
});

test("README is a screen and a half, and says which accuracy is which", () => {
  const readme = source("README.md");
  assert.ok(Buffer.byteLength(readme) <= 7000, `${Buffer.byteLength(readme)} bytes`);
  const { metrics } = JSON.parse(source("www/model/model.json"));
  const percent = (share) => `${(100 * share).toFixed(2)} %`;
  assert.ok(readme.includes(`**${percent(metrics.test.accuracy)}** of the 25,000 published test reviews`));
  assert.ok(readme.includes(`${percent(metrics.int8.validation.accuracy)} of the 7,500 validation reviews`));
});

test("wherever the test accuracy stands, it is that of the model's own data", () => {
  const { metrics } = JSON.parse(source("www/model/model.json"));
  const said = (name) => [
    ...source(name).matchAll(
      /([\d.]+) %\**(?=[^|.]* 25,000 published test reviews)|right on (89[\d.]+) %|\| 25,000 \| ([\d.]+) %/g,
    ),
  ];
  for (const name of [
    "README.md",
    "CHANGELOG.md",
    "pkg/README.md",
    "benches/RESULTS.md",
    "www/docs/network.md",
    "www/docs/paper.md",
  ]) {
    const found = said(name).map((match) => match.slice(1).find((figure) => figure !== undefined));
    assert.ok(found.length > 0, `${name} does not say it`);
    for (const figure of found) assert.equal(figure, (100 * metrics.test.accuracy).toFixed(2), name);
  }
});

test("a benchmark replaces its own section and nothing else", () => {
  const document = "# Results\n\nBefore.\n\n<!-- begin a -->\nold\n<!-- end a -->\n\nAfter.\n";
  assert.equal(withSection(document, "a", "\nnew\n"), document.replace("old", "new"));
  assert.equal(withSection(document, "b", "new"), `${document}\n<!-- begin b -->\nnew\n<!-- end b -->\n`);
  assert.throws(
    () => withSection(document.replace("<!-- end a -->", ""), "a", "new"),
    /expected <!-- begin a --> and then <!-- end a -->/,
  );
  const results = source("benches/RESULTS.md");
  for (const part of ["page", "forward", "lime", "waits", "growth", "accuracy", "test", "sizes"])
    assert.ok(results.includes(`<!-- begin ${part} -->`), part);
});

describe("snippets", () => {
  const fenced = (name, language) =>
    [...source(name).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]+?)^\`\`\``, "gm"))].map(([, text]) => text);

  test("the lesson is by the schema, and the page reads it", async () => {
    const [text] = fenced("www/docs/lessons.md", "json");
    const isByTheSchema = new (require("ajv/dist/2020"))().compile(
      JSON.parse(source("www/lessons/lesson.schema.json")),
    );
    assert.ok(isByTheSchema(JSON.parse(text)), JSON.stringify(isByTheSchema.errors));
    const { outputFiles } = await require("esbuild").build({
      entryPoints: [join(ROOT, "www/src/page/lesson/lesson.ts")],
      bundle: true,
      format: "esm",
      write: false,
    });
    const { parseLesson } = await import(
      `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
    );
    assert.equal(parseLesson(text).steps.length, 2);
  });

  test("the script for Node prints a probability, progress and weights", () => {
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(PKG, join(folder, "node_modules/unrolled"));
    for (const [i, name] of ["www/docs/scripts.md", "pkg/README.md"].entries()) {
      const file = join(folder, `snippet${i}.mjs`);
      writeFileSync(file, fenced(name, "js")[0]);
      const lines = execFileSync(process.execPath, [file], { encoding: "utf8" }).trim().split("\n");
      assert.ok(Number(lines[0]) > 0 && Number(lines[0]) < 1, `${name}: ${lines[0]}`);
      assert.match(lines.at(-1), /\]/);
    }
  });

  test("the command lines answer in JSON", () => {
    const lines = source("www/docs/command-line.md")
      .split("\n")
      .filter((line) => line.startsWith("    echo"));
    assert.equal(lines.length, 2);
    for (const line of lines) {
      const [, text, command] = /echo "(.+?)" \| unrolled (.+)$/.exec(line);
      const { tokens } = JSON.parse(
        execFileSync(UNROLLED, command.split(" "), { cwd: ROOT, input: `${text}\n`, encoding: "utf8" }),
      );
      assert.ok(tokens.length > 5);
    }
  });

  for (const name of ["README.md", "www/docs/embedding.md"]) {
    test(`${name}: the two tags make a page that reads the text`, async (t) => {
      const [tags] = fenced(name, "html");
      const path = "/somewhere/blog.html";
      const server = await servePackage({
        pages: {
          [path]: `<!doctype html><html lang="en"><title>A blog</title>${tags.replace("https://your.site/unrolled/", "/site/")}</html>`,
        },
      });
      const browser = await launch();
      t.after(() => Promise.all([browser.close(), server.close()]));
      const { page } = await openPage(browser, `${server.origin}${path}`);
      const explainer = new Explainer(page);
      await explainer.live({ unfold: "" });
      await expect(explainer.root.locator("unrolled-text"), /A fine film, but the end is dull/);
      const areMissing = (element, names) => names.filter((name) => !(name in element));
      assert.deepEqual(
        await explainer.root.evaluate(areMissing, attributes()),
        [],
        "attributes that are no properties",
      );
    });
  }
});

describe("in a browser", () => {
  let browser, server;
  before(async () => {
    browser = await launch();
    server = await servePackage();
  });
  after(() => Promise.all([browser.close(), server.close()]));

  const LOOKS = [
    ["light", { colorScheme: "light", viewport: { width: 1280, height: 900 } }],
    ["dark", { colorScheme: "dark", viewport: { width: 1280, height: 900 } }],
    ["a phone", { viewport: { width: 390, height: 844 }, hasTouch: true }],
    ["a narrow phone in the dark", { colorScheme: "dark", viewport: { width: 320, height: 640 } }],
  ];
  /** One of each kind: prose with code, wide tables, a method, a decision. */
  const SOME = ["embedding.html", "formats.html", "methods/lime.html", "decisions/005-lime.html"];

  for (const [name, look] of LOOKS) {
    test(`${name}: axe finds nothing, and nobody is asked`, async (t) => {
      const { page, problems, requests, close } = await openPage(browser, undefined, look);
      t.after(close);
      for (const path of SOME) {
        await page.goto(`${server.origin}/site/docs/${path}`);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`),
          [],
        );
      }
      assert.deepEqual(strangers(requests, server.origin), []);
      assert.deepEqual(problems, []);
    });
  }

  test("no page is wider than the narrowest phone", async (t) => {
    const { page, close } = await openPage(browser, undefined, { viewport: { width: 320, height: 640 } });
    t.after(close);
    for (const path of pages) {
      await page.goto(`${server.origin}/site/docs/${path}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 320, `${path} is ${width} px wide`);
    }
  });

  test("opened from disk, pages have their style and their links", async (t) => {
    const { page, problems, close } = await openPage(browser, pathToFileURL(join(DOCS, "methods/lime.html")).href);
    t.after(close);
    assert.equal(
      await page
        .locator("pre, code")
        .first()
        .evaluate((code) => /mono/i.test(getComputedStyle(code).fontFamily)),
      true,
    );
    await page.getByRole("link", { name: "Formats" }).click();
    assert.equal(await page.locator("h1").innerText(), "Formats");
    assert.deepEqual(problems, []);
  });

  test("the page's foot leads here, where there is something to lead to", async (t) => {
    const { page, close } = await openPage(browser, `${server.origin}/site/index.html`);
    t.after(close);
    const explainer = new Explainer(page);
    await explainer.live({ unfold: "" });
    await explainer.root.getByRole("link", { name: "Documentation" }).click();
    assert.equal(await page.locator("h1").innerText(), "Unrolled: documentation");
    for (const elsewhere of [`${server.origin}/site/embed.html`, pathToFileURL(join(PKG, "unrolled.html")).href]) {
      const other = await openPage(browser, elsewhere);
      t.after(other.close);
      const embedded = new Explainer(other.page);
      await embedded.live({ unfold: "" });
      assert.equal(await embedded.root.getByRole("link", { name: "Documentation" }).count(), 0, elsewhere);
    }
  });
});
