// Texts nobody would write, typed into the page: each gets a verdict or one clear sentence, and the next text works.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectCount, expectEqual, launch, openPage, servePackage, until } from "./support.mjs";

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
  await explainer.done.click();
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

const PLAIN = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">';
const SCRIPT = '<script src="site/unrolled.js" defer></script>';

/** A page with an element of its own, the model in it. */
async function host(t, attributes, options) {
  const own = await servePackage({
    pages: { "/own.html": `${PLAIN}<unrolled-explainer ${attributes}></unrolled-explainer>${SCRIPT}` },
  });
  const { page, problems, close } = await openPage(browser, `${own.origin}/own.html`, options);
  t.after(async () => {
    await close();
    await own.close();
    assert.deepEqual(problems, []);
  });
  const element = new Explainer(page);
  await element.live();
  await element.read();
  return { page, element, field: element.root.getByRole("textbox", { name: "The text" }) };
}

const chosenOf = (element) => element.root.evaluate(({ store }) => store.state.selection);
const headOf = async (element) => (await element.chosen()).locator("h2").innerText();

test("to write is not to choose: neither caret nor a press in the field chooses a word", async (t) => {
  const { page, element, field } = await host(t, 'text="A dull plot, but a wonderful cast."');
  await element.idle();
  await element.select(1);
  await element.button("Edit the text").click();
  await field.press("Control+End");
  await field.pressSequentially(" And it");
  await element.read();
  assert.match(await headOf(element), /dull/, "what was chosen stays with its words");
  await field.press("Control+Home");
  await field.pressSequentially("Oh: ");
  for (const key of ["End", "Home", "ArrowRight", "Shift+ArrowRight", "Control+a"]) await field.press(key);
  await field.click({ position: { x: 40, y: 12 } });
  await element.done.click();
  await element.read();
  assert.match(await headOf(element), /dull/);
  assert.deepEqual(await chosenOf(element), [3, 4]);
  await element.button("Edit the text").click();
  await field.fill("Oh: A drab plot, but a wonderful cast.");
  await field.press("Control+Home");
  await field.press("ArrowRight");
  await element.done.click();
  await element.read();
  await element.idle();
  const strongest = await element.root.evaluate(({ store }) => {
    const sizes = store.state.slots["leave-one-out"].result.weights.map(Math.abs);
    return sizes.indexOf(Math.max(...sizes));
  });
  assert.ok(strongest > 1, "not at the caret");
  assert.deepEqual(
    await chosenOf(element),
    [strongest, strongest + 1],
    "neither a word that is gone nor the one at the caret",
  );
  await expect(await element.chosen(), /Chosen because it weighs most/);
  await element.select(0);
  await expect(await element.chosen(), /^The word Oh/);
  assert.doesNotMatch(await (await element.chosen()).innerText(), /Chosen because/);
  await element.words.first().press("Control+a");
  await expectEqual(() => chosenOf(element), [0, 11]);
  await page.keyboard.press("ArrowRight");
  await expectEqual(async () => (await chosenOf(element)).map((end, i) => end - i).every((at) => at >= 0), true);
});

test("line ends of any kind are one kind, spans and caret right", async (t) => {
  const { element, field } = await host(t, 'text="A dull plot.&#13;&#10;A fine cast.&#13;And rain."');
  const text = () => element.root.evaluate(({ store }) => store.state.text);
  assert.equal(await text(), "A dull plot.\nA fine cast.\nAnd rain.");
  assert.deepEqual(
    (await element.words.allInnerTexts()).filter((word) => /\w/.test(word)),
    ["A", "dull", "plot", "A", "fine", "cast", "And", "rain"],
  );
  await element.button("Edit the text").click();
  await field.evaluate((area) => area.setSelectionRange(6, 6));
  await field.evaluate((area) => {
    const pasted = new DataTransfer();
    pasted.setData("text/plain", "\r\nslow\rand");
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, composed: true }));
    document.execCommand("insertText", false, pasted.getData("text/plain"));
  });
  await element.read();
  assert.equal(await text(), "A dull\nslow\nand plot.\nA fine cast.\nAnd rain.");
  await element.drawn();
  assert.equal(await field.evaluate((area) => area.selectionStart), 15, "the caret stands where it was written");
  await field.press("Control+z");
  await expectEqual(text, "A dull plot.\nA fine cast.\nAnd rain.");
});

test("a text of foreign line ends can be edited: the caret does not jump", async (t) => {
  const { element, field } = await host(t, 'text="Fine."');
  await element.root.evaluate(({ store }) => store.update({ text: "One\r\ntwo\rthree", editing: true }));
  await field.evaluate((area) => area.setSelectionRange(2, 2));
  for (let i = 0; i < 3; i++) {
    await element.root.evaluate((one, i) => one.store.update({ unfolded: [String(i)] }), i);
    await element.drawn();
  }
  assert.equal(await field.evaluate((area) => area.selectionStart), 2);
});

test("an input method composes undisturbed, and Escape is its own until it is done", async (t) => {
  const { page, element, field } = await host(t, 'text="A film."');
  const session = await page.context().newCDPSession(page);
  const compose = (text) =>
    session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await element.button("Edit the text").click();
  await field.press("Control+End");
  await field.evaluate((area) => {
    globalThis.ended = [];
    area.addEventListener("compositionend", ({ data }) => globalThis.ended.push(data));
  });
  for (const part of ["え", "えい", "えいが"]) {
    await compose(part);
    // Whatever has the page drawn anew meanwhile leaves the field alone: another write would end the composition.
    await element.root.evaluate((one, part) => {
      one.store.update({ unfolded: [part] });
      one.store.update({ text: `${one.store.state.text}!` });
      one.store.update({ text: one.store.state.text.slice(0, -1) });
    }, part);
    await element.drawn();
    await until(
      () => field.evaluate((area) => getComputedStyle(area).color),
      (colour) => colour !== "rgba(0, 0, 0, 0)",
      { wanted: "what is composed to be seen" },
    );
  }
  await element.root.evaluate((one) => {
    const area = one.shadowRoot
      .querySelector("unrolled-sheet")
      .shadowRoot.querySelector("unrolled-text")
      .shadowRoot.querySelector("textarea");
    for (const how of [{ isComposing: true }, { keyCode: 229 }])
      area.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, composed: true, ...how }));
  });
  await element.drawn();
  await expectCount(field, 1);
  assert.deepEqual(await page.evaluate(() => globalThis.ended), []);
  await session.send("Input.insertText", { text: "映画" });
  await expectEqual(() => field.inputValue(), "A film.映画");
  await element.read();
  assert.deepEqual(await page.evaluate(() => globalThis.ended), ["映画"]);
  await field.press("Escape");
  await element.button("Edit the text").waitFor();
});

/** What a translator of pages does: every text of the interface goes into a <font>, but where none is to be. */
const translate = (element) => {
  const isFree = (node) => {
    for (let at = node.parentElement; at !== null; at = at.parentElement)
      if (at.translate === false || /^(script|style|textarea|font)$/.test(at.localName) || at.closest("svg"))
        return false;
    return true;
  };
  let many = 0;
  const walk = (root) => {
    const texts = [];
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) texts.push(nodes.currentNode);
    for (const text of texts.filter((one) => /\p{L}/u.test(one.data) && isFree(one))) {
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      text.replaceWith(outer);
      many++;
    }
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) walk(one.shadowRoot);
  };
  walk(element.shadowRoot);
  return many;
};

test("a translator of the page changes no word of the text, and no old answer stands in its words", async (t) => {
  const { element, field } = await host(t, 'text="A wonderful zzkjor film." unfold="all"');
  await element.idle();
  assert.ok((await element.root.evaluate(translate)) > 100);
  await expect(element.verdict, /«/);
  assert.deepEqual(await element.words.allInnerTexts(), ["A", "wonderful", "zzkjor", "film", "."]);
  await element.select(1);
  await element.button(/Edit the text/).click();
  await element.root.evaluate(translate);
  await field.fill("A terrible film.");
  await element.read();
  await expect(element.verdict, /negative/);
  assert.doesNotMatch(await element.verdict.innerText(), /positive/);
  await field.pressSequentially(" Really");
  assert.equal(await field.inputValue(), "A terrible film. Really", "the field is the same, its caret too");
  await element.button(/Done/).click();
  await element.read();
  await element.idle();
  const said = await element.root.evaluate((one) => {
    const read = (node) =>
      node.nodeType === Node.TEXT_NODE
        ? node.data
        : ["STYLE", "svg"].includes(node.nodeName)
          ? ""
          : [...(node.shadowRoot ?? node).childNodes].map(read).join("");
    return read(one);
  });
  assert.doesNotMatch(said.match(/.{80}zzkjor.{80}/s)?.[0] ?? "", /zzkjor/);
  assert.ok((await element.root.evaluate(translate)) > 100);
});

test("a text that is dragged into the field is written there", async (t) => {
  const { page, element, field } = await host(t, 'text="A film."');
  await element.button("Edit the text").click();
  const session = await page.context().newCDPSession(page);
  const { x, y, width } = await field.boundingBox();
  const drag = (type) =>
    session.send("Input.dispatchDragEvent", {
      type,
      x: x + width - 5,
      y: y + 12,
      data: { items: [{ mimeType: "text/plain", data: " Terrible." }], dragOperationsMask: 1 },
    });
  for (const type of ["dragEnter", "dragOver", "drop"]) await drag(type);
  await expectEqual(() => field.inputValue(), "A film. Terrible.");
  await element.read();
  await expect(element.verdict, /negative/);
});

test("the field asks for no correction, and no translator, of the text under study", async (t) => {
  const { element, field } = await host(t, 'text="A film."');
  await element.button("Edit the text").click();
  const found = await field.evaluate((area) =>
    ["spellcheck", "autocapitalize", "autocorrect", "autocomplete", "translate"].map((name) => area.getAttribute(name)),
  );
  assert.deepEqual(found, ["false", "off", "off", "off", "no"]);
});
