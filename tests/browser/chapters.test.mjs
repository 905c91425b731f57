// The chapters: one is open and only its views are drawn; addresses, old ones too, open what they name.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import {
  expect,
  expectAttribute,
  expectCount,
  expectEqual,
  launch,
  openPage,
  pure,
  servePackage,
  until,
} from "./support.mjs";

const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t, hash = "", options = WIDE) {
  const opened = await openPage(browser, `${server.origin}/site/index.html#${hash}`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
  });
  return { ...opened, explainer: new Explainer(opened.page) };
}

/** The views that are in the document. */
const drawn = ({ root }) =>
  root.evaluate(({ shadowRoot }) => {
    const names = [
      "text",
      "summary",
      "reading",
      "cell",
      "move",
      "phrases",
      "agreement",
      "what-if",
      "looking",
      "pattern",
    ];
    const others = ["memory", "anchors", "credibility", "model", "models", "rules"];
    return [...names, ...others].filter((name) => shadowRoot.getElementById(name) !== null);
  });

const address = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1));

describe("the one list", async () => {
  const { CHAPTERS, VIEWS, OLD_NAMES, chapterOf, meant, viewOf } = await pure("views/index.ts");
  const { listed, NO_FRAME, shownViews, layoutOf, isHidden } = await pure("store/frame.ts");

  test("every view has its chapter, every chapter a view, and every old name leads to a view of today", () => {
    const names = VIEWS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { chapter } of VIEWS) assert.ok(chapter === null || CHAPTERS.includes(chapter));
    for (const chapter of CHAPTERS) assert.ok(meant(chapter).length > 0, chapter);
    for (const [old, now] of Object.entries(OLD_NAMES)) {
      assert.ok(!names.includes(old), `${old} names a view of today too`);
      for (const name of now) assert.ok(names.includes(name), `${old} leads to ${name}`);
    }
  });

  const framed = (key, value) => ({ ...NO_FRAME, [key]: listed(key, value)[0] });

  // What links, attributes and lessons said before there were chapters, and what they show now.
  for (const [key, value, shown] of [
    ["view", "text formed chosen", ["text", "reading", "move", "looking", "memory"]],
    ["view", "text,formed", ["text", "reading"]],
    ["view", "formed contribution", ["reading"]],
    ["view", "formed agreement text", ["reading", "agreement", "text"]],
    ["view", "text summary", ["text", "summary"]],
    ["view", "inside", ["cell", "units"]],
    ["view", "rules", ["rules"]],
    ["view", "text", ["text"]],
    ["view", "text reading words", ["text", "reading", "cell", "units", "move", "phrases", "agreement", "what-if"]],
  ])
    test(`${key}=${value} shows ${shown.join(", ")}`, () => {
      assert.equal(listed(key, value)[1], "", "nothing of it is unknown");
      assert.deepEqual(shownViews(framed(key, value)), shown);
    });

  test("names of views stand one under the other, names of chapters beside the text", () => {
    assert.equal(layoutOf(framed("view", "text reading words")).stacked, null);
    assert.deepEqual(layoutOf(framed("view", "text reading words")).chapters, ["reading", "words"]);
    assert.deepEqual(layoutOf(framed("view", "text formed")).stacked, ["text", "reading"]);
    assert.deepEqual(layoutOf({ ...NO_FRAME, compact: true }).stacked, ["text", "reading"]);
  });

  for (const [value, hidden, left] of [
    ["chosen", ["move", "looking", "memory"], ["reading", "pattern"]],
    ["formed", [], ["reading"]],
    ["formed contribution", ["reading"], ["cell"]],
    ["inside", ["cell", "units"], ["reading"]],
    ["trust", ["anchors", "credibility"], ["rules"]],
    ["model rules", ["model", "rules"], ["models"]],
  ])
    test(`hide=${value}`, () => {
      const frame = framed("hide", value);
      for (const view of hidden) assert.equal(isHidden(frame, view), true, view);
      for (const view of left) assert.equal(isHidden(frame, view), false, view);
    });

  test("a chapter of which everything is hidden is gone", () => {
    assert.ok(!layoutOf(framed("hide", "memory")).chapters.includes("training"));
  });

  test("targets of lessons lead to a view and its chapter", () => {
    for (const [target, view, chapter] of [
      ["formed", "reading", "reading"],
      ["chosen", "move", "words"],
      ["similar", "memory", "training"],
      ["inside", "cell", "reading"],
      ["looking", "looking", "looking"],
      ["trust", "anchors", "trust"],
      ["text", "text", null],
    ])
      assert.deepEqual([viewOf(target), chapterOf(target)], [view, chapter], target);
  });
});

// Links of README, of the documentation and of lessons from before there were chapters, and the views they were about.
for (const [hash, views] of [
  ["", ["text", "summary", "reading", "cell"]],
  ["preset=sequel&unfold=anchors+rules", ["text", "summary", "anchors", "credibility"]],
  ["unfold=chosen", ["text", "summary", "move", "phrases", "agreement", "what-if"]],
  [
    "preset=sequel&view=text+formed+chosen&hide=how+download&lock=text",
    ["text", "reading", "move", "looking", "memory"],
  ],
  ["chapter=looking", ["text", "summary", "looking", "pattern"]],
  ["chapter=nonsense", ["text", "summary", "reading", "cell"]],
])
  test(`#${hash} opens ${views.join(", ")}`, async (t) => {
    const { explainer } = await open(t, hash);
    await expect(explainer.verdict, /The network/);
    await expectEqual(
      async () => (await drawn(explainer)).filter((view) => view !== "pattern"),
      views.filter((view) => view !== "pattern"),
    );
  });

/** The page with one of its scripts kept back. */
async function openWithout(t, script, hinder, hash) {
  const { page, close } = await openPage(browser, null, WIDE);
  t.after(close);
  await page.route(`**/${script}`, hinder);
  await page.goto(`${server.origin}/site/index.html#${hash}`);
  return new Explainer(page);
}

test("the scripts may arrive in any order", async (t) => {
  const late = (route) => setTimeout(() => route.continue(), 1_500);
  const explainer = await openWithout(t, "unrolled.inside.js", late, "preset=sequel&view=text+reading+move");
  await expectEqual(() => drawn(explainer), ["text", "reading", "cell", "move"]);
});

test("without the chapters' script the text and the reading stand, and one sentence says what is missing", async (t) => {
  const explainer = await openWithout(
    t,
    "unrolled.chapters.js",
    (route) => route.abort(),
    "preset=sequel&view=text+reading+move+looking",
  );
  await expectCount(explainer.root.getByRole("button", { name: "Load them again" }), 1);
  await expectEqual(() => drawn(explainer), ["text", "reading", "cell"]);
});

test("one chapter is open: its views alone are drawn, its name is in the address, and it is no step of Undo", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel");
  await explainer.live({ unfold: null });
  await explainer.chapter("Trust");
  await expectEqual(() => drawn(explainer), ["text", "summary", "anchors", "credibility"]);
  await until(
    () => address(page).get("chapter"),
    (chapter) => chapter === "trust",
  );
  assert.equal(
    await explainer
      .button(/^Undo$/)
      .filter({ visible: true })
      .count(),
    0,
  );
  await explainer.chapter("Reading");
  await until(
    () => address(page).get("chapter"),
    (chapter) => chapter === null,
  );
  await page.reload();
  await expectAttribute(explainer.root.getByRole("tab", { name: /^Reading/ }), "aria-selected", /^true$/);
});

test("the row is one stop of the Tab key; arrows move along it, Enter opens, and its answers are about this text", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel");
  await explainer.live({ unfold: null });
  const tabs = explainer.root.getByRole("tab");
  await expectCount(tabs, 6);
  assert.equal(await tabs.evaluateAll((all) => all.filter(({ tabIndex }) => tabIndex === 0).length), 1);
  await expect(tabs.nth(0), /turned positive for good at smiling/);
  await expect(tabs.nth(1), /mostly 8\/10/);
  await expect(tabs.nth(3), /predictable: 401 of 556 negative/);
  await expect(tabs.nth(4), /95 in 100 right/);
  await expect(tabs.nth(5), /90.% right on unseen texts/);
  await tabs.nth(0).focus();
  await page.keyboard.press("ArrowLeft"); // round the end
  await page.keyboard.press("ArrowLeft");
  await expectAttribute(tabs.nth(0), "aria-selected", /^true$/); // nothing is opened on the way
  await page.keyboard.press("Enter");
  await expectAttribute(tabs.nth(4), "aria-selected", /^true$/);
  await explainer.root.getByRole("tabpanel", { name: /^Trust/ }).waitFor();
});

test("a sentence of the summary leads to its view, in its chapter", async (t) => {
  const { explainer } = await open(t, "preset=sequel");
  await explainer.live({ unfold: null });
  await explainer.root.locator("unrolled-summary").getByRole("link").filter({ hasText: "mattered most" }).click();
  await expectAttribute(explainer.root.getByRole("tab", { name: /^Words/ }), "aria-selected", /^true$/);
  await expectEqual(() => explainer.root.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.id), "move");
});

test("on a phone a line of the text stays on top once the text is past, the chosen word in sight; a press chooses", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel", PHONE);
  await explainer.live({ unfold: null });
  const strip = explainer.root.locator("unrolled-strip");
  await strip.waitFor({ state: "hidden" });
  await page.mouse.wheel(0, 1200);
  await strip.waitFor();
  const lies = () =>
    strip.evaluate((element) => {
      const row = element.getRootNode().querySelector(".chapters").getBoundingClientRect();
      const word = element.shadowRoot.querySelector(".selected").getBoundingClientRect();
      const { top, bottom } = element.getBoundingClientRect();
      return [Math.round(top), Math.round(row.top - bottom), word.left >= 0 && word.right <= innerWidth];
    });
  await expectEqual(lies, [0, 0, true]);
  await strip.locator(".w", { hasText: "perfect" }).click();
  await expect(explainer.root.locator("unrolled-text .selected"), /^perfect$/);
  await expectEqual(lies, [0, 0, true]);
});

for (const width of [320, 390, 768, 1280, 1920])
  test(`at ${width} px nothing is cut off, and the text is ${width > 900 ? "beside" : "above"} the chapters`, async (t) => {
    const { page, explainer } = await open(t, "preset=sequel", { viewport: { width, height: 800 } });
    await explainer.live({ unfold: null });
    const [text, row] = await Promise.all(
      ["unrolled-text", ".chapters"].map((what) => explainer.root.locator(what).boundingBox()),
    );
    assert.equal(row.x >= text.x + text.width, width > 900);
    for (const name of ["Words", "Looking for", "Training", "Trust", "Network"]) {
      await explainer.chapter(name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name} is ${wide} px wide`);
    }
  });

for (const [name, look] of [
  ["wide", WIDE],
  ["a phone", PHONE],
])
  test(`${name}: nothing jumps while everything arrives`, async (t) => {
    const before = () => {
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.shifted += value;
      }).observe({ type: "layout-shift", buffered: true });
    };
    const { page, explainer } = await open(t, "", { ...look, before });
    await explainer.live({ unfold: null });
    await explainer.idle();
    const shifted = await page.evaluate(() => globalThis.shifted);
    assert.ok(shifted <= 0.02, `${shifted}`);
  });

test("on paper all chapters stand one after the other, each under its name", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel");
  await explainer.live({ unfold: null });
  await page.emulateMedia({ media: "print" });
  const parts = explainer.root.locator("h2.part");
  await expectEqual(() => parts.allInnerTexts(), ["Reading", "Words", "Looking for", "Training", "Trust", "Network"]);
  await expectEqual(
    async () => (await drawn(explainer)).includes("anchors") && (await drawn(explainer)).includes("model"),
    true,
  );
  await page.emulateMedia({ media: null });
  await expectCount(parts, 0);
});

test("two elements of a page open their chapters each for itself", async (t) => {
  const own = await servePackage({
    pages: {
      "/two.html": `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><unrolled-explainer text="a fine film"></unrolled-explainer><unrolled-explainer chapter="trust" text="a dull film"></unrolled-explainer><script src="site/unrolled.js" defer></script>`,
    },
  });
  t.after(() => own.close());
  const { page, close } = await openPage(browser, `${own.origin}/two.html`, WIDE);
  t.after(close);
  const [first, second] = [new Explainer(page, 0), new Explainer(page, 1)];
  await first.live({ unfold: null });
  await second.root.scrollIntoViewIfNeeded();
  await second.live({ unfold: null });
  await first.chapter("Network");
  await expectAttribute(second.root.getByRole("tab", { name: /^Trust/ }), "aria-selected", /^true$/);
  await second.root.evaluate((element) => {
    element.chapter = "words";
  });
  await expectAttribute(second.root.getByRole("tab", { name: /^Words/ }), "aria-selected", /^true$/);
  await expectAttribute(first.root.getByRole("tab", { name: /^Network/ }), "aria-selected", /^true$/);
});
