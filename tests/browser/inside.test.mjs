// The views that look inside the network: contributions over time, and all units over time, of which some are held.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { PATIENCE, expect, expectAttribute, launch, openPage, servePackage } from "./support.mjs";

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
    assert.deepEqual(opened.problems, []);
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  return {
    ...opened,
    explainer,
    reading: explainer.root.locator("unrolled-reading"),
    units: await explainer.view("units"),
  };
}

test("what a word wrote adds up to the score, and the table says of every word how that ran", async (t) => {
  const { explainer, reading } = await open(t);
  await explainer.explain(reading);
  await expect(reading, /At every word, all strands together make up the score; the largest error is 0\.0000/);
  await explainer.table(reading.locator("unrolled-table"));
  await expect(reading.getByRole("row", { name: /^64 predictable/ }), /−1\.03.*−0\.16/);
  await explainer.select(54);
  await expect(reading, /beautifully took the score from/);
});

test("of several words the reading says where the score would end without all of them", async (t) => {
  const { explainer, reading } = await open(t);
  await explainer.select(61);
  await explainer.words.nth(63).click({ modifiers: ["Shift"] });
  await expect(
    reading.locator(".headline"),
    /^anything but predictable took the score .+ Without them, the score would end/,
  );
});

test("all units over time: words, gates, a unit silenced and let go again", async (t) => {
  const { explainer, units } = await open(t);
  await units.scrollIntoViewIfNeeded();
  await expect(
    units,
    /Of 128 units, unit \d+ \([+−][\d.]+\).+With the forget gate at its average, \w+ units? would keep half/,
  );
  await units.getByRole("button", { name: "forget gate f" }).click();
  const map = units.getByRole("slider", { name: /Units and words/ });
  await map.focus();
  await map.press("ArrowRight");
  await expect(explainer.root.locator("unrolled-text .selected"), /^\.$/);
  await map.press("ArrowLeft");
  await expectAttribute(map, "aria-valuetext", /Unit \d+, forget gate f, after predictable: 0\.\d\d/);
  await expect(explainer.root.locator("unrolled-cell"), /The cell at “predictable”/);
  const begin = Date.now();
  await units.getByRole("button", { name: /^Silence unit/ }).click();
  await expect(units, /With unit \d+ silenced: \d+(\.\d+)?.?%.*positive/);
  assert.ok(Date.now() - begin < 5000 * PATIENCE); // some 300 ms here: who silences a unit waits for no job
  await units.getByRole("button", { name: "Hold", exact: true }).click();
  await expect(units, /With forget gate f of unit \d+ at 1\.00|With unit \d+ silenced and forget gate/);
  await units.getByRole("button", { name: "Let go of everything" }).click();
  await expect(units, /^(?!.*With unit)/s);
});

test("the map follows the reading's line, and its unit is the cell's", async (t) => {
  const { explainer, units } = await open(t);
  await units.scrollIntoViewIfNeeded();
  const map = units.getByRole("slider", { name: /Units and words/ });
  await map.waitFor();
  const send = (detail) =>
    units.evaluate(
      (element, detail) =>
        element.dispatchEvent(new CustomEvent("unrolled-action", { detail, bubbles: true, composed: true })),
      detail,
    );
  await send({ type: "line", step: 4 });
  await expectAttribute(map, "aria-valuenow", /^5$/);
  await expect(explainer.root.locator("unrolled-cell"), /The cell at “from”/);
  await send({ type: "line", step: null });
  await expectAttribute(map, "aria-valuenow", /^64$/);
  await map.press("ArrowDown");
  const unit = /Unit (\d+),/.exec(await expectAttribute(map, "aria-valuetext", /Unit \d+,/))[1];
  await expect(explainer.root.locator("unrolled-cell"), new RegExp(`: unit ${unit}`));
});

for (const again of ["Load them again", "Load the model again"])
  test(`the second script fails: one sentence, and “${again}” brings the views and the engine`, async (t) => {
    const broken = await servePackage();
    t.after(() => broken.close());
    broken.faults.set("/site/unrolled.inside.js", (_, response) => response.writeHead(500).end());
    const { page, close } = await openPage(browser, `${broken.origin}/site/index.html`);
    t.after(close);
    const explainer = new Explainer(page);
    await explainer.shown();
    await expect(
      explainer.status,
      /unrolled\.inside\.js could not be loaded: check the network, and that it lies beside/,
    );
    await expect(explainer.root, /The views could not be loaded: check the network/);
    broken.faults.clear();
    await explainer.button(again).click();
    await explainer.live();
    await explainer.root.locator("unrolled-reading path.strand").first().waitFor({ state: "attached" });
  });

test("a long text, and one of another script, are read out in full", async (t) => {
  const { explainer, reading } = await open(t);
  await explainer.explain(reading);
  await explainer.type(`${"good bad not but ".repeat(300)}fine`);
  await expect(reading, /words 1 to 1,201 of 1,201|fine/);
  assert.equal(await reading.getByRole("slider", { name: "Words in view" }).getAttribute("aria-valuemax"), "1201");
  await explainer.type("مرحبا 😀 <b>good</b> & bad");
  await expect(reading, /At every word, all strands together make up the score; the largest error is 0\.0000/);
});
