// The reading: one line over all tracks, by hand, by keys and played; strands, tracks, the window of a long text, what is saved.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectAttribute, expectCount, launch, openPage, servePackage, until } from "./support.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t, { hash = "", ...options } = {}) {
  const opened = await openPage(browser, `${server.origin}/site/index.html${hash}`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
  });
  const explainer = new Explainer(opened.page);
  await explainer.live();
  const reading = explainer.root.locator("unrolled-reading");
  await reading.locator("path.strand").first().waitFor({ state: "attached" });
  await expect(reading.locator("unrolled-staves svg"), /kept/);
  const plot = reading.getByRole("slider", { name: /^The reading line/ });
  await plot.scrollIntoViewIfNeeded();
  return { ...opened, explainer, reading, plot };
}

/** What the state says of line and selection. */
const stands = (explainer) =>
  explainer.root.evaluate(({ store: { state } }) => ({ line: state.line, selection: state.selection }));
const isStill = (wanted) => (found) => JSON.stringify(found) === JSON.stringify(wanted);

/** Where the middle of a word's column is on the screen. */
const columnOf = (reading, word) =>
  reading.locator("unrolled-staves").evaluate((staves, word) => {
    const { left, top } = staves.getBoundingClientRect();
    const { axis, river } = staves;
    return { x: left + axis.left + (word - axis.from + 0.5) * axis.column, zero: top + river.zero, unit: river.unit };
  }, word);

test("while the line is dragged only it moves; the selection follows when it is let go", async (t) => {
  const { page, explainer, reading, plot } = await open(t);
  const [from, to] = [await columnOf(reading, 63), await columnOf(reading, 30)];
  await page.mouse.move(from.x, from.zero - 60);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, from.zero - 60, { steps: 4 });
  await page.mouse.move(to.x, from.zero - 60, { steps: 2 });
  assert.deepEqual(await stands(explainer), { line: 30, selection: [63, 64] });
  await expectAttribute(plot, "aria-valuenow", /^31$/);
  await expect(reading.locator("svg").first(), /word 31: /);
  await page.mouse.up();
  await until(() => stands(explainer), isStill({ line: null, selection: [30, 31] }));
});

test("keys step the line, to either end and to words that would be missed; its value is said in words", async (t) => {
  const { explainer, plot } = await open(t);
  await plot.focus();
  await plot.press("ArrowLeft");
  await expectAttribute(plot, "aria-valuetext", /^word 63 of 74, but: \d+.% to \d+.% positive$/);
  await plot.press("ArrowRight");
  await plot.press("ArrowDown");
  await expectAttribute(plot, "aria-valuetext", /^word 66 of 74, Not: /);
  await plot.press("Home");
  await expectAttribute(plot, "aria-valuetext", /^word 1 of 74, I: /);
  await plot.press("End");
  await expectAttribute(plot, "aria-valuetext", /^word 74 of 74, 8\/10: 67.% to 99.% positive$/);
  await until(() => stands(explainer), isStill({ line: null, selection: [73, 74] }));
});

test("it reads slowly, the river growing from the left, and pauses where it is", async (t) => {
  const { explainer, reading } = await open(t);
  const grown = () => reading.locator("#grown rect").evaluate((rect) => Number(rect.getAttribute("width")));
  const all = await grown();
  await explainer.button(/Read slowly/, reading).click();
  await until(
    () => stands(explainer),
    ({ line }) => line >= 2,
  );
  assert.ok((await grown()) < all / 4);
  await explainer.button(/Pause/, reading).click();
  const { line, selection } = await stands(explainer);
  assert.equal(line, null);
  assert.ok(selection[0] >= 2 && selection[1] === selection[0] + 1);
  assert.equal(await grown(), all);
});

test("where motion is not wanted nothing plays", async (t) => {
  const { explainer, reading, plot } = await open(t, { reducedMotion: "reduce" });
  await expectCount(explainer.button(/Read slowly/, reading), 0);
  await plot.focus();
  await plot.press("ArrowLeft");
  await expectAttribute(plot, "aria-valuenow", /^63$/);
});

test("a press on a strand chooses its word, which is outlined; nothing is worked out anew for it", async (t) => {
  const { page, explainer, reading } = await open(t);
  const staves = reading.locator("unrolled-staves");
  await staves.evaluate((element) => {
    globalThis.drawnBefore = [element.river, ...element.renderRoot.querySelectorAll(".strand")];
  });
  const word = 54;
  // In the middle of the strand, five words later.
  const place = await columnOf(reading, word + 5);
  const middle = await staves.evaluate(
    (element, [word, at]) => {
      const strand = element.river.strands.find(({ source }) => source === word);
      return (strand.inner.at[at + 1] + strand.outer.at[at + 1]) / 2;
    },
    [word, word + 5],
  );
  await page.mouse.move(place.x, place.zero - middle * place.unit);
  await expect(reading.locator("svg").first(), /beautifully \+0\.\d\d/);
  await page.mouse.click(place.x, place.zero - middle * place.unit);
  await until(() => stands(explainer), isStill({ line: null, selection: [word, word + 1] }));
  await expect(reading.locator(".headline"), /^beautifully took the score from/);
  await expectCount(reading.locator("path.own"), 1);
  const isSame = await staves.evaluate((element) =>
    globalThis.drawnBefore.every(
      (one, i) => one === [element.river, ...element.renderRoot.querySelectorAll(".strand")][i],
    ),
  );
  assert.ok(isSame);
});

test("where the selection is locked the line can still be moved", async (t) => {
  const { explainer, plot } = await open(t, { hash: "#preset=sequel&select=64&lock=selection" });
  await plot.focus();
  await plot.press("Home");
  await until(() => stands(explainer), isStill({ line: 0, selection: [63, 64] }));
});

test("tracks are chosen in a menu and by key, and an address says which", async (t) => {
  const { page, reading } = await open(t, { hash: "#preset=sequel&select=64&tracks=river.kept&gates=unit&unit=8" });
  await expect(reading.locator("svg").first(), /^(?!.*would be missing).*kept/);
  await reading.locator("summary", { hasText: "Tracks" }).click();
  await reading.getByRole("checkbox", { name: /^units/ }).check();
  await expect(reading.locator("svg").first(), /units: the memory of the strongest/);
  await reading.getByRole("checkbox", { name: /^kept/ }).uncheck();
  await until(
    () => page.evaluate(() => location.hash),
    (hash) => /tracks=river\.units(&|$)/.test(hash) && /unit=8/.test(hash),
  );
});

test("kept is the mean of the gate, in the picture as in the table", async (t) => {
  const { explainer, reading } = await open(t);
  const wanted = await explainer.root.evaluate(({ store: { state } }) => {
    const { values, units, parts } = state.inside.held;
    const steps = values.length / units / parts.length;
    const from = (parts.indexOf("forget") * steps + 63) * units;
    return values.subarray(from, from + units).reduce((a, b) => a + b, 0) / units;
  });
  await expect(reading.locator("svg").first(), new RegExp(`${Math.round(100 * wanted)}.%`));
  const table = await explainer.table(reading.locator("unrolled-table"));
  const cells = await table.getByRole("row").nth(65).getByRole("cell").allInnerTexts();
  assert.deepEqual(cells.slice(0, 2), ["64", "predictable"]);
  assert.equal(cells.at(-2), wanted.toFixed(3));
  assert.match(cells.join(" "), /−1\.03.* −0\.16/);
});

test("the whole reading is saved as one picture", async (t) => {
  const { page, explainer, reading } = await open(t);
  const menu = await explainer.menu(reading.locator("unrolled-table"));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    menu.getByRole("button", { name: /SVG/ }).click(),
  ]);
  const svg = readFileSync(await download.path(), "utf8");
  for (const said of ["what each word wrote", "what would be missing", "kept", "predictable", "62\u202F% → 32\u202F%"])
    assert.ok(svg.includes(said), said);
  assert.ok(!svg.includes("drag the line"));
  assert.ok((svg.match(/<path/g) ?? []).length > 40);
});

test("a hand that lets go beside the picture drags nothing when it comes back", async (t) => {
  const { page, explainer, reading } = await open(t);
  const place = await columnOf(reading, 30);
  await page.mouse.move(place.x, place.zero);
  await page.mouse.down();
  await page.mouse.move(2, 2);
  await page.mouse.up();
  await page.mouse.move(place.x + 60, place.zero, { steps: 3 });
  assert.deepEqual(await stands(explainer), { line: null, selection: [63, 64] });
});

test("what plays ends with its text: no step of it falls into the next", async (t) => {
  const { page, explainer, reading } = await open(t);
  await explainer.button(/Read slowly/, reading).click();
  await until(
    () => stands(explainer),
    ({ line }) => line >= 1,
  );
  await explainer.root.evaluate((element) => (element.text = "A good film, and never dull."));
  await explainer.button(/Read slowly/, reading).waitFor();
  await page.waitForTimeout(800);
  assert.equal((await stands(explainer)).line, null);
});

test("a link to a window and to a word outside shows the window, until another word is chosen", async (t) => {
  const text = `${"good bad not but fine ".repeat(60)}awful`;
  const hash = `#zoom=201-250&select=10&t=${encodeURIComponent(text)}`;
  const { explainer, reading } = await open(t, { hash });
  const zoom = reading.getByRole("slider", { name: "Words in view" });
  await expectAttribute(zoom, "aria-valuetext", /^words 201 to 250 of 301$/);
  await zoom.focus();
  await zoom.press("ArrowRight");
  await expectAttribute(zoom, "aria-valuetext", /^words 214 to 263 of 301$/);
  await explainer.select(20);
  await expectAttribute(zoom, "aria-valuetext", /^words 1 to 50 of 301$/);
});

test("of a long text a window is looked at, which goes where the line goes", async (t) => {
  const { explainer, reading, plot } = await open(t);
  await explainer.root.evaluate((element) => (element.text = `${"good bad not but fine ".repeat(60)}awful`));
  await explainer.read();
  await explainer.select(150);
  const zoom = reading.getByRole("slider", { name: "Words in view" });
  await expectAttribute(zoom, "aria-valuetext", /^words 1 to 301 of 301$/);
  await zoom.focus();
  await zoom.press("+");
  await expectAttribute(zoom, "aria-valuetext", /^words 39 to 264 of 301$/);
  await zoom.press("Home");
  await expectAttribute(zoom, "aria-valuetext", /^words 1 to /);
  await plot.focus();
  await plot.press("End");
  await expectAttribute(zoom, "aria-valuetext", / to 301 of 301$/);
  await expect(reading.locator("unrolled-staves svg"), /awful/);
});
