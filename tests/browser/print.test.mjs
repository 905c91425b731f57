// The page on paper: what stands on it is no wider than the page, what carries meaning stays, what can only be pressed goes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectEqual, launch, openPage, servePackage, until } from "./support.mjs";

/** A page of A4 between margins of 10 mm. */
const PAPER = { width: 718, height: 1046 };
/** One of A5. */
const SMALL = { width: 484, height: 718 };

let browser, server;
before(async () => {
  [browser, server] = [await launch(), await servePackage()];
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Elements that pass the right edge, as `part: element.class`. */
const beyond = () => {
  const under = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? under(one.shadowRoot) : [])]);
  const isBeyond = (one) =>
    one.checkVisibility() &&
    one.getBoundingClientRect().width > 1 &&
    one.getBoundingClientRect().right > innerWidth + 1;
  return under(document)
    .filter(isBeyond)
    .map((one) => `${one.getRootNode().host?.localName}: ${one.localName}.${one.getAttribute("class") ?? ""}`);
};

/** What the printer's own event does before any style of paper holds: the window is still the screen's. */
const announce = (type) => window.dispatchEvent(new Event(type));

const open = async (t, hash, context) => {
  const opened = await openPage(browser, `${server.origin}/site/index.html#v=1&${hash}`, context);
  t.after(opened.close);
  const explainer = new Explainer(opened.page);
  await explainer.live();
  await explainer.read();
  await explainer.idle();
  return { ...opened, explainer };
};

test("from a wide window nothing passes the edge of the paper, charts drawn for it or only shrunk", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel&select=74-74", { viewport: { width: 1280, height: 900 } });
  // Once its script is here, the paper has every chapter.
  for (const view of ["move", "reading"]) await (await explainer.view(view)).waitFor();
  const widths = () =>
    explainer.root.evaluate(({ shadowRoot }) =>
      Number(
        shadowRoot
          .querySelector("unrolled-reading")
          .shadowRoot.querySelector("unrolled-staves")
          .shadowRoot.querySelector("svg")
          .getAttribute("width"),
      ),
    );
  const wide = await widths();
  assert.ok(wide > PAPER.width, `${wide}`);
  // No turn of the event loop passes between the event and the pictures: what is not drawn by then is not printed.
  const printed = await page.evaluate(async (type) => {
    window.dispatchEvent(new Event(type));
    for (let i = 0; i < 200; i++) await Promise.resolve();
    const { shadowRoot } = document.querySelector("unrolled-explainer");
    const [reading, move] = ["reading", "move"].map((id) => shadowRoot.getElementById(id)?.shadowRoot);
    const pictures = [reading?.querySelector("unrolled-staves"), move?.querySelector("unrolled-bars")];
    return pictures.map((one) => Number(one?.shadowRoot.querySelector("svg")?.getAttribute("width")));
  }, "beforeprint");
  assert.ok(
    printed.every((width) => width > 300 && width <= 640),
    `${printed}`,
  );
  await page.evaluate(announce, "afterprint");
  await expectEqual(widths, wide);
  // The observer is kept from drawing anew: the style alone has to do.
  await page.evaluate(() => {
    globalThis.requestAnimationFrame = () => 0;
  });
  await page.evaluate(announce, "beforeprint");
  await page.emulateMedia({ media: "print" });
  for (const paper of [PAPER, SMALL]) {
    await page.setViewportSize(paper);
    assert.deepEqual(await page.evaluate(beyond), []);
    assert.equal(await widths(), 640);
  }
});

test("dark pages print dark on white, tints stay, and buttons that only act go", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel&theme=dark", { viewport: { width: 1280, height: 900 } });
  await page.emulateMedia({ media: "print" });
  const look = () =>
    explainer.root.evaluate((element) => {
      const { backgroundColor, colorScheme, printColorAdjust } = getComputedStyle(element);
      return [backgroundColor, colorScheme, printColorAdjust];
    });
  await expectEqual(look, ["rgb(255, 255, 255)", "light", "exact"]);
  for (const name of [/^Edit the text/, /^Find the rule/, /^Ask every method/, /^Show less/, /^LIME/]) {
    await expectEqual(
      async () => [await explainer.button(name).filter({ visible: true }).count(), String(name)],
      [0, String(name)],
    );
  }
  const legend = explainer.root.locator("unrolled-sheet .legend").first();
  await expect(legend, /pulls towards negative/);
  assert.ok(await legend.isVisible());
});

test("where the text is fixed, no room is kept for the button that would change it", async (t) => {
  const { explainer } = await open(t, "t=A+slow%2C+lovely+film.&lock=text&view=text", {
    viewport: { width: 390, height: 800 },
  });
  // Under the legend stands the menu, and nothing where that is taken away.
  const sheet = explainer.root.locator("unrolled-sheet");
  const gap = () =>
    sheet.evaluate(
      ({ shadowRoot: root }) =>
        root.querySelector(".note").getBoundingClientRect().top -
        root.querySelector(".foot").getBoundingClientRect().bottom,
    );
  const table = sheet.locator("unrolled-table");
  assert.ok(await explainer.button(/^Table, save, cite/, table).isVisible());
  await explainer.root.evaluate((element) => {
    element.hide = "table download";
  });
  await table.waitFor({ state: "detached" });
  assert.ok((await gap()) < 20, `${await gap()}`);
});

test("of the list of rules what is shown is printed, with its place in the list, and no way to other pages", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel&view=rules", { viewport: { width: 1280, height: 900 } });
  await explainer.root.evaluate(({ desk }) => desk.act({ type: "recall" }));
  const rules = await explainer.view("rules");
  await expect(rules, /1 to 30 of the [\d,]+ phrases/);
  await page.emulateMedia({ media: "print" });
  const seen = () =>
    rules
      .locator("unrolled-rule-list")
      .evaluate(({ shadowRoot }) =>
        [".search", "nav", "[role=status]", ".rules"].map((what) => shadowRoot.querySelector(what).checkVisibility()),
      );
  await expectEqual(seen, [false, false, true, true]);
});

/** In the page, before its scripts: what a worker is told from a moment on is held back. */
const holdWorkers = () => {
  const Real = globalThis.Worker;
  globalThis.Worker = class extends Real {
    postMessage(...message) {
      if (globalThis.isHeld !== true) super.postMessage(...message);
    }
  };
};

/** In the page: what is printed that only means something on a screen, as `part: what it says`. */
const pending = () => {
  const under = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? under(one.shadowRoot) : [])]);
  const own = (one) =>
    [...one.childNodes]
      .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map(({ data }) => data)
      .join(" ")
      .replace(/\s+/g, " ")
      .trim();
  const isText = (one) =>
    /^unrolled-(text|model)$/.test(one.getRootNode().host?.localName) ||
    one.closest("em, bdi, .passage, unrolled-model, h3");
  return under(document.body)
    .filter(
      (one) => !["STYLE", "SCRIPT", "TITLE"].includes(one.nodeName) && one.checkVisibility({ opacityProperty: true }),
    )
    .filter((one) => one.getBoundingClientRect().height > 1)
    .filter(
      (one) =>
        one.localName === "progress" ||
        (!isText(one) &&
          /\S\s*…$|load|appears once|pale parts|on (its|their) way|not here yet|takes a while/i.test(own(one))),
    )
    .map((one) => `${one.getRootNode().host?.localName}: ${one.localName} ${own(one)}`);
};

/** Headings of sections that say nothing below them. */
const bare = () => {
  const under = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? under(one.shadowRoot) : [])]);
  return under(document.body)
    .filter((one) => one.localName === "section" && one.checkVisibility() && one.getBoundingClientRect().height > 0)
    .filter(
      (one) =>
        [...one.children].filter((child) => child.checkVisibility() && child.getBoundingClientRect().height > 1)
          .length < 2,
    )
    .filter((one) => one.querySelector("h2, h3")?.checkVisibility() === true)
    .map((one) => one.querySelector("h2, h3").textContent);
};

for (const [what, fragment, weights, meanwhile] of [
  ["the model loads under an example", "preset=sequel&unfold=all", false],
  ["the model loads and there is no verdict", "t=A+slow%2C+lovely+film.&unfold=all", false],
  ["the answers about a word are on their way", "preset=sequel&unfold=all&chapter=looking", true, "select"],
  ["a new text is being read", "preset=sequel&unfold=all&chapter=looking", true, "edit"],
])
  test(`while ${what}, what loads is not printed`, async (t) => {
    const own = await servePackage();
    t.after(() => own.close());
    if (!weights) own.faults.set("/site/bundle/weights.safetensors", () => {});
    const { page, close } = await openPage(browser, `${own.origin}/site/index.html#v=1&${fragment}`, {
      before: holdWorkers,
      viewport: { width: 1280, height: 900 },
    });
    t.after(close);
    const explainer = new Explainer(page);
    if (weights) {
      await explainer.live();
      await explainer.root.evaluate(({ desk }) => desk.act({ type: "recall" }));
      await explainer.idle();
      await page.evaluate(() => {
        globalThis.isHeld = true;
      });
      if (meanwhile === "select") await explainer.select(12);
      else
        await explainer.root.evaluate((element) => {
          element.desk.act({ type: "edit", text: "A terrible film." });
        });
    }
    await until(() => explainer.root.evaluate(({ store }) => store.state.views === "ready"), Boolean);
    await page.waitForTimeout(700);
    await explainer.drawn();
    assert.ok((await page.evaluate(pending)).length > 0, "the screen says so");
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await page.evaluate(pending), []);
    assert.deepEqual(await page.evaluate(bare), []);
  });

test("forced colours keep the sign of every heat map, in its tint and in a mark", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel&unfold=all", { viewport: { width: 1280, height: 900 } });
  await (await explainer.view("units")).scrollIntoViewIfNeeded();
  await explainer.root.locator("unrolled-heatmap").first().locator("canvas").waitFor();
  await explainer.idle();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    await explainer.drawn();
    const looks = await explainer.root.evaluate((element) => {
      const find = (root, name) => {
        for (const one of root.querySelectorAll("*")) {
          const found = one.localName === name ? one : one.shadowRoot && find(one.shadowRoot, name);
          if (found) return found;
        }
        return null;
      };
      const text = find(element.shadowRoot, "unrolled-text").shadowRoot;
      const look = (one) => [
        getComputedStyle(one).backgroundColor,
        getComputedStyle(one, "::after").content.slice(0, 3),
      ];
      const words = {
        up: [...text.querySelectorAll(".up")].map(look),
        down: [...text.querySelectorAll(".down")].map(look),
      };
      const heat = find(element.shadowRoot, "unrolled-heatmap").shadowRoot;
      const canvas = heat.querySelector("canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const hues = new Set();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] > 100) hues.add(data[i] > data[i + 2] ? "orange" : "blue");
      const rows = [
        ...find(element.shadowRoot, "unrolled-staves").shadowRoot.querySelectorAll(".row path.up, .row path.down"),
      ];
      const ramps = [heat.host.getRootNode().querySelector(".ramp")].map((one) => [
        one.checkVisibility(),
        getComputedStyle(one).backgroundImage !== "none",
        getComputedStyle(one).forcedColorAdjust,
      ]);
      const fills = [...new Set(rows.map((one) => `${one.getAttribute("class")} ${getComputedStyle(one).fill}`))];
      return { words, hues: [...hues].sort(), ramps, fills: fills.length };
    });
    assert.ok(looks.words.up.length > 3 && looks.words.down.length > 3);
    for (const [side, mark] of [
      ["up", '"▲"'],
      ["down", '"▼"'],
    ])
      for (const [colour, content] of looks.words[side]) {
        assert.equal(content, mark, side);
        assert.match(colour, /^(color\(srgb|rgba).+(0\.\d+)\)$/, "a tint of our own, not the system's");
      }
    assert.deepEqual(looks.hues, ["blue", "orange"]);
    assert.equal(looks.fills, 2);
    for (const ramp of looks.ramps) assert.deepEqual(ramp, [true, true, "none"]);
  }
});

/** A search's answer with one run, from a word after which the network is sure of one side to one after which it is of the other. */
const MATCHES = {
  units: [{ unit: 0 }, { unit: 1 }],
  items: [
    {
      review: 7,
      position: 0,
      length: 3,
      matched: 2,
      union: 2,
      score: 1,
      label: 1,
      probability: 0.9,
      from: 0,
      tokens: ["dull", "but", "wonderful"],
      running: [0.02, 0.5, 0.98],
      active: [1, 2, 2],
    },
  ],
};

test("forced colours keep the sign and the shares of what matches in training", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel", { viewport: { width: 1280, height: 900 } });
  await (await explainer.view("looking")).waitFor();
  await page.emulateMedia({ forcedColors: "active", colorScheme: "light" });
  const looks = await page.evaluate(async (found) => {
    const part = Object.assign(document.createElement("unrolled-matches"), {
      found,
      fixed: false,
      classes: { names: ["negative", "positive"], explained: 1 },
    });
    document.querySelector("unrolled-explainer").shadowRoot.querySelector(".page").append(part);
    while (part.shadowRoot.querySelector("td") === null) await new Promise(requestAnimationFrame);
    const cells = [...part.shadowRoot.querySelectorAll("td")].filter((cell) => cell.textContent.trim() !== "");
    const look = (cell) => {
      const bar = cell.querySelector("i b");
      return [
        getComputedStyle(cell, "::before").content.slice(0, 3),
        getComputedStyle(cell).backgroundColor,
        getComputedStyle(bar).backgroundColor !== getComputedStyle(bar.parentElement).backgroundColor,
      ];
    };
    return cells.map(look);
  }, MATCHES);
  assert.deepEqual(
    looks.map(([mark, , isSeen]) => [mark, isSeen]),
    [
      ['"▼"', true],
      ["non", true],
      ['"▲"', true],
    ],
  );
  assert.equal(new Set(looks.map(([, colour]) => colour)).size, 3);
});
