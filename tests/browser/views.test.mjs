// "Do the methods agree?", "What if?" and integrated gradients in the card, as a reader uses them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, launch, openPage, pure, require, servePackage, strangers } from "./support.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const OWN_WORDS = "The jokes are tired and the plot is predictable , yet somehow I loved every minute of it .";

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
    assert.deepEqual(strangers(opened.requests, server.origin), [], "no request leaves the origin");
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  return { ...opened, explainer };
}

async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
}

for (const [name, look] of [
  ["wide", { viewport: { width: 1280, height: 900 } }],
  ["a phone in the dark", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
]) {
  test(`${name}: every method is asked, compared, and a word of the table can be chosen`, async (t) => {
    const { page, explainer } = await open(t, look);
    const view = await explainer.view("agreement");
    await explainer.button("Ask every method").click();
    await expect(view, /methods.* put .+ first.+τ.+Taken away from the text.+Put into the empty text/);
    await expect(view, /left out.+LIME.+int\. grad\..+cell γ.+a warning/);
    const word = view.getByRole("row").nth(2).getByRole("button");
    const text = (await word.textContent()).trim();
    await word.click();
    await expect(await explainer.chosen(), new RegExp(text.replace(/[^\w]/g, ".")));
    await expectAttribute(view.getByRole("row").nth(2).getByRole("button"), "aria-pressed", /^true$/);
    assert.equal(page.workers().length > 2, true, "the gradients module has a thread of its own");
    await explainer.idle(); // what waits for its answer is dimmed
    assert.deepEqual(await findings(page), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= look.viewport.width, `the page is ${width} px wide`);
  });
}

test("changes that turn the verdict are found, tried, undone, and compared with the text that was kept", async (t) => {
  const { page, explainer } = await open(t);
  await explainer.type(OWN_WORDS);
  const view = await explainer.view("what-if");
  await expect(view, /Keep this text to compare/);
  const before = await explainer.verdict.textContent();
  const [from, to] = /positive,/.test(before) ? ["positive", "negative"] : ["negative", "positive"];
  await explainer.button("Keep this text to compare").click();
  await explainer.button(/Look for the fewest changes/).click();
  await expect(view, new RegExp(`Replacing \\d+ words? is enough to make it ${to}.*Leaving out`));
  await explainer.idle(); // the list is the last one
  const first = view.locator("li").first();
  const promised = /(\d+(\.\d)?).% positive/.exec(await first.textContent())?.[1];
  await first.getByRole("button", { name: /Try it/ }).click();
  await expect(explainer.verdict, new RegExp(to));
  await expect(view.locator("unrolled-compare"), new RegExp(`the verdict turned to ${to}.*${promised}`));
  await explainer.button("Undo the last change").click();
  await expect(explainer.verdict, new RegExp(from));
  await expect(view, /This text is kept/);
  assert.deepEqual(await findings(page), []);
});

test("the chosen word is deleted and replaced by hand", async (t) => {
  const { explainer } = await open(t);
  await explainer.type(OWN_WORDS);
  await explainer.select(3);
  await explainer.view("what-if");
  await explainer.button(/^Delete tired/).click();
  await expect(explainer.root.getByRole("listbox"), /The jokes are and the plot/);
  await explainer.button("Undo the last change").click();
  await expect(explainer.root.getByRole("listbox"), /jokes are tired and/);
  await explainer.root.getByRole("textbox", { name: /What to put in place of tired/ }).fill("wonderful");
  await explainer.button("Replace", explainer.root.locator("unrolled-whatif form")).click();
  await expect(explainer.root.getByRole("listbox"), /jokes are wonderful and/);
  await expect(await explainer.chosen(), /The word wonderful/);
});

test("integrated gradients stand in the card, with their baseline's own score", async (t) => {
  const { explainer } = await open(t);
  const card = await explainer.card(/Did it move the decision/);
  await explainer.button("Integrated gradients", card).click();
  await explainer.explain(card);
  await expect(
    card,
    /unknown words only, which the network scores .+no text is neutral.+(add up to that, to within|misses that by)/,
  );
});

test("where the probability reads alike with and without a word, the difference is told in the score", async () => {
  const { leftOutSentence } = await pure("views/move/sentences.ts");
  const said = (...asked) =>
    leftOutSentence(...asked)
      .map((piece) => piece.text ?? piece)
      .join("")
      .replaceAll("\u202f", " ")
      .replaceAll("\u00a0", " ");
  const surely = { classes: ["negative", "positive"], class: 1, verdict: 0, probability: 0.03 };
  const left = (probability, turns = false) => ({ probability, turns });
  assert.equal(
    said("The", surely, 0.03, "logit", left(0.0291)),
    "Hardly. 3 % positive with The and without, a difference of +0.03 in the score.",
  );
  assert.equal(
    said("The", surely, -0.0012, "probability", left(0.0312)),
    "Hardly. 3 % positive with The and without, a difference of −0.12 points.",
  );
  assert.equal(said("bad", surely, -0.9, "logit", left(0.07)), "Yes, down. 3 % positive with bad, 7 % without.");
  assert.equal(said("bad", surely, -4, "logit", left(0.62, true)), "It decided. 3 % positive with bad, 62 % without.");
  // Of three classes 45 % may be the verdict, and 38 % another's: the network says whether it turns.
  const mixed = { classes: ["terrible", "mixed", "great"], class: 1, verdict: 1, probability: 0.45 };
  assert.equal(said("so", mixed, 0.3, "logit", left(0.38)), "Yes, up. 45 % mixed with so, 38 % without.");
  assert.equal(said("so", mixed, 0.3, "logit", left(0.38, true)), "It decided. 45 % mixed with so, 38 % without.");
  assert.equal(said("so", mixed, 0.3, "logit", null), "Yes, up. Without so, the score would differ by +0.30.");
});

test("a score that rounds to nothing has no sign, in what turns the verdict too", async (t) => {
  const { explainer } = await open(t);
  await explainer.view("what-if");
  await explainer.button(/^Look for the fewest changes/).click();
  const items = explainer.root.locator("unrolled-whatif li .numbers");
  await items.first().waitFor();
  await explainer.idle();
  await expect(items.first(), /^(just )?(under |over )?\d+(\.\d)?.% positive \([▲▼] [+−]\d/);
  await (
    await explainer.view("what-if")
  ).evaluate((view) => {
    const { slots } = view.state;
    const { result } = slots["counterfactuals-left-out"];
    const items = [{ ...result.items[0], logit: 0.0001, probability: 0.500025 }];
    view.state = {
      ...view.state,
      slots: {
        ...slots,
        "counterfactuals-left-out": { ...slots["counterfactuals-left-out"], result: { ...result, items } },
      },
    };
  });
  await expect(
    explainer.root.locator("unrolled-whatif .kind", { hasText: "Leave words out" }).locator(".numbers"),
    /^just over 50.% positive \(0\)/,
  );
});
