// "What rule does the network follow here?": found on request, the reader's own, looked up in training.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, expectCount, launch, openPage, servePackage } from "./support.mjs";

const MIXED =
  "I wanted to like this film. The actors are great and the music is lovely, but the story is a mess and the ending made me angry.";
const [GREAT, MESS] = [10, 22];

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t, text, options) {
  const opened = await openPage(browser, `${server.origin}/site/index.html`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  await explainer.type(text);
  const view = await explainer.view("anchors");
  await expect(view, /What rule does the network follow here/);
  await explainer.explain(view);
  return { ...opened, explainer, view };
}

const FOUND =
  /judged negative 6\d.% of the time \(\d+ to \d+.%\).*A rule holds: while mess stays, it is judged negative over 99\.9.%/;

test("a rule is found on request, held against nothing held, and its words choose", async (t) => {
  const { page, explainer, view } = await open(t, MIXED);
  await explainer.button("Find the rule", view).click();
  await expect(view, FOUND);
  const picture = view.getByRole("img", { name: /the rule over 99\.9.%; nothing held 6\d.%; required: 90.%/ });
  await picture.waitFor();
  const chip = view.getByRole("group", { name: "The words of the rule" }).getByRole("button", { name: "mess" });
  await chip.focus();
  await page.keyboard.press("Enter");
  await expect(explainer.root.locator("unrolled-text .selected").first(), /^mess$/);
  await expectAttribute(chip, "aria-pressed", /^true$/);
  await explainer.table(view.locator("unrolled-table").first());
  await expect(view.locator("unrolled-table tbody"), /the rule.*nothing held/);
  await expectCount(explainer.button("Find the rule", view), 0);
});

test("the rule is counted in training once the reviews are here, and examples open", async (t) => {
  const { explainer, view } = await open(t, MIXED);
  await explainer.button("Find the rule", view).click();
  await expect(view, FOUND);
  // Choosing a word lets the page load its memory.
  await explainer.select(MESS);
  await expect(
    view,
    /Of the \d{3} training texts with this word \d{3} were judged negative \(\d\d.%; all training texts: [^)]*50(\.\d)?.%\)/,
    60_000,
  );
  await expect(view, /Where it holds, the surest first.*labelled negative.*Where it fails/, 60_000);
  const example = view.getByRole("listitem").first().getByRole("button");
  await expect(example, /mess/);
  await example.click();
  await expect(explainer.status.first(), /Text [\d,]+ of the corpus is now on the page/);
  await expect(view, /A rule is a few words that hold the verdict fast/);
});

test("the reader's own rule is measured, grows, and goes back", async (t) => {
  const { explainer, view } = await open(t, MIXED);
  await explainer.select(GREAT);
  await explainer.button("Use great as the rule", view).click();
  await expect(view, /Not for sure\. While great stays, it is judged negative \d+.% of the time/);
  await explainer.select(MESS);
  await explainer.button("Add mess to it", view).click();
  await expect(
    view,
    /It would also hold without great: (over )?[\d.]+.% of the time.*A rule holds: while great and mess stay/,
  );
  await expectCount(view.getByRole("group", { name: "The words of the rule" }).getByRole("button"), 2);
  await explainer.button("Back to the network’s rule", view).click();
  await explainer.button("Find the rule", view).waitFor();
});

test("where nothing held is enough, that is said, and words can be changed otherwise", async (t) => {
  const { page, explainer, view } = await open(t, "A masterpiece, wonderful and moving, the best film of the year.", {
    viewport: { width: 390, height: 800 },
  });
  await explainer.button("Find the rule", view).click();
  await expect(
    view,
    /No rule is needed\. With half of its words left out at random, this text is still judged positive .+ almost any rule would look good/,
  );
  await expectCount(view.getByRole("group", { name: "The words of the rule" }), 0);
  await view.getByRole("combobox").selectOption({ label: "replaced by similar ones" });
  await explainer.button("Find the rule", view).click();
  await expect(view, /words replaced by similar ones at random/);
  await expect(view, /changed texts|required/i);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});
