// "Where else do the same units switch on?": the units behind a selection, the search over all of training, and what it keeps.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectCount, launch, openPage, servePackage, until } from "./support.mjs";

const FIRST_PASS_MS = 180_000;

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

test("units follow selection and threshold, a search finds where they are on together, the next one is from memory", async (t) => {
  const { page, problems, close } = await openPage(
    browser,
    `${server.origin}/site/index.html#preset=sequel&select=55-56&unfold=pattern`,
  );
  t.after(close);
  const explainer = new Explainer(page);
  const part = page.locator("unrolled-pattern");
  const selected = async () =>
    Number(/(\d+) of 128 units/.exec(await expect(part, /\d+ of 128 units switch on at beautifully drawn/))[1]);
  const units = await selected();
  const more = part.getByRole("button", { name: "Show all" });
  if (await more.isVisible()) await more.click();
  await expectCount(part.locator(".chips button:not(.plain)"), units);

  await part.getByRole("button", { name: /^\s*Search [\d,]+ training texts/ }).click();
  await expect(part, /Not finished.+have been searched/, FIRST_PASS_MS);
  await explainer.explain(part);
  await expect(part, /Exact: searched all [\d,]+ positions in training.+kept in \d+ MB of memory/, FIRST_PASS_MS);
  await expect(part, /In training .+ (at [\d,]+ places?|never (all )?on together)/);
  const rows = part.locator("unrolled-matches tbody tr");
  await until(
    () => rows.count(),
    (count) => count >= 10,
  );
  const twin = part.locator("unrolled-table").last();
  await explainer.table(twin);
  await expect(twin.locator("tbody tr").first(), /(positive|negative)/);

  // Another word, the same threshold: asked by itself, and answered from memory.
  await page.getByRole("option", { name: "tired", exact: true }).click();
  await expect(
    part,
    /units? (switch on|switches on) at tired.+In training .+ (at [\d,]+ places?|never (all )?on together)/,
  );
  await explainer.explain(part); // another answer is another "i"
  await expect(part, /Exact: searched all [\d,]+ positions in training, from memory/);

  // The threshold by keys: other units, and a search that must be asked for again.
  const handle = part.getByRole("slider", { name: "Threshold" });
  await handle.focus();
  await page.keyboard.press("PageUp");
  await expect(part, /beyond ±0\.40.+Search [\d,]+ training texts/);

  await part.locator(".chips button").first().click();
  await expect(part, /Of all training positions unit \d+ is highest after .+ and lowest after .+Highest.+Lowest/);

  await page.keyboard.press("Tab");
  await part.locator(".reviews button").first().click();
  await expect(page.locator("unrolled-explainer"), /Text [\d,]+ of the corpus is now on the page/);
  assert.deepEqual(problems, []);
});
