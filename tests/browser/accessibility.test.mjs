// axe on the whole page, in light, dark and at a phone's width, and nothing wider than the screen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, launch, openPage, pure, require, servePackage, until } from "./support.mjs";

const { CHAPTERS, viewOf } = await pure("views/index.ts");

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = [
  ["light", { colorScheme: "light", viewport: { width: 1280, height: 900 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 1280, height: 900 } }],
  ["a phone", { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ["a narrow phone in the dark", { colorScheme: "dark", viewport: { width: 320, height: 640 } }],
];

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
}

for (const [name, look] of LOOKS) {
  test(`${name}: axe finds nothing, closed or opened, and nothing is cut off`, async (t) => {
    const { page, close } = await openPage(browser, `${server.origin}/site/index.html`, look);
    t.after(close);
    const explainer = new Explainer(page);
    await explainer.live();
    await expect(await explainer.card(/What was it looking for/), /would (raise|lower) it most/);
    await explainer.drawn();
    assert.deepEqual(await findings(page), []);
    for (const chapter of CHAPTERS) {
      await explainer.root.evaluate((element, chapter) => Object.assign(element, { chapter }), chapter);
      await explainer.root.locator(`#${viewOf(chapter)}`).waitFor();
      await explainer.root
        .locator("summary")
        .evaluateAll((all) => all.forEach((summary) => (summary.parentElement.open = true)));
      await explainer.explain();
      await explainer.everyTable();
      assert.deepEqual(await findings(page), [], chapter);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= look.viewport.width, `with ${chapter} the page is ${width} px wide`);
    }
    await explainer.texts();
    await explainer.button("Edit the text").click();
    await explainer.root.getByRole("textbox", { name: "The text" }).waitFor();
    await explainer.drawn();
    assert.deepEqual(await findings(page), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= look.viewport.width, `the page is ${width} px wide`);
  });
}

test("the words can be walked through and selected with the keyboard alone", async (t) => {
  const { page, close } = await openPage(browser, `${server.origin}/site/index.html`);
  t.after(close);
  const explainer = new Explainer(page);
  await explainer.live();
  const words = explainer.words;
  await words.first().focus();
  const chosen = async () =>
    (await explainer.root.locator("unrolled-text .selected").allTextContents()).join("").trim();
  const before = await chosen();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await explainer.drawn();
  const one = await chosen();
  assert.notEqual(one, before);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(await explainer.chosen(), /The words/);
  await until(chosen, (both) => both.startsWith(one) && both.length > one.length);
});
