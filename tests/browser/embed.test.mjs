// Other people's pages: the element twice, from another origin, in sandboxed frames, and the iframe page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectEqual, launch, openPage, servePackage } from "./support.mjs";

const page = (body) =>
  `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><body><h1>Week 3</h1>${body}</body></html>`;
const TWO =
  '<unrolled-explainer text="a wonderful film"></unrolled-explainer><unrolled-explainer text="a terrible film" compact></unrolled-explainer>';

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function host(t, pages) {
  const server = await servePackage({ pages });
  t.after(() => server.close());
  return server;
}

async function visit(t, url) {
  const opened = await openPage(browser, url);
  t.after(opened.close);
  return opened;
}

test("two elements in a plain page share one worker and one download", async (t) => {
  const server = await host(t, { "/course.html": page(`${TWO}<script src="site/unrolled.js" defer></script>`) });
  const { page: tab, problems } = await visit(t, `${server.origin}/course.html`);
  await expect(new Explainer(tab, 0).verdict, /positive/);
  await new Explainer(tab, 1).root.scrollIntoViewIfNeeded();
  await expect(new Explainer(tab, 1).verdict, /negative/);
  await expectEqual(() => tab.workers().length, 1);
  assert.equal(server.asked.filter((path) => path.endsWith("weights.safetensors")).length, 1);
  assert.deepEqual(problems, []);
});

test("an element taken out of the page and a script loaded twice do no harm", async (t) => {
  const twice = '<script src="site/unrolled.js" defer></script><script src="site/unrolled.js?again" defer></script>';
  const server = await host(t, { "/course.html": page(TWO + twice) });
  const { page: tab, problems } = await visit(t, `${server.origin}/course.html`);
  await expect(new Explainer(tab, 0).verdict, /positive/);
  await tab.evaluate(() => document.querySelector("unrolled-explainer").remove());
  await expect(new Explainer(tab, 0).verdict, /negative/);
  assert.deepEqual(problems, []);
});

test("the script works from another origin that allows it", async (t) => {
  const cdn = await servePackage({ headers: { "access-control-allow-origin": "*" } });
  t.after(() => cdn.close());
  const server = await host(t, {
    "/blog.html": page(`${TWO}<script src="${cdn.origin}/site/unrolled.js" defer></script>`),
  });
  const { page: tab, problems } = await visit(t, `${server.origin}/blog.html`);
  await expect(new Explainer(tab, 0).verdict, /positive/);
  await expectEqual(() => tab.workers().map((worker) => new URL(worker.url()).protocol), ["blob:"]);
  await new Explainer(tab, 0).view("looking");
  await new Explainer(tab, 0).button("Find the free vector").click();
  await expect(await new Explainer(tab, 0).card(/What was it looking for/), /A free vector reaches/, 90_000);
  assert.deepEqual(problems, []);
});

test("the base attribute opens another bundle", async (t) => {
  const element = '<unrolled-explainer base="bundle" text="a wonderful film"></unrolled-explainer>';
  const server = await host(t, { "/own.html": page(`${element}<script src="unrolled.js" defer></script>`) });
  const { page: tab, problems } = await visit(t, `${server.origin}/own.html`);
  await expect(new Explainer(tab).verdict, /positive/);
  assert.ok(
    server.asked.includes("/bundle/weights.safetensors") &&
      !server.asked.some((path) => path.startsWith("/site/bundle")),
  );
  assert.deepEqual(problems, []);
});

for (const sandbox of ["allow-scripts", "allow-scripts allow-same-origin allow-downloads"]) {
  test(`the iframe page works in a frame with sandbox="${sandbox}"`, async (t) => {
    const frame = `<iframe sandbox="${sandbox}" title="Unrolled" width="700" height="900" src="site/embed.html#theme=dark&text=a%20wonderful%20film"></iframe>`;
    const cors = { "access-control-allow-origin": "*" }; // a sandboxed frame has no origin of its own
    const server = await servePackage({ pages: { "/course.html": page(frame) }, headers: cors });
    t.after(() => server.close());
    const { page: tab, problems } = await visit(t, `${server.origin}/course.html`);
    const inside = new Explainer(tab.frameLocator("iframe"));
    await expect(inside.verdict, /positive/);
    assert.equal(await inside.root.getAttribute("theme"), "dark");
    assert.deepEqual(
      problems.filter((problem) => !/can escape its sandboxing/.test(problem)),
      [],
    ); // Chromium's advice to the host
  });
}

const DECK = `<style>html { letter-spacing: .3em } body { text-align: center; text-transform: uppercase; white-space: nowrap; text-indent: 2em; word-spacing: 1em; text-shadow: 1px 1px red; hyphens: auto; cursor: wait }</style>`;
const HEARS = `<script>globalThis.heard = []; for (const kind of ["keydown", "keyup"]) document.addEventListener(kind, ({ key }) => heard.push(key));</script>`;

test("what a page around says of its own type is not said of the element", async (t) => {
  const server = await host(t, {
    "/deck.html": page(
      `${DECK}<unrolled-explainer text="a wonderful film"></unrolled-explainer><script src="site/unrolled.js" defer></script>`,
    ),
  });
  const { page: tab } = await visit(t, `${server.origin}/deck.html`);
  const explainer = new Explainer(tab);
  await expect(explainer.verdict, /positive/);
  const wanted = {
    textAlign: "start",
    textTransform: "none",
    whiteSpace: "normal",
    textIndent: "0px",
    wordSpacing: "0px",
    letterSpacing: "normal",
    textShadow: "none",
    hyphens: "manual",
    cursor: "auto",
  };
  const styles = (element, names) => Object.fromEntries(names.map((name) => [name, getComputedStyle(element)[name]]));
  await expectEqual(() => explainer.root.locator(".sentence").first().evaluate(styles, Object.keys(wanted)), wanted);
});

test("a deck or a search of the page around does not hear the keys that the element answers, and hears all others", async (t) => {
  const server = await host(t, {
    "/deck.html": page(
      `${HEARS}<unrolled-explainer text="a wonderful film"></unrolled-explainer><script src="site/unrolled.js" defer></script>`,
    ),
  });
  const { page: tab, problems } = await visit(t, `${server.origin}/deck.html`);
  const explainer = new Explainer(tab);
  await explainer.live();
  await explainer.read();
  await explainer.select(1);
  await tab.keyboard.press("ArrowRight");
  await expect(explainer.root.locator("unrolled-text .selected").first(), /film/);
  await explainer.button("Edit the text").click();
  await tab.keyboard.press("End");
  await tab.keyboard.type(" of no f/s?");
  await expectEqual(
    () => explainer.root.getByRole("textbox", { name: "The text" }).inputValue(),
    "a wonderful film of no f/s?",
  );
  await explainer.done.click();
  await explainer.button("Share").press("n");
  await expectEqual(() => tab.evaluate(() => globalThis.heard), ["ArrowRight", "n", "n"]); // that the arrow was let go, which asks for nothing
  assert.deepEqual(problems, []);
});

/** What takes a press for a place along the text, by the view that it stands in. */
const PLOTS = { pattern: "unrolled-pattern-lines", reading: "unrolled-staves", units: "unrolled-heatmap" };
const REVIEW =
  "The jokes are tired and the plot is predictable , yet somehow I loved every minute of it and of the cast too .";

/** In the page: what a part of each name takes a press and a pointer for, at three places across its picture. */
const pressed = async (element, names) => {
  const find = (root, name) => {
    for (const one of root.querySelectorAll("*")) {
      const found = one.localName === name ? one : one.shadowRoot && find(one.shadowRoot, name);
      if (found) return found;
    }
    return null;
  };
  const hits = {};
  for (const name of names) {
    const part = find(element.shadowRoot, name);
    const plot = part.shadowRoot.querySelector(".plot, .free");
    const { left, top, width, height } = plot.querySelector("svg").getBoundingClientRect();
    let heard = [];
    const hear = (event) => {
      event.stopPropagation();
      heard.push(event.detail?.span ?? [event.unit, event.step]);
    };
    for (const kind of ["cell", "unrolled-action"]) part.addEventListener(kind, hear);
    hits[name] = [];
    for (const share of [0.25, 0.5, 0.9]) {
      heard = [];
      const at = { clientX: left + share * width, clientY: top + 0.4 * height, bubbles: true, composed: true };
      plot.dispatchEvent(new PointerEvent("pointermove", { ...at, pointerType: "mouse" }));
      await part.updateComplete;
      const said = plot.getAttribute("aria-valuetext");
      for (const press of ["pointerdown", "pointerup"]) plot.dispatchEvent(new PointerEvent(press, at));
      plot.dispatchEvent(new MouseEvent("click", at));
      hits[name].push(JSON.stringify([heard, name === "unrolled-heatmap" ? "" : said]));
    }
    for (const kind of ["cell", "unrolled-action"]) part.removeEventListener(kind, hear);
  }
  return hits;
};

/** How wide and high the saved picture of how the verdict formed is. */
async function pictureOf(tab, explainer) {
  const table = explainer.root.locator("#reading unrolled-table");
  await explainer.menu(table);
  const [download] = await Promise.all([
    tab.waitForEvent("download"),
    explainer.button("Save the picture as SVG", table).click(),
  ]);
  const svg = readFileSync(await download.path(), "utf8");
  await explainer.button(/^Table, save, cite/, table).click();
  return /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg).slice(1).map(Number);
}

for (const [how, style] of [
  ["transform: scale(.6)", "transform: scale(.6); transform-origin: 0 0"],
  ["zoom: .6", "zoom: .6"],
  ["a slide within a slide", "transform: translate(40px, 20px) scale(1.4); transform-origin: 0 0"],
])
  test(`presses hit the same word within ${how} as without`, async (t) => {
    const server = await host(t, {
      "/plain.html": page(
        `<div style="width: 1000px"><unrolled-explainer text="${REVIEW}" unfold="all"></unrolled-explainer></div><script src="site/unrolled.js" defer></script>`,
      ),
      "/slide.html": page(
        `<div style="width: 1000px; ${style}"><unrolled-explainer text="${REVIEW}" unfold="all"></unrolled-explainer></div><script src="site/unrolled.js" defer></script>`,
      ),
    });
    const [hits, saved] = [{}, {}];
    for (const name of ["plain", "slide"]) {
      const { page: tab } = await visit(t, `${server.origin}/${name}.html`);
      const explainer = new Explainer(tab);
      await explainer.live();
      hits[name] = {};
      for (const [view, part] of Object.entries(PLOTS)) {
        await (await explainer.view(view)).scrollIntoViewIfNeeded();
        await explainer.root.locator(part).first().locator("svg").first().waitFor();
        await explainer.idle();
        Object.assign(hits[name], await explainer.root.evaluate(pressed, [part]));
      }
      saved[name] = await pictureOf(tab, explainer);
    }
    assert.deepEqual(hits.slide, hits.plain);
    // What is saved is drawn in the page's own pixels; within a zoom each line of text is a fraction of one higher or lower.
    for (const [i, size] of saved.plain.entries())
      assert.ok(Math.abs(size - saved.slide[i]) < size / 100, `${saved.plain} became ${saved.slide}`);
    for (const [part, words] of Object.entries(hits.plain)) assert.ok(new Set(words).size === 3, `${part}: ${words}`);
  });

test("an attribute that says no means no, in the view and in the property, whatever wrote it", async (t) => {
  const values = ["false", "FALSE", "no", "0", "", "compact", "true"];
  const elements = values.map((value) => `<unrolled-explainer compact="${value}" text="a film"></unrolled-explainer>`);
  const server = await host(t, {
    "/flags.html": page(
      `${elements.join("")}<unrolled-explainer linked="false" text="a film"></unrolled-explainer><script src="site/unrolled.js" defer></script>`,
    ),
  });
  const { page: tab } = await visit(t, `${server.origin}/flags.html`);
  await expect(new Explainer(tab, 0).root, /Unrolled/);
  const found = () =>
    tab.evaluate(() =>
      [...document.querySelectorAll("unrolled-explainer[compact]")].map((one) => [
        one.compact,
        one.store.state.frame.compact,
        one.shadowRoot.querySelector("h1") === null,
      ]),
    );
  await expectEqual(
    found,
    values.map((value) => Array(3).fill(!/^(false|no|0)$/i.test(value))),
  );
  const linked = new Explainer(tab, values.length);
  assert.equal(await linked.root.evaluate((one) => one.linked || one.owns), false);
  assert.equal(await linked.button("Copy link").count(), 0);
  // What a framework writes for a property reads the same.
  await tab.evaluate(() => {
    const [first] = document.querySelectorAll("unrolled-explainer");
    first.compact = true;
  });
  await expectEqual(async () => (await found())[0], [true, true, true]);
  await tab.evaluate(() => document.querySelector("unrolled-explainer").setAttribute("compact", "false"));
  await expectEqual(async () => (await found())[0], [false, false, false]);
});

test("an element that is moved in the document keeps its steps back and forth", async (t) => {
  const server = await host(t, {
    "/move.html": page(
      `<div id="a"><unrolled-explainer text="a fine film"></unrolled-explainer></div><div id="b"></div><script src="site/unrolled.js" defer></script>`,
    ),
  });
  const { page: tab, problems } = await visit(t, `${server.origin}/move.html`);
  const explainer = new Explainer(tab);
  await explainer.live();
  await explainer.type("a dull film");
  await explainer.type("a grim film");
  await explainer.button(/^Undo$/).click();
  await expect(explainer.root.locator("unrolled-text"), /a dull film/);
  for (const way of ["append", "moveBefore"]) {
    await tab.evaluate((way) => {
      const element = document.querySelector("unrolled-explainer");
      const to = document.querySelector(element.parentElement.id === "a" ? "#b" : "#a");
      if (way === "moveBefore" && to.moveBefore) to.moveBefore(element, null);
      else to.append(element);
    }, way);
    await explainer.read();
    await explainer.button(/^Redo$/).click();
    await expect(explainer.root.locator("unrolled-text"), /a grim film/);
    await explainer.button(/^Undo$/).click();
    await expect(explainer.root.locator("unrolled-text"), /a dull film/);
    await explainer.button(/^Undo$/).click();
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    await explainer.button(/^Redo$/).click();
    await expect(explainer.root.locator("unrolled-text"), /a dull film/);
  }
  await explainer.type("a new film");
  await explainer.button(/^Undo$/).click();
  await expect(explainer.root.locator("unrolled-text"), /a dull film/);
  assert.deepEqual(problems, []);
});

test("the keys for back and forth are those of the platform, whatever the keyboard's letters", async (t) => {
  const server = await host(t, {
    "/keys.html": page(
      `<unrolled-explainer text="a fine film"></unrolled-explainer><script src="site/unrolled.js" defer></script>`,
    ),
  });
  const { page: tab } = await visit(t, `${server.origin}/keys.html`);
  const explainer = new Explainer(tab);
  await explainer.live();
  await explainer.type("a dull film");
  const press = (init) =>
    explainer.words
      .first()
      .evaluate(
        (word, init) =>
          !word.dispatchEvent(
            new KeyboardEvent("keydown", { bubbles: true, composed: true, cancelable: true, ...init }),
          ),
        init,
      );
  const text = explainer.root.locator("unrolled-text");
  assert.equal(await press({ key: "я", code: "KeyZ", ctrlKey: true }), true, "Cyrillic letters");
  await expect(text, /a fine film/);
  await explainer.read();
  await press({ key: "Z", code: "KeyZ", metaKey: true, shiftKey: true });
  await expect(text, /a dull film/);
  await explainer.read();
  await press({ key: "z", code: "KeyY", ctrlKey: true }); // a German keyboard: the letter counts, not its place
  await expect(text, /a fine film/);
  await explainer.read();
  assert.equal(await press({ key: "y", code: "KeyY", metaKey: true }), false, "the browser's own on a Mac");
  assert.equal(await press({ key: "z", code: "KeyZ", ctrlKey: true, altKey: true }), false, "AltGr writes a letter");
});
