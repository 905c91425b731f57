// What a screen reader hears of a text of our own, kept in aria/: read aloud it must make sense. ARIA=write writes it anew; then read it.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, launch, openPage, servePackage, until } from "./support.mjs";

const KEPT = fileURLToPath(new URL("aria/", import.meta.url));
const TEXT = "A dull plot, but beautifully drawn. 8/10";
const PARTS = {
  header: ({ root }) => root.locator("header"),
  verdict: ({ root }) => root.locator(".verdict"),
  text: ({ root }) => root.locator("unrolled-sheet"),
  summary: ({ root }) => root.locator("unrolled-summary"),
  chapters: ({ root }) => root.getByRole("tablist"),
  reading: (explainer) => explainer.view("reading"),
  move: (explainer) => explainer.view("move"),
  phrases: (explainer) => explainer.view("phrases"),
  model: (explainer) => explainer.view("model"),
};

let browser, server, page, explainer;
before(async () => {
  browser = await launch();
  server = await servePackage();
  page = await openPage(browser, `${server.origin}/site/index.html#t=${encodeURIComponent(TEXT)}&select=6-6`);
  explainer = new Explainer(page.page);
  await explainer.live({ unfold: "" });
  await page.page.keyboard.press("Shift"); // somebody is here to read
  await expect(await explainer.view("reading"), /Without it, the score would end/);
  await expect(await explainer.view("phrases"), /together/);
  await expect(await explainer.view("move"), /without/);
  // Training data come to who reads on.
  await (await explainer.view("credibility")).scrollIntoViewIfNeeded();
  await page.page.mouse.wheel(0, 1);
  await expect(explainer.facts, /credibility/);
  await explainer.drawn();
});
after(() => Promise.all([browser.close(), server.close()]));

for (const [name, part] of Object.entries(PARTS)) {
  test(`read aloud: ${name}`, async () => {
    const read = async () => `${(await (await part(explainer)).ariaSnapshot()).replaceAll(server.origin, "")}\n`;
    const file = `${KEPT}${name}.yml`;
    if (process.env.ARIA === "write") {
      mkdirSync(KEPT, { recursive: true });
      writeFileSync(file, await read());
    }
    const kept = readFileSync(file, "utf8");
    const told = await until(read, (now) => now === kept, { timeout: 10_000 }).catch(read); // an answer may still come
    assert.equal(
      told,
      kept,
      "read the difference aloud; if it makes sense, ARIA=write node --test tests/browser/aria.test.mjs",
    );
  });
}

test("the text is one stop of the tab key, whatever its length; arrows move inside it, and each says where it pulls", async () => {
  const options = explainer.root.locator("unrolled-text [role=option]");
  const stops = await options.evaluateAll((all) => all.filter((option) => option.tabIndex === 0).length);
  assert.equal(stops, 1);
  await options.nth(5).focus();
  await page.page.keyboard.press("ArrowRight");
  const focused = () =>
    page.page.evaluate(() => {
      let { activeElement } = document;
      while (activeElement?.shadowRoot?.activeElement != null) activeElement = activeElement.shadowRoot.activeElement;
      return [activeElement?.textContent, activeElement?.getAttribute("aria-description")];
    });
  const [, told] = await until(focused, ([word]) => word === "drawn");
  await expectAttribute(options.nth(8), "aria-description", /^strongly pulls towards positive$/);
  assert.match(told ?? "", /^(pulls towards (positive|negative))?$/);
});
