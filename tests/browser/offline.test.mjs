// unrolled.html opened by double-clicking, with no network.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Explainer } from "./explainer.mjs";
import { PKG, expect, launch, openPage } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const offline = (path) => openPage(browser, pathToFileURL(path).href, { offline: true });

test("everything works from the one file", async (t) => {
  const { page, problems, requests, close } = await offline(`${PKG}unrolled.html`);
  t.after(close);
  const explainer = new Explainer(page);
  await explainer.live();
  await explainer.type("Not one joke is funny and the ending is predictable .");
  await expect(explainer.facts, /10 words/);
  await explainer.select(9);
  await expect(await explainer.card(/Has it seen this/), /predictable appears in.+Similar passages.+labelled/, 60_000);
  await expect(await explainer.card(/What was it looking for/), /would (raise|lower) it most/);
  const move = await explainer.card(/Did it move/);
  await explainer.button(/^Run LIME/, move).click();
  await explainer.explain(move);
  await expect(move, /LIME’s straight line explains/, 60_000);
  assert.equal(page.workers().length, 2);
  const looking = await explainer.card(/What was it looking for/);
  await explainer.button("Find the free vector", looking).click();
  await explainer.explain(looking);
  await expect(looking, /The words nearest to it, by cosine.+A free vector reaches/, 90_000);
  assert.deepEqual(
    page.workers().map((worker) => new URL(worker.url()).protocol),
    ["blob:", "blob:", "blob:"],
    "the engine, the further module and the gradients module",
  );
  assert.deepEqual(
    requests.filter((url) => !/^(file|data|blob):/.test(url)),
    [],
  );
  assert.deepEqual(problems, []);
});

test("where all is inside nothing is offered by its megabytes", async (t) => {
  const { page, close } = await offline(`${PKG}unrolled.html`);
  t.after(close);
  const explainer = new Explainer(page);
  await explainer.live();
  await explainer.texts("Browse the validation texts");
  await expect(explainer.root.locator("unrolled-examples"), /Choose which to list\./);
  const text = await explainer.root.evaluate((element) => {
    const read = (node) =>
      node.nodeType === 3 ? node.data : [...(node.shadowRoot ?? node).childNodes].map(read).join(" ");
    return read(element.shadowRoot);
  });
  assert.doesNotMatch(text, /Load[^.]*\(\d+.MB\)|this loads|after loading|on their way|too \(\d+.MB\)/);
});

test("a file that was cut off on its way says so and keeps its first view", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "unrolled-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const whole = readFileSync(`${PKG}unrolled.html`, "utf8");
  const cut = whole.slice(0, whole.indexOf('id="unrolled/vocab.txt"') - 200);
  writeFileSync(join(folder, "cut.html"), cut);
  const { page, close } = await offline(join(folder, "cut.html"));
  t.after(close);
  const explainer = new Explainer(page);
  await explainer.shown();
  await expect(explainer.status, /This file holds no .+cut off.+get it again|was cut off/);
});

test("the site's own page opened from a folder points to the file that works", async (t) => {
  const { page, close } = await offline(`${PKG}site/index.html`);
  t.after(close);
  await expect(new Explainer(page).status, /open unrolled\.html/);
});
