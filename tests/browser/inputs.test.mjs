// Texts nobody would write, typed into the page: each gets a verdict or one clear sentence, and the next text works.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, launch, openPage, servePackage } from "./support.mjs";

const CASES = [
  ["nothing at all", "", { verdict: /Before it reads a word/, facts: /no words yet/ }],
  ["only spaces", " \n\t ", { verdict: /Before it reads a word/, facts: /no words yet/ }],
  ["one word", "wonderful", { facts: /1 word, all known/ }],
  ["only unknown words", "qwxz zzkj vvrrt", { facts: /3 words, 3 unknown to the network/ }],
  ["emoji", "I loved it 😀👩‍👩‍👧 so much 🎉", { facts: /unknown to the network/ }],
  ["right-to-left", "הסרט הזה היה נפלא", { facts: /unknown to the network/ }],
  ["NUL bytes", "a good\u0000 film\u0000", { facts: /words/ }],
  [
    "a script",
    '<script>document.title = "owned"</script><img src=x onerror="document.title=1"> good',
    { facts: /words/ },
  ],
  ["a lone surrogate", "a good \ud83d film", { facts: /words/ }],
  ["line breaks of HTML", "good<br /><br />bad", { facts: /2 words/ }],
  ["100,000 words", "the film was good ".repeat(25_000), { facts: /read the first 5,000 of 100,000 words/ }],
];

let browser, server, opened, explainer;
before(async () => {
  browser = await launch();
  server = await servePackage();
  opened = await openPage(browser, `${server.origin}/site/index.html`);
  explainer = new Explainer(opened.page);
  await explainer.live();
});
after(() => Promise.all([browser.close(), server.close()]));

/** Types as fill does, also what a WebDriver cannot carry: NUL and lone surrogates. */
async function enter(text) {
  await explainer.type("");
  await explainer.button("Edit the text").click();
  await explainer.root.getByRole("textbox", { name: "The text" }).evaluate(
    (field, units) => {
      field.value = units.map((unit) => String.fromCharCode(unit)).join("");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    },
    Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)),
  );
  await explainer.button("Done").click();
  await explainer.read();
}

for (const [name, text, { verdict = /The network/, facts }] of CASES) {
  test(`${name}: a verdict, and the next text works`, async () => {
    await enter(text);
    await expect(explainer.facts, facts);
    await expect(explainer.verdict, verdict);
    await enter("a fine film");
    await expect(explainer.facts, /3 words, all known/);
    assert.equal(await opened.page.title(), "Unrolled");
    assert.deepEqual(opened.problems, []);
  });
}
