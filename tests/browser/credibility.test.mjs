// "Has the network seen anything like this?": what it says, its course word by word, the neighbours, and how long it takes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, launch, openPage, servePackage } from "./support.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t, options) {
  const opened = await openPage(browser, `${server.origin}/site/index.html`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  const view = await explainer.view("credibility");
  const load = view.getByRole("button", { name: /Load it/ });
  await load
    .or(view.getByText(/credibility/).first())
    .first()
    .waitFor();
  if (await load.count()) await load.click({ timeout: 5_000 }).catch(() => undefined); // nor is it there when something else has loaded it
  await expect(view, /credibility/);
  await explainer.explain(view);
  return { ...opened, explainer, view };
}

const chosen = (explainer) => explainer.root.locator("unrolled-text .selected").first();

test("it says what the neighbours say and what such a credibility meant, and that order barely counts", async (t) => {
  const { view } = await open(t);
  await expect(view, /Of its 300 neighbours in training \(75 in each of 4 layers\) \d+ are positive/);
  await expect(view, /\d+ of its 73 pairs of neighbouring words and marks are rare in training/);
  await expect(view, /Word order barely moves credibility: shuffled texts look as credible as they were \(0\.5\d\)/);
  await expect(view, /Without .+ of its neighbours would be positive/);
  await expect(view, /Calibration check passed: of 3,750 texts/);
});

test("a strange text is doubted first", async (t) => {
  const { explainer, view } = await open(t);
  await explainer.type("qwz plorf gnam tilb uvrok zzim krell obbo wexil prast");
  await expect(view, /Has the network seen anything like this\?.*Its words or their order are strange\./);
  await expect(view, /as large a share\.\s*(Hardly|Only a little|Yes)\. Of its 300 neighbours/);
});

test("the course is walked with the keyboard and obeys the one selection", async (t) => {
  const { page, explainer, view } = await open(t);
  const course = view.getByRole("slider", { name: "Credibility after each word" });
  await course.focus();
  await page.keyboard.press("End");
  await expect(chosen(explainer), /8\/10/);
  await expectAttribute(course, "aria-valuetext", /After 8\/10: credibility \d+/);
  await page.keyboard.press("Home");
  await expect(chosen(explainer), /^I$/);
  const word = view
    .getByRole("list", { name: /Words by how much/ })
    .getByRole("button")
    .first();
  await word.click();
  await word.and(page.locator('[aria-pressed="true"]')).waitFor();
});

test("a neighbour opens as the text, and a phone shows everything without scrolling sideways", async (t) => {
  const { page, explainer, view } = await open(t, { viewport: { width: 390, height: 800 } });
  const twins = view.locator("unrolled-table");
  for (let i = 0; i < 4; i++) {
    await explainer.table(twins.nth(i));
    await twins.nth(i).locator("tbody tr").nth(3).waitFor();
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await view
    .getByRole("button", { name: /labelled/ })
    .first()
    .click();
  await expect(explainer.facts, /labelled/);
});
