// The tour and the other lessons, walked from end to end: every view in sight, every figure and quoted word on the page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { Explainer } from "./explainer.mjs";
import {
  PATIENCE,
  PKG,
  expect,
  expectCount,
  expectEqual,
  launch,
  openPage,
  require,
  serveElsewhere,
  servePackage,
  strangers,
  until,
} from "./support.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 390, height: 844 } };
const WIDE = { viewport: { width: 1280, height: 900 } };
const lessonOf = (name) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../www/lessons/${name}.json`, import.meta.url)), "utf8"));

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage({
    pages: { "/own.html": own('lesson="/course.json"'), "/small.html": own('base="/bundle/" lesson="toy-story"') },
  });
});
after(() => Promise.all([browser.close(), server.close()]));

/** A page of somebody's own, with the element below its own words. */
function own(attributes) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,"><script src="/site/unrolled.js" defer></script>
    <main><h1>A course</h1><p>Read this first.</p><unrolled-explainer ${attributes}></unrolled-explainer></main></html>`;
}

async function open(t, path, options = WIDE) {
  const opened = await openPage(browser, path.startsWith("file:") ? path : server.origin + path, options);
  t.after(opened.close);
  const explainer = new Explainer(opened.page);
  const panel = explainer.root.locator("unrolled-tour");
  return {
    ...opened,
    explainer,
    panel,
    words: panel.locator("[aria-live]"),
    at: explainer.root.locator("[data-step]"),
  };
}

/** Everything an element says, the pictures' labels and folded parts too. */
const deepText = (element) => {
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    return ["STYLE", "SCRIPT", "UNROLLED-TOUR"].includes(node.nodeName)
      ? ""
      : [...(node.shadowRoot ?? node).childNodes].map(read).join(" ");
  };
  return read(element);
};

/** Figures with their sign and unit, as `−0.58`, `17,500`, `8/10`, `99.9%`. */
const figures = (text) =>
  [...text.replace(/\s+(?=%)/g, "").matchAll(/[+−]?\d[\d,]*(?:\.\d+)?(?:\/\d+)?%?/g)].map(([figure]) =>
    figure.replace(/,$/, ""),
  );
const squeezed = (text) => text.replace(/\s+/g, "");

/** What the step's words claim and the page does not show. */
async function untrue({ text }, explainer, at, patience = 90_000 * PATIENCE) {
  const end = Date.now() + patience;
  const pressed = [...text.matchAll(/[Pp]ress “([^”]+)”/g)].map(([, name]) => name);
  const buttons = [...pressed];
  const seen = new Set();
  let missing = [];
  while (Date.now() < end) {
    for (const figure of figures(await at.evaluate(deepText))) seen.add(figure);
    const page = squeezed(await explainer.root.evaluate(deepText));
    const quoted = [...text.matchAll(/“([^”]+)”/g)]
      .map(([, words]) => words)
      .filter((words) => !pressed.includes(words));
    missing = [
      ...figures(text).filter((figure) => !seen.has(figure)),
      ...quoted.filter((words) => !page.includes(squeezed(words))),
    ];
    if (missing.length === 0 && buttons.length === 0) break;
    const [name] = buttons.splice(0, 1);
    if (name !== undefined) await at.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await new Promise((done) => setTimeout(done, 300));
  }
  return missing;
}

/** How the outlined view lies to the window and the panel. */
function lie({ panel }) {
  return panel.evaluate((element) => {
    const box = element.shadowRoot.querySelector(".panel").getBoundingClientRect();
    const target = element.getRootNode().querySelector("[data-step]");
    const { top, bottom, left, right } = target.getBoundingClientRect();
    // The row of chapters lies over what is scrolled under it, once it has stuck.
    const row = element.getRootNode().querySelector(".chapters")?.getBoundingClientRect();
    const covered = row !== undefined && row.top < 45 ? row.bottom : 0;
    const hit = element.getRootNode().elementFromPoint((left + right) / 2, Math.max(top, covered) + 8);
    const part = { similar: "unrolled-similar" }[element.step.target];
    const picture = part === undefined ? null : target.shadowRoot.querySelector(part).getBoundingClientRect().toJSON();
    return {
      picture,
      top,
      bottom,
      room: box.top,
      foot: box.bottom,
      window: Math.min(innerHeight, element.getRootNode().host.getBoundingClientRect().bottom),
      isFolded: target.hasAttribute("folded"),
      isOnTop: target === hit || target.contains(hit),
    };
  });
}

/** What is wrong with how it lies. */
function* outOfSight({ picture, top, bottom, room, foot, window, isFolded, isOnTop }) {
  if (isFolded) yield "the view is folded";
  if ((top < 0 && picture === null) || !isOnTop) yield `the view does not begin in sight (${top} px)`;
  if (picture !== null && !(picture.top >= 0 && (picture.bottom <= room || picture.top < 130)))
    yield `the panel covers the picture (${picture.top} to ${picture.bottom}, room ${room})`;
  if (bottom > room && room - top < 250) yield `the panel leaves ${room - top} px of ${bottom - top}`;
  if (Math.abs(foot - window) >= 2)
    yield `the panel is not at the foot of the window, or of a page that is shorter (${foot} of ${window})`;
}

/** Waits until nothing is wrong and nothing moves any more. */
async function requireInSight(opened, name) {
  let before = NaN;
  const read = async () => {
    const now = await lie(opened);
    const wrong = [...outOfSight(now), ...(Math.abs(now.top - before) < 1 ? [] : ["it moves"])];
    before = now.top;
    if (wrong.length > 0) await opened.page.waitForTimeout(200);
    return wrong;
  };
  await until(read, (wrong) => wrong.length === 0, { wanted: `${name} in sight`, timeout: 15_000 * PATIENCE });
}

async function findings(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
}

/** From the first step to the last; what the lesson says is true of the page. */
async function walk(opened, lesson) {
  const { explainer, panel, words, at } = opened;
  const { steps } = lesson;
  for (const [i, step] of steps.entries()) {
    const name = `step ${i + 1} of ${steps.length}`;
    await expect(words, new RegExp(`^Step ${i + 1} of ${steps.length}\\.`));
    await at.waitFor({ timeout: 60_000 * PATIENCE });
    await requireInSight(opened, name);
    assert.deepEqual(await untrue(step, explainer, at), [], `${name} says what the page shows`);
    const button = panel.getByRole("button", { name: i + 1 < steps.length ? "Next" : "Finish" });
    if (i + 1 < steps.length) await button.click();
  }
}

test("the whole tour in a phone's window: every view in sight, every figure true", async (t) => {
  const opened = await open(t, "/site/index.html", PHONE);
  await opened.explainer.live();
  await opened.explainer.button(/^Tour$/).click();
  await walk(opened, lessonOf("tour"));
  const width = await opened.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `the page is ${width} px wide`);
  await opened.panel.getByRole("button", { name: /^Go on/ }).click();
  await expect(opened.words, /^Step 1 of 10\. A paper/);
  await expect(opened.explainer.facts, /the network is wrong/);
  assert.deepEqual(opened.problems, []);
  assert.deepEqual(strangers(opened.requests, server.origin), []);
});

test("the toy story from the verdict to the doubt, wide, in the dark", async (t) => {
  const opened = await open(t, "/site/index.html#lesson=toy-story", { ...WIDE, colorScheme: "dark" });
  await walk(opened, lessonOf("toy-story"));
  await opened.panel.getByRole("button", { name: "Finish" }).click();
  await expectCount(opened.panel, 0);
  await expectCount(opened.at, 0); // nothing stays outlined
  assert.deepEqual(opened.problems, []);
});

test("the lesson for a class", async (t) => {
  await walk(await open(t, "/site/index.html#lesson=negation&step=1"), lessonOf("negation"));
});

test("from the one file, without a network", async (t) => {
  const opened = await open(t, `${pathToFileURL(`${PKG}unrolled.html`).href}#lesson=tour`, { ...PHONE, offline: true });
  await walk(opened, lessonOf("tour"));
  assert.deepEqual(
    opened.requests.filter((url) => !/^(file|data|blob):/.test(url)),
    [],
  );
  assert.deepEqual(opened.problems, []);
});

test("a figure that is not true is found, so that the tests above can fail", async (t) => {
  const { explainer, at, words } = await open(t, "/site/index.html#lesson=tour&step=2");
  await expect(words, /Step 2/);
  await at.waitFor();
  assert.deepEqual(await untrue({ text: "“8/10” weighs most." }, explainer, at), []);
  assert.deepEqual(
    await untrue({ text: "“8/10” weighs most: 66 %, and “splendid” helps by +0.7." }, explainer, at, 3_000),
    ["66%", "+0.7", "splendid"],
  );
});

test("with the keyboard alone: begin, go on and back, to the view, back to the panel, and out", async (t) => {
  const { page, explainer, panel, words } = await open(t, "/site/index.html");
  await explainer.live();
  const active = () =>
    explainer.root.evaluate((element) => {
      const { activeElement } = element.shadowRoot;
      return (
        activeElement?.id || activeElement?.className || activeElement?.textContent.trim() || activeElement?.localName
      );
    });
  await explainer.button(/^Tour$/).focus();
  await page.keyboard.press("Enter");
  await expect(words, /Step 1 of 12/);
  await page.waitForFunction(
    () => document.querySelector("unrolled-explainer").shadowRoot.activeElement?.localName === "unrolled-tour",
  );
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(words, /Step 3 of 12/);
  await page.keyboard.press("ArrowLeft");
  await expect(words, /Step 2 of 12/);
  await panel.getByRole("button", { name: "To the view" }).press("Enter");
  await expectEqual(active, "text");
  await page.keyboard.press("ArrowRight");
  await explainer.drawn();
  await expect(words, /Step 2 of 12/);
  await page.keyboard.press("Escape");
  await expectEqual(
    () => explainer.root.evaluate((element) => element.shadowRoot.activeElement.localName),
    "unrolled-tour",
  );
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  await expectEqual(
    () => explainer.root.evaluate((element) => element.shadowRoot.activeElement.textContent.trim()),
    "Tour",
  );
});

test("a reader leaves the path and comes back", async (t) => {
  const { explainer, panel, words, at } = await open(t, "/site/index.html#lesson=tour&step=4");
  await expect(words, /Step 4 of 12.+would end 0\.58 higher/);
  await at.waitFor();
  await explainer.select(4);
  const chosen = explainer.root.locator("unrolled-text .selected").first();
  await expect(chosen, /^from$/);
  const back = panel.getByRole("button", { name: "Back to the step" });
  await back.click();
  await expect(chosen, /^predictable$/);
  await panel.getByRole("button", { name: "To the view" }).waitFor();
  await explainer.type("Something else entirely .");
  await back.click();
  await expect(explainer.verdict, /positive, 99/);
  await expect(at, /predictable took the score from 62.% to 32.%/);
});

test("each step is a link: copied, opened elsewhere, clamped; a link to what the reader made of it keeps that", async (t) => {
  const first = await open(t, "/site/index.html#lesson=tour&step=4", {
    ...WIDE,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await expect(first.words, /Step 4 of 12/);
  await first.panel.getByRole("button", { name: "Next" }).click();
  await first.panel.getByRole("button", { name: "Copy link to this step" }).click();
  await expect(first.panel, /on the clipboard/);
  const link = await first.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#v=1&lesson=tour&step=5$/);
  const second = await open(t, link.slice(server.origin.length));
  await expect(second.words, /Step 5 of 12\. The chapter “Words”/);
  await expect(second.at, /Did it move the decision\?.*Yes, down/);
  for (const [fragment, step] of [
    ["lesson=tour&step=999", 12],
    ["lesson=tour&step=0", 1],
    ["lesson=tour&step=two", 1],
    ["lesson=tour", 1],
  ]) {
    await expect((await open(t, `/site/index.html#${fragment}`)).words, new RegExp(`^Step ${step} of 12`));
  }
  const again = await open(t, "/site/index.html#lesson=toy-story&step=3");
  await expect(again.explainer.facts, /the network is wrong/);
  await again.page.evaluate(() => {
    location.hash = "lesson=toy-story&step=3";
  });
  await again.page.waitForTimeout(1_000);
  await expect(again.explainer.facts, /the network is wrong/);
  await again.page.evaluate(() => {
    location.hash = "lesson=tour&step=2";
  });
  await expect(again.words, /Step 2 of 12/);
  await expect(again.explainer.verdict, /positive, 99/);
  const left = await open(t, "/site/index.html#preset=sequel&select=5-5&lesson=tour&step=4");
  await expect(left.words, /Step 4 of 12/);
  await expect(left.explainer.root.locator("unrolled-text .selected").first(), /^from$/);
});

for (const [name, look] of [
  ["a phone", PHONE],
  ["wide and dark", { ...WIDE, colorScheme: "dark" }],
  ["a narrow phone", { viewport: { width: 320, height: 640 }, hasTouch: true }],
]) {
  test(`${name}: axe finds nothing in the tour, and nothing is cut off`, async (t) => {
    const opened = await open(t, "/site/index.html#lesson=tour&step=12", look);
    await expect(opened.words, /Step 12 of 12/);
    await opened.explainer.drawn();
    assert.deepEqual(await findings(opened.page), []);
    await opened.panel.getByRole("button", { name: "Back", exact: true }).click();
    await expect(opened.words, /Step 11 of 12/);
    await requireInSight(opened, "step 11");
    assert.deepEqual(await findings(opened.page), []);
    const width = await opened.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= look.viewport.width, `the page is ${width} px wide`);
  });
}

test("forced colours outline the view too", async (t) => {
  const { at } = await open(t, "/site/index.html#lesson=tour&step=3", { ...WIDE, forcedColors: "active" });
  await at.waitFor();
  await expectEqual(() => at.evaluate((element) => getComputedStyle(element).outlineStyle), "solid");
});

test("lessons that are none get one sentence, and their words are never markup", async (t) => {
  const answer = (path, body) =>
    server.faults.set(path, (_, response) => response.writeHead(200, { "content-type": "application/json" }).end(body));
  t.after(() => server.faults.clear());
  const lesson = (text, target = "text") =>
    JSON.stringify({
      title: "<b>bold</b>",
      summary: "s",
      language: "en",
      steps: [{ target, text, state: "preset=sequel" }],
    });
  answer("/site/none.json", "<!doctype html>");
  answer("/site/strange.json", lesson("Look.", "heatmap"));
  answer("/site/huge.json", " ".repeat(500_000));
  answer("/site/markup.json", lesson('<img src=x onerror="window.hacked=1">Look.'));
  for (const [name, sentence] of [
    ["none.json", /^The lesson “none\.json” cannot be shown: it is not JSON \(.+\)\.$/],
    ["strange.json", /cannot be shown: step 1 has the target “heatmap”, which no view is called/],
    ["huge.json", /cannot be shown: it has 500000 bytes: 400000 are the most\.$/],
    [
      "nowhere",
      /cannot be shown: there is none at http.+\/site\/lessons\/nowhere\.json \(HTTP 404\): check its name\.$/,
    ],
    ["javascript:alert(1)", /cannot be shown: it is neither the name of a lesson nor a web address of one\.$/],
    [
      "https://elsewhere.example/lesson.json",
      /cannot be shown: a link may only name lessons of this site, and it lies on elsewhere\.example/,
    ],
  ]) {
    const { words, explainer, requests } = await open(t, `/site/index.html#lesson=${encodeURIComponent(name)}`);
    await expect(words, sentence);
    await expect(explainer.verdict, /The network calls this positive/);
    assert.deepEqual(strangers(requests, server.origin), []);
  }
  const { page, panel, problems } = await open(t, "/site/index.html#lesson=markup.json");
  await expect(panel, /<b>bold<\/b>.+Step 1 of 1\. <img src=x onerror="window\.hacked=1">Look\./);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(problems, []);
});

test("an author's own lesson by an attribute, from another host too; the page around stays where it is", async (t) => {
  const course = JSON.stringify({
    title: "My course",
    summary: "s",
    language: "de",
    steps: [
      { target: "model", text: "Wer hat es gelehrt?" },
      { target: "text", text: "Lies.", state: "preset=sequel" },
    ],
  });
  const answer = (_, response) =>
    response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" }).end(course);
  const elsewhere = await serveElsewhere();
  t.after(() => (server.faults.clear(), elsewhere.close()));
  server.faults.set("/course.json", answer);
  elsewhere.faults.set("/course.json", answer);
  server.faults.set("/other.html", (_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(own(`lesson="${elsewhere.origin}/course.json"`)),
  );
  for (const path of ["/own.html", "/other.html"]) {
    const { page, words, panel, at, problems } = await open(t, path);
    await expect(words, /Step 1 of 2\. Wer hat es gelehrt\?/);
    assert.equal(await words.locator("span").getAttribute("lang"), "de");
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await panel.getByRole("button", { name: "Next" }).click();
    await expect(at, /I expected very little.+8\/10/);
    assert.deepEqual(problems, []);
  }
});

test("a step's frame holds while the lesson is there: views taken away, the text locked; then the page is as before", async (t) => {
  const { page, explainer, panel, words } = await open(t, "/site/index.html#lesson=negation");
  const edit = explainer.button("Edit the text");
  await expect(words, /Step 1 of 6/);
  await explainer.root.locator("#text [role=option]").first().waitFor();
  await page.waitForTimeout(2_000);
  await explainer.drawn();
  assert.deepEqual(
    [await explainer.verdict.count(), await edit.count(), await explainer.root.locator("#reading").count()],
    [0, 0, 0],
  );
  const sheet = explainer.root.locator("#text");
  await expect(sheet, /The film is not bad/);
  assert.doesNotMatch(
    await explainer.root.locator(".page").evaluate(deepText),
    /\d+\s%|pulls|positive|negative/,
    "who guesses is told nothing",
  );
  assert.equal(
    await sheet.locator("[aria-label*=pulls], [class~=strong], .words [class*=' n'], .words [class*=' p']").count(),
    0,
    "no word is tinted",
  );
  await panel.getByRole("button", { name: "Next" }).click();
  await expect(explainer.verdict, /negative, 85/);
  await expect(sheet, / mattered most: without it, /);
  await sheet.locator(".words .strong").first().waitFor();
  assert.equal(await edit.count(), 0);
  for (let i = 2; i < 6; i++) await panel.getByRole("button", { name: "Next" }).click();
  await expect(words, /Step 6 of 6/);
  await edit.waitFor();
  await panel.getByRole("button", { name: "Finish" }).click();
  await (await explainer.view("anchors")).waitFor();
});

/** They still hold when whatever was to come has had the time for it; the address is written after a pause. */
async function stillHolds(opened, bound) {
  await opened.page.waitForTimeout(700);
  await opened.explainer.drawn();
  await expectEqual(() => loose(opened), bound);
}

/** What would show that a step's decisions no longer hold. */
const loose = async ({ page, explainer }) => {
  const counts = await Promise.all(
    [
      explainer.verdict,
      explainer.button(/^Text: /),
      explainer.button("Edit the text"),
      explainer.root.locator("#anchors"),
    ].map((one) => one.count()),
  );
  const kept = new URLSearchParams(new URL(page.url()).hash.slice(1));
  return [...counts, ...["view", "hide", "lock"].map((key) => kept.get(key))];
};

test("Undo takes nothing of a step's frame away, nor a text that was there before the step", async (t) => {
  const opened = await open(t, "/site/index.html#lesson=negation");
  const { page, explainer, panel, words } = opened;
  const text = explainer.root.locator("unrolled-text");
  const undo = async () => {
    const button = explainer.button(/^Undo$/);
    if ((await button.count()) > 0 && (await button.isEnabled())) await button.click();
    for (let i = 0; i < 2; i++) await explainer.words.first().press("Control+z");
  };
  const bound = [0, 0, 0, 0, "text", "verdict weights undo", "text"];
  await expect(words, /Step 1 of 6/);
  await expect(text, /The film is not bad/);
  await explainer.words.first().waitFor();
  assert.equal(await explainer.button(/^Undo$/).count(), 0, "nothing is there to undo");
  await undo();
  await stillHolds(opened, bound);
  await explainer.select(1);
  await page.waitForTimeout(900);
  await explainer.select(2);
  await undo();
  await stillHolds(opened, bound);
  for (let i = 1; i < 4; i++) await panel.getByRole("button", { name: "Next" }).click();
  await expect(words, /Step 4 of 6/);
  await expect(text, /The film is bad/);
  await page.waitForTimeout(900);
  await explainer.select(1);
  await undo();
  await expect(text, /The film is bad/);
  await explainer.root.evaluate((element) => {
    element.unfold = "all";
  }); // nor does an attribute of the page around
  await stillHolds(opened, [1, 0, 0, 0, "text formed", null, "text"]);
  await expect(words, /Step 4 of 6/);
});

test("an own lesson that locks all stays locked, and what its state does not say right is told with the step", async (t) => {
  const steps = [
    { target: "text", text: "Look.", state: "preset=sequel&lock=all&hide=verdict" },
    { target: "formed", text: "And here.", state: "preset=sequel&view=formed,pictures" },
  ];
  server.faults.set("/course.json", (_, response) =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ title: "My course", summary: "s", language: "en", steps })),
  );
  t.after(() => server.faults.clear());
  const opened = await open(t, "/own.html");
  const { page, explainer, panel, words } = opened;
  await page.evaluate(() =>
    document.addEventListener("unrolled-error", ({ detail }) => {
      globalThis.told = detail.message;
    }),
  );
  await expect(words, /Step 1 of 2/);
  await explainer.root.evaluate((element) =>
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true })),
  );
  await explainer.root.evaluate((element) => {
    element.theme = "dark";
  });
  await page.waitForTimeout(700);
  await explainer.drawn();
  const counts = (await loose(opened)).slice(0, 3);
  assert.deepEqual([...counts, await explainer.button(/^Undo$/).count()], [0, 0, 0, 0]);
  await panel.getByRole("button", { name: "Next" }).click();
  const sentence =
    /^In the state of step 2: view=pictures is unknown here and was left out: known are text, summary, .+\.$/;
  await expect(explainer.status, sentence);
  await until(
    () => page.evaluate(() => globalThis.told),
    (told) => sentence.test(told),
  );
  await panel.getByRole("button", { name: "Back", exact: true }).click();
  await expect(explainer.status, /^$/);
});

/** A page of an author's own with these steps. */
function course(t, steps) {
  server.faults.set("/course.json", (_, response) =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ title: "My course", summary: "s", language: "en", steps })),
  );
  t.after(() => server.faults.clear());
}

const WRONG = [
  ["select=3-9", /select names word 9, and this text has 4 words\./],
  ["own=2.40", /own names word 40, and this text has 4 words\./],
  ["hold=cell_500_0_", /hold names unit 500, and this network has units 0 to 127\./],
  ["hold=reset_5_0_", /hold names reset, which this network does not have: known are hidden, cell, /],
  ["hold=cell_5_0_7", /hold names layer 7, and this network has layers 0 to 0\./],
  ["hold=cell_5_0__2_40", /hold names word 40, and this text has 4 words\./],
  ["pattern=0.3-1-0-cell-both-any-4000", /pattern names unit 4,000, and this network has units 0 to 127\./],
  ["search=text.50.1.cell.900", /search names unit 900, and this network has units 0 to 127\./],
  ["lime=700.bow.classic", /lime=700\.bow\.classic was read as lime=1000\.bow\.classic\./],
  ["lime=many.bow.classic", /lime=many\.bow\.classic could not be read/],
  ["tint=heat", /tint=heat is unknown here and was left out/],
  ["target=class", /target=class could not be read and was left out/],
  ["theme=blue", /theme=blue is unknown here/],
  ["preset=nowhere", /This step is about the text “nowhere”, which this page does not have/],
  ["z=damaged", /The text in this link is damaged or too long/],
];

for (const path of ["/own.html", "/site/embed.html#lesson=/course.json"])
  test(`whatever an author misspells in a state is told in its step, on ${path.split("#")[0]}`, async (t) => {
    const text = "t=A+slow+film.&";
    const isText = (state) => /^(preset|z)=/.test(state);
    course(t, [
      ...WRONG.map(([state]) => ({ target: "text", text: "Look.", state: isText(state) ? state : text + state })),
      { target: "text", text: "All is well.", state: `${text}select=2-3&hold=cell_127_0__1_4&own=1.4` },
    ]);
    const { page, panel, words } = await open(t, path);
    await page.evaluate(() => {
      globalThis.told = [];
      document.addEventListener("unrolled-error", ({ detail }) => globalThis.told.push(detail.message));
    });
    for (const [i, [state, sentence]] of WRONG.entries()) {
      await expect(words, new RegExp(`Step ${i + 1} of ${WRONG.length + 1}\\.`));
      const said = await expect(words, sentence);
      if (!/^preset/.test(state)) assert.match(said, new RegExp(`In the state of step ${i + 1}: `), state);
      if (i > 0 && !/^preset/.test(state))
        await until(
          () => page.evaluate(() => globalThis.told),
          (told) => told.some((one) => one.startsWith(`In the state of step ${i + 1}: `) && sentence.test(one)),
        );
      await panel.getByRole("button", { name: "Next" }).click();
    }
    const last = await expect(words, /All is well/);
    await page.waitForTimeout(600);
    assert.doesNotMatch(await words.innerText(), /In the state of/, last);
  });

test("a step whose view its own state hides says so, and a step beyond the last", async (t) => {
  course(t, [
    { target: "formed", text: "Look.", state: "preset=sequel&view=text" },
    { target: "memory", text: "Look.", state: "preset=sequel&hide=memory" },
    { target: "verdict", text: "Look.", state: "preset=sequel&hide=verdict" },
    { target: "verdict", text: "Look.", state: "preset=sequel" },
  ]);
  const { panel, words, at } = await open(t, "/site/index.html#v=1&lesson=/course.json&step=1");
  for (const step of [1, 2, 3]) {
    await expect(words, new RegExp(`The view of step ${step} is hidden here`));
    await expectCount(at, 0);
    await panel.getByRole("button", { name: "Next" }).click();
  }
  await expectCount(at, 1);
  assert.doesNotMatch(await words.innerText(), /hidden here/);
  const beyond = await open(t, "/site/index.html#v=1&lesson=/course.json&step=9");
  await expect(beyond.words, /There is no step 9: this is the last one\./);
  await beyond.panel.getByRole("button", { name: "Back", exact: true }).click();
  await expect(beyond.words, /Step 3 of 4/);
  assert.doesNotMatch(await beyond.words.innerText(), /no step/);
});

for (const [size, options] of [
  ["a phone", PHONE],
  ["a wide window", WIDE],
])
  test(`in ${size} a step's words are in sight, above the panel, however far down they stand`, async (t) => {
    const long = `${"The plot was slow and the cast was fine. ".repeat(120)}Then came a wonderful end.`;
    const packed = deflateRawSync(Buffer.from(long)).toString("base64url");
    course(t, [
      { target: "text", text: "Read the beginning.", state: `z=${packed}&select=1-2` },
      { target: "text", text: "And this is the end.", state: `z=${packed}&select=1204-1205` },
      { target: "text", text: "In the middle, then.", state: `z=${packed}&select=602-603` },
    ]);
    const { explainer, panel, words } = await open(t, "/site/index.html#v=1&lesson=/course.json", options);
    await explainer.live();
    const place = () =>
      explainer.root.evaluate((element) => {
        const text = element.shadowRoot.querySelector("#text").shadowRoot.querySelector("unrolled-text").shadowRoot;
        const [inner, outer] = [text.querySelector(".selected"), text.querySelector(".scroller")].map((one) =>
          one.getBoundingClientRect(),
        );
        const panel = element.shadowRoot
          .querySelector("unrolled-tour")
          .shadowRoot.querySelector(".panel")
          .getBoundingClientRect();
        return {
          word: text.querySelector(".selected").textContent,
          inText: inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1,
          inWindow: inner.top >= 0 && inner.bottom <= panel.top,
        };
      });
    for (const [number, word] of [
      [1, "The"],
      [2, "wonderful"],
      [3, "plot"],
    ]) {
      await expect(words, new RegExp(`Step ${number} of 3`));
      await until(place, (now) => now.inText && now.inWindow && now.word === word, {
        wanted: `${word} in sight`,
        timeout: 15_000,
      });
      if (number < 3) await panel.getByRole("button", { name: "Next" }).click();
    }
  });

test("Back leads out of a lesson to the text before, Forward into it again", async (t) => {
  const { page, explainer, panel, words } = await open(t, "/site/index.html");
  await explainer.live();
  await explainer.type("a dull film");
  await expect(explainer.facts, /3 words/);
  await until(
    () => page.url(),
    (url) => /[#&]t=a\+dull\+film/.test(url),
  );
  const before = await page.evaluate(() => history.length);
  await explainer.button(/^Tour$/).click();
  await expect(words, /Step 1 of 12/);
  for (let i = 1; i < 12; i++) await panel.getByRole("button", { name: "Next" }).click();
  await expect(words, /Step 12 of 12/);
  await panel.getByRole("button", { name: /^Go on/ }).click();
  await expect(words, /Step 1 of 10/);
  await page.waitForTimeout(600);
  await expectEqual(() => page.evaluate(() => history.length), before + 2); // an entry for each lesson
  await page.goBack();
  await expect(words, /Step 12 of 12/);
  await page.goBack();
  await panel.waitFor({ state: "detached" });
  await expect(explainer.root.locator("unrolled-text"), /a dull film/);
  await page.goForward();
  await expect(words, /Step 12 of 12/);
});

test("in a frame as high as its page the panel stands by the view", async (t) => {
  const page = `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><iframe title="The page" width="700" height="900" src="/site/index.html#lesson=tour&step=2"></iframe>
    <script>const frame = document.querySelector("iframe"); setInterval(() => { frame.height = frame.contentDocument.querySelector("unrolled-explainer").offsetHeight; }, 100);</script>`;
  server.faults.set("/frame.html", (_, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
  t.after(() => server.faults.clear());
  const { page: around } = await open(t, "/frame.html");
  const frame = around.frameLocator("iframe");
  const [panel, at] = [frame.locator("unrolled-tour"), frame.locator("[data-step]")];
  for (const step of [2, 3, 4]) {
    await expect(panel, new RegExp(`Step ${step} of 12`));
    const gaps = async () => {
      const [words, view] = [await panel.locator(".panel").boundingBox(), await at.boundingBox()];
      return [view.y - (words.y + words.height), words.y - (view.y + view.height)]; // the panel above it, or below
    };
    await until(gaps, (all) => all.some((gap) => gap > 0 && gap < 40), { wanted: `step ${step} beside the panel` });
    await panel.getByRole("button", { name: "Next" }).click();
  }
});

test("what a page does not have is said, and can be skipped", async (t) => {
  const { words, panel, at } = await open(t, "/small.html");
  await expect(
    words,
    /Step 1 of 10.+This step is about the text “toy-story”, which this page does not have: go on to the next step\.$/,
  );
  assert.equal(await at.count(), 0);
  await panel.getByRole("button", { name: "Next" }).click();
  await expect(words, /Step 2 of 10/);
  server.faults.set("/tour.html", (_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(own('base="/bundle/" lesson="tour"')),
  );
  t.after(() => server.faults.clear());
  const tour = await open(t, "/tour.html");
  await expect(tour.words, /Step 1 of 12/);
  for (let i = 1; i < 9; i++) await tour.panel.getByRole("button", { name: "Next" }).click();
  await expect(tour.words, /Step 9 of 12/);
  await expect(tour.at, /This page has no index of the network’s training texts/);
  for (let i = 9; i < 12; i++) await tour.panel.getByRole("button", { name: "Next" }).click();
  await expect(tour.words, /Step 12 of 12/);
  assert.equal(
    await tour.panel.getByRole("button", { name: /^Go on/ }).count(),
    0,
    "nor is a lesson offered that it has no text for",
  );
});

test("a step opened by itself, with nothing loaded before, does not speak of what is not there", async (t) => {
  const { words, at, explainer, requests } = await open(t, "/site/index.html#lesson=tour&step=11", PHONE);
  await expect(words, /if only a button stands here, it fetches them/);
  await expect(at, /Load them/);
  await explainer.idle();
  await expect(at, /Load them/);
  assert.deepEqual(
    requests.filter((url) => /index\.safetensors|reviews-/.test(url)),
    [],
    "that the lesson moved the page is no deed of a reader",
  );
});

test("on a phone a lesson's title is whole, and its outline crosses nothing", async (t) => {
  const { page, panel, explainer, at } = await open(t, "/site/index.html#lesson=toy-story&step=1", PHONE);
  await at.waitFor();
  const title = panel.locator(".head h2");
  await expect(title, /Why was this review judged wrong\?/);
  assert.ok(await title.evaluate((element) => element.scrollWidth <= element.clientWidth), "the title is cut");
  const edges = () =>
    page.evaluate(() => {
      const { shadowRoot } = document.querySelector("unrolled-explainer");
      const verdict = shadowRoot.querySelector(".verdict");
      const { outlineOffset, outlineWidth } = getComputedStyle(verdict);
      return [
        verdict.getBoundingClientRect().bottom + parseFloat(outlineOffset) + parseFloat(outlineWidth),
        shadowRoot.querySelector(".status").getBoundingClientRect().top,
      ];
    });
  await until(edges, ([edge, status]) => edge <= status, { wanted: "the outline's end above the status line's begin" });
  await expectCount(explainer.root.locator("[data-step]"), 1);
});

test("on a phone the part of a card that a step is about is in sight", async (t) => {
  const opened = await open(t, "/site/index.html#lesson=toy-story&step=6", PHONE);
  const { explainer, at } = opened;
  await expect(at, /Similar passages.*10 of those texts are negative/);
  await requireInSight(opened, "similar");
  const under = () =>
    explainer.root.evaluate(({ shadowRoot }) => {
      const part = shadowRoot.querySelector("unrolled-memory").shadowRoot.querySelector("unrolled-similar");
      return part.getBoundingClientRect().top - shadowRoot.querySelector(".chapters").getBoundingClientRect().bottom;
    });
  await until(under, (now) => now >= 0 && now < 40, { wanted: "the similar passages right under the chapters" });
});
