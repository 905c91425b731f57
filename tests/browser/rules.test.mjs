// "What rules does it follow, whatever the text?": the list and its fidelity, where a phrase stands in training, what fires in the text.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, expectCount, launch, openPage, servePackage, until } from "./support.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t) {
  const opened = await openPage(browser, `${server.origin}/site/index.html`);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  const rules = explainer.root.locator("unrolled-rules");
  await explainer.select(63);
  await expect(rules, /gives the network’s verdict for \d+ of 100/);
  return { ...opened, explainer, rules };
}

test("doubt first: how far the list may be believed, in a sentence, a picture and its table", async (t) => {
  const { rules } = await open(t);
  const said = await expect(rules, /Only roughly these\. A list of 1,000 phrases.+for the other \d+ it is not what the network does/);
  const [, agree, other] = /verdict for (\d+) of 100 .+for the other (\d+) it is/.exec(said);
  assert.equal(Number(agree) + Number(other), 100);
  const picture = rules.getByRole("img", { name: /How often the list gives the network’s verdict/ });
  await expectAttribute(picture, "aria-label", new RegExp(`1,000 phrases: ${agree}.% as the network says`));
  const twin = rules.locator("unrolled-table").filter({ has: rules.page().locator("summary") }).nth(1);
  await twin.locator("summary").first().click();
  await expect(twin, /1,000 ?0\.9\d+ ?0\.8\d+/);
  await expectCount(rules.getByRole("list", { name: /speak for positive/ }).getByRole("listitem"), 10);
  await rules.getByRole("button", { name: "The first 100 of each side" }).click();
  await expectCount(rules.getByRole("list", { name: /speak for negative/ }).getByRole("listitem"), 100);
});

test("a phrase leads to its places in training, and away again", async (t) => {
  const { rules, page } = await open(t);
  const phrase = rules.getByRole("list", { name: /speak for negative/ }).getByRole("button", { name: /^3\/10/ });
  await phrase.focus();
  await page.keyboard.press("Enter");
  const places = rules.getByRole("region", { name: "Where 3/10 stands in training" });
  const said = await expect(places, /3\/10 stands in \d+ training reviews, at \d+ places?; \d+ of them were rated negative/, 90_000);
  const listed = /×[\d.]+ ?(\d+)/.exec(await phrase.innerText().then((text) => text.replace(/\s+/g, " ")))[1];
  assert.ok(said.includes(`at ${listed} places`), `${said} and ${listed}`);
  await expectCount(places.locator(".reviews li"), 3);
  await phrase.press("Enter");
  await places.waitFor({ state: "detached" });
});

test("the text's own rules: the first decides, a click selects its words, another text has others", async (t) => {
  const { explainer, rules } = await open(t);
  await expect(rules, /In your text.+phrases of the list stand in your text\. The first, “\. 8\/10”, decides: positive/);
  const here = rules.getByRole("list", { name: /in the order of the list/ });
  await expect(here.getByRole("button").first(), /\. 8\/10.*▲ ×[\d.]+.*decides/);
  await here.getByRole("button", { name: /^8\/10/ }).first().click();
  await expect(explainer.root.locator(".chosen-head"), /8\/10/);
  await expectAttribute(here.getByRole("button").nth(1), "aria-pressed", /^true$/);
  await explainer.type("A waste of time.");
  await expect(rules, /The first, “a waste of time\.”, decides: negative\. The network says the same/);
  await explainer.type("zebra zebra");
  await expect(rules, /No rule fires\./);
});

test("the tree can be read line by line, with the way of the text in it", async (t) => {
  const { rules } = await open(t);
  await expect(rules, /Through the tree your text goes by .+(yes|no)/);
  await rules.locator("summary", { hasText: "The tree:" }).click();
  const tree = rules.getByRole("region", { name: "The tree, line by line" });
  const lines = await until(() => tree.locator("li").allInnerTexts(), (all) => all.length > 0);
  assert.match(lines[0], /^●? ?every review: [\d,]+, [▲▼] (\d+.%|all) (positive|negative)$/);
  const way = await tree.locator("li.way").count();
  assert.ok(way >= 2 && lines.every((line) => /: [\d,]+, [▲▼] /.test(line.replace(/\s+/g, " "))));
  await tree.focus();
});
