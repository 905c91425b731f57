// The state in the address: what is read of it, whatever stands there; links, steps back and forth, and what an author fixes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { Explainer } from "./explainer.mjs";
import { importSource } from "./source.mjs";
import {
  PKG,
  expect,
  expectAttribute,
  expectCount,
  expectEqual,
  launch,
  openPage,
  servePackage,
  until,
} from "./support.mjs";

const { presets } = JSON.parse(readFileSync(`${PKG}site/bundle/presets.json`, "utf8"));
const OWN_WORDS = "The jokes are tired and the plot is predictable , yet somehow I loved every minute of it .";
const LONG = `${"A quiet film about a lighthouse, its keeper and the sea. ".repeat(40)}It ends well.`;
const page = await importSource(
  "page/address/url.ts",
  "page/address/keys.ts",
  "page/address/link.ts",
  "page/address/packing.ts",
  "page/store/state.ts",
  "page/views/index.ts",
  "page/deeds/past.ts",
);
const { placeOf, fragmentWith, fragmentOf, initialState, DEFAULT_SETTINGS, NO_ORIGIN, KEYS, pack, unpack } = page;

const state = (patch) => ({ ...initialState(), opening: null, ...patch });
const base64url = (bytes) => bytes.toString("base64url");

/** Numbers without chance, the same in every run. */
function numbers(seed) {
  let now = seed;
  return (below) => {
    now = (Math.imul(now, 1664525) + 1013904223) >>> 0;
    // By its high bits: the low ones repeat soon.
    return Math.floor((now / 2 ** 32) * below);
  };
}

/** What nobody would write, and what somebody might: pieces of real fragments, cut, doubled and mixed with anything. */
function* fragments(count) {
  const below = numbers(7);
  const pick = (list) => list[below(list.length)];
  const values = [
    "",
    "0",
    "-1",
    "1",
    "1-2",
    "2-1",
    "99999-99999",
    "999999999999",
    "1e9",
    "NaN",
    "logit",
    "cell.12",
    "text.50.cell.7.1",
    "5000.bow.classic",
    "7.bow.classic",
    "cell_1_0.5_0_3_8*hidden_2_-99999_",
    "0.3-1-0-cell-both-any-7",
    "formed text",
    "all",
    "text,selection",
    "__proto__",
    "constructor",
    "%",
    "%ff",
    "%00",
    "\ud83d",
    "🎉".repeat(50),
    "<script>",
    "a".repeat(100_000),
    "z".repeat(70_000),
    "3.3.3",
    "1.".repeat(30),
    "dark",
    "click",
    "../..",
    "data:text/html,x",
    "javascript:alert(1)",
  ];
  const names = [...KEYS.map(({ name }) => name), "v", "id", "host", "__proto__", "toString", ""];
  const noise = () => String.fromCharCode(...Array.from({ length: below(40) }, () => below(pick([128, 65536]))));
  for (let i = 0; i < count; i++) {
    const parts = Array.from(
      { length: below(8) },
      () =>
        `${pick(names)}${pick(["=", "=", "=", "", "=="])}${pick([pick(values), pick(values), noise(), encodeURIComponent(pick(values).toWellFormed())])}`,
    );
    yield `${pick(["#", "", "##", "&"])}${parts.join(pick(["&", "&", "&&", ";"]))}`;
  }
}

function checkPlace(place, fragment) {
  const say = JSON.stringify(fragment).slice(0, 300);
  const { selection, settings, own, frame, text, preset, packed, review } = place;
  const isSpan = (span) => Number.isInteger(span[0]) && span[0] >= 0 && span[1] > span[0] && span[1] <= 99_999;
  assert.ok(selection === null || isSpan(selection), say);
  assert.ok(text === null || text.length <= 80_000, say);
  assert.ok(preset === null || preset.length <= 200, say);
  assert.ok(packed === null || /^[\w-]{0,64000}$|^\?$/.test(packed), say);
  assert.ok(review === null || (Number.isInteger(review) && review >= 0 && review <= 1e9), say);
  assert.ok([text, preset, packed, review].filter((one) => one !== null).length <= 1, `one text at most: ${say}`);
  assert.ok(own === null || own.every((token) => Number.isInteger(token) && token >= 0), say);
  for (const part of Object.keys(settings)) assert.ok(part in DEFAULT_SETTINGS, say);
  if (settings.lime) assert.ok([500, 1000, 2500, 5000, 20000].includes(settings.lime.samples), say);
  if (settings.search)
    assert.ok(
      settings.search.minimum_count >= 0 &&
        settings.search.minimum_count <= 1e6 &&
        [1, 2].includes(settings.search.ngrams),
      say,
    );
  if (settings.clamps)
    assert.ok(
      settings.clamps.length <= 40 &&
        settings.clamps.every(({ value, index }) => Math.abs(value) <= 100 && index <= 9999),
      say,
    );
  if (settings.flips) assert.ok(settings.flips.similarity >= 0 && settings.flips.similarity <= 1, say);
  if (settings.pattern) assert.ok(settings.pattern.threshold > 0 && settings.pattern.threshold < 1, say);
  if (settings.rule) assert.ok(settings.rule.length <= 5, say);
  assert.ok(
    frame.view === null ||
      (frame.view.length > 0 &&
        frame.view.every((view) => page.meant(view).length > 0) &&
        new Set(frame.view).size === frame.view.length),
    say,
  );
  assert.ok(
    frame.lock.every((lock) => ["text", "selection", "settings", "all"].includes(lock)),
    say,
  );
  assert.ok(
    [null, "auto", "light", "dark"].includes(frame.theme) && [null, "eager", "lazy", "click"].includes(frame.loading),
    say,
  );
  assert.equal(Object.getPrototypeOf(place), Object.prototype, say);
}

describe("what is read of an address", () => {
  test("20,000 fragments that nobody wrote: nothing throws, everything is clamped, and what was read is read again", () => {
    let understood = 0;
    for (const fragment of fragments(20_000)) {
      const place = placeOf(fragment);
      checkPlace(place, fragment);
      const { settings, own, text } = place;
      const anchors = {
        ...(settings.anchors ?? DEFAULT_SETTINGS.anchors),
        own: own === null ? null : { text: text ?? "", rule: own },
      };
      const shown = state({
        text: text ?? "",
        origin: { ...NO_ORIGIN, preset: place.preset, review: place.review },
        selection: place.selection,
        tint: place.tint ?? "leave-one-out",
        settings: { ...DEFAULT_SETTINGS, ...settings, anchors },
        frame: place.frame,
        unfolded: place.frame.unfold ?? [],
      });
      const again = placeOf(fragmentWith(shown));
      assert.deepEqual(again.frame, place.frame);
      assert.deepEqual(again.selection, place.selection);
      assert.deepEqual(
        { ...shown.settings, ...again.settings },
        { ...shown.settings, ...(own === null ? {} : { anchors: again.settings.anchors ?? anchors }) },
      );
      assert.deepEqual(again.own, own);
      if (Object.keys(settings).length > 0) understood++;
    }
    assert.ok(understood > 500, `${understood} of them set something`);
  });

  test("every setting that is not default comes back, and a default one is not written", () => {
    const changed = {
      target: "probability",
      lime: { samples: 1000, units: "sentence", sampler: "model-assisted" },
      similarity: { metric: "cosine", from: "zero" },
      search: { from: "zero", minimum_count: 10, target: { unit: "cell", index: 12 }, ngrams: 2 },
      maximization: { norm: "vocabulary-mean" },
      flips: { wanted: true, similarity: 0.4 },
      baseline: "zero",
      clamps: [
        { unit: "hidden", index: 12, value: 0 },
        { unit: "cell", index: 3, value: -1.25, layer: 1, steps: [3, 8] },
      ],
      pattern: { threshold: 0.45, left: 2, right: 0, part: "hidden", sides: "on", same_length: true, unit: 7 },
      anchors: { perturbation: "replace", own: { text: "a fine film", rule: [1, 2] } },
      rule: ["not", "good"],
      reading: { tracks: ["river", "gates"], zoom: [39, 80], gates: "unit", unit: 7, layer: 0 },
    };
    const fragment = fragmentWith(state({ text: "a fine film", settings: changed, tint: "lime", selection: [1, 3] }));
    const { settings, own, text, tint, selection } = placeOf(fragment);
    assert.deepEqual({ ...settings, anchors: { ...settings.anchors, own: { text, rule: own } } }, changed);
    assert.deepEqual([text, tint, selection], ["a fine film", "lime", [1, 3]]);
    assert.equal(fragmentWith(state({ text: "a fine film" })), "v=1&t=a+fine+film");
  });

  test("old links and links of later versions", () => {
    const old = placeOf("#text=a%20fine+film&select=2-3&tint=lime&pattern=0.3-1-0-cell-both-any-7");
    assert.deepEqual(
      [old.text, old.selection, old.tint, old.settings.pattern.unit, old.wrong],
      ["a fine film", [1, 3], "lime", 7, ""],
    );
    assert.deepEqual(placeOf("#preset=wrong").preset, "wrong");
    assert.deepEqual([placeOf("select=2").selection, placeOf("select=2").wrong], [[1, 2], ""]);
    for (const value of ["abc", "0", "3-2"])
      assert.deepEqual(
        [placeOf(`select=${value}`).selection, placeOf(`select=${value}`).wrong],
        [null, `select=${value} could not be read and was left out.`],
      );
    assert.match(placeOf("v=2&t=a").wrong, /version 2, which this page does not know/);
  });

  test("attributes are read by the same parser; a fragment that names a text has the whole say on it", () => {
    const attributes = {
      text: "a",
      select: "1-1",
      view: "formed text",
      lock: "all",
      compact: "",
      theme: "dark",
      lime: "500.bow.classic",
    };
    const find = (name) => attributes[name] ?? null;
    const spelled = placeOf(new URLSearchParams(attributes).toString());
    assert.deepEqual({ ...placeOf("", find), isEmpty: false }, spelled);
    const both = placeOf("preset=wrong&theme=light", find);
    assert.deepEqual(
      [both.text, both.preset, both.selection, both.frame.theme, both.frame.view],
      [null, "wrong", null, "light", ["formed", "text"]],
    );
  });

  test("whatever is cut, clamped or left out is told", () => {
    const told = (fragment) => placeOf(fragment).wrong;
    assert.match(told(`t=${"a+".repeat(45_000)}`), /^This text has 90,000 letters: the first 80,000 are shown\.$/);
    assert.equal(told(`t=${"a".repeat(80_000)}`), "");
    const attributes = { text: "wonderful ".repeat(18_000) };
    assert.match(placeOf("", (name) => attributes[name] ?? null).wrong, /^This text has 180,000 letters/);
    for (const [asked, taken] of [
      ["lime=700.bow.classic", "lime=1000.bow.classic"],
      ["lime=999999.bow.classic", "lime=20000.bow.classic"],
      ["search=text.2.7.logit", "search=text.2.2.logit"],
      ["flips=400", "flips=100"],
      ["hold=cell_3_500_", "hold=cell_3_100_"],
      ["step=0", "step=1"],
      ["step=5000", "step=999"],
    ])
      assert.equal(told(asked), `${asked} was read as ${taken}.`, asked);
    const many = Array.from({ length: 45 }, (_, i) => `cell_${i}_0_`).join("*");
    assert.match(told(`hold=${many}`), /^hold=cell_0_0_.+ was left out|was read as/);
    assert.match(told(`own=${Array.from({ length: 25 }, (_, i) => i + 1).join(".")}`), /^own=.+ could not be read/);
    assert.match(told(`preset=${"a".repeat(300)}`), /^preset=a{30} could not be read and was left out\.$/);
    assert.match(told(`lesson=${"a".repeat(400)}`), /^lesson=a{30} could not be read and was left out\.$/);
    assert.match(told(`view=${"formed,".repeat(300)}pictures`), /^view=pictures is unknown here/);
    for (const same of [
      "select=2",
      "hold=cell_3_0.50_",
      "pattern=0.30-1-0-cell-both-any-7",
      "search=text.02.1.logit",
      "v=1",
    ])
      assert.equal(told(same), "", same);
  });

  test("a view that does not exist gets one sentence", () => {
    const { frame, wrong } = placeOf("view=formed,pictures&hide=how");
    assert.deepEqual([frame.view, frame.hide], [["formed"], ["how"]]);
    assert.match(wrong, /^view=pictures is unknown here and was left out: known are text, summary, /);
  });
});

/** How many bytes were inflated meanwhile. */
async function inflatedBytes(act) {
  const Real = globalThis.DecompressionStream;
  let bytes = 0;
  const count = {
    transform: (chunk, control) => {
      bytes += chunk.length;
      control.enqueue(chunk);
    },
  };
  globalThis.DecompressionStream = class {
    constructor(format) {
      const { writable, readable } = new Real(format);
      Object.assign(this, { writable, readable: readable.pipeThrough(new TransformStream(count)) });
    }
  };
  await act().finally(() => {
    globalThis.DecompressionStream = Real;
  });
  return bytes;
}

describe("long texts", () => {
  test("are deflated and come back, letter by letter", async () => {
    for (const text of [LONG, "😀 שלום é\u0000\ufeff\r\n".repeat(300), "x".repeat(399_000)])
      assert.equal(await unpack(await pack(text)), text);
    const fragment = await fragmentOf(state({ text: LONG }));
    assert.ok(fragment.length < 300 && placeOf(fragment).packed !== null && placeOf(fragment).text === null, fragment);
    assert.equal(fragmentWith(state({ text: LONG })), "v=1");
  });

  test("what is too long for a link, damaged, or swells when inflated is refused, and at once", async () => {
    const below = numbers(3);
    assert.equal(await pack(Array.from({ length: 100_000 }, () => String.fromCharCode(33 + below(90))).join("")), null);
    const bomb = base64url(deflateRawSync(Buffer.alloc(45e6, "a")));
    assert.ok(bomb.length < 64_000 && placeOf(`z=${bomb}`).packed === bomb, `${bomb.length} letters`);
    const swollen = await inflatedBytes(async () => assert.equal(await unpack(bomb), null));
    assert.ok(swollen > 0 && swollen < 2e6, `${swollen} of 45e6 bytes were inflated`);
    const sound = await pack(LONG);
    for (const damaged of [
      "?",
      "",
      "A",
      "____",
      sound.slice(0, -8),
      base64url(deflateRawSync(Buffer.from([0xff, 0xfe, 0x41]))),
    ])
      assert.equal(await unpack(damaged), null, damaged.slice(0, 40));
  });
});

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

/** index.html with this fragment, which must end without a word on the console. */
async function open(t, fragment = "", options) {
  const opened = await openPage(
    browser,
    `${server.origin}/site/index.html${fragment === "" ? "" : `#${fragment}`}`,
    options,
  );
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
  });
  return { ...opened, explainer: new Explainer(opened.page) };
}

const chosen = (explainer) => explainer.root.locator("unrolled-text .selected").first();
const address = async (tab) => new URLSearchParams(new URL(await tab.url()).hash.slice(1));

/** Waits for the address to say so; it is written after a pause. */
const addressed = (tab, matches) => until(() => address(tab), matches, { wanted: `an address with ${matches}` });

/** Chooses a word, and tells it once the page says so. */
async function choose(explainer, position) {
  const word = (await explainer.words.nth(position).innerText()).trim();
  await explainer.select(position);
  await until(
    () => chosen(explainer).innerText(),
    (head) => head.trim() === word,
    { wanted: `${word} chosen` },
  );
  return word;
}

describe("links", () => {
  test("what the reader set survives a copied link", async (t) => {
    const { page: tab, explainer } = await open(t, "", { permissions: ["clipboard-read", "clipboard-write"] });
    await explainer.live();
    await explainer.type(OWN_WORDS);
    await explainer.select(8);
    await explainer.root.locator("unrolled-sheet").getByRole("button", { name: "LIME", exact: true }).click();
    const move = await explainer.card(/Did it move the decision/);
    await move.locator("details.settings summary").click();
    await move.getByRole("combobox", { name: "LIME samples" }).selectOption({ label: "1,000" });
    await move.getByLabel("measure").selectOption({ label: "probability" });
    await explainer.button("Copy link").click();
    await expect(explainer.status, /link to this view is on the clipboard/);
    const link = await tab.evaluate(() => navigator.clipboard.readText());
    const { page: other, problems, close } = await openPage(browser, link);
    t.after(close);
    const copy = new Explainer(other);
    await copy.live();
    await expect(chosen(copy), /predictable/);
    await expect(copy.root.locator("unrolled-text"), /The jokes are tired/);
    await expectAttribute(
      copy.root.locator("unrolled-sheet").getByRole("button", { name: "LIME", exact: true }),
      "aria-pressed",
      /^true$/,
    );
    await copy.button(/Run LIME.*\(1,000 samples\)/).waitFor();
    await expect(copy.root.locator("unrolled-sheet"), /percentage points|points/);
    assert.deepEqual(problems, []);
  });

  test("a long text goes deflated and comes back", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    await explainer.type(LONG);
    await addressed(tab, (kept) => kept.has("z") && !kept.has("t"));
    const { page: other, close } = await openPage(browser, tab.url());
    t.after(close);
    await expect(new Explainer(other).root.locator("unrolled-text"), /lighthouse.+It ends well\./);
    await expect(new Explainer(other).verdict, /The network/);
  });

  test("a review goes by its row, not by its text", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    await explainer.texts("Browse the validation texts");
    await explainer.button("least sure").click();
    await explainer.root.getByRole("region", { name: "Texts" }).getByRole("button").first().click();
    const row = /Text (\d+)/.exec(await expect(explainer.status, /Text [\d,]+ of the corpus is now on the page/))[1];
    await explainer.read();
    const kept = await addressed(tab, (now) => now.has("review"));
    assert.deepEqual([kept.get("review"), kept.get("t"), kept.get("z")], [row, null, null]);
    const words = (await explainer.words.allInnerTexts()).slice(0, 30);
    assert.ok(words.length > 9);
    const { page: other, close } = await openPage(browser, tab.url());
    t.after(close);
    const copy = new Explainer(other);
    await expect(copy.status, new RegExp(`Text ${row} of the corpus is now on the page`), 60_000);
    await expectEqual(async () => (await copy.words.allInnerTexts()).slice(0, 30), words);
    await expect(copy.facts, /labelled (positive|negative)/);
  });

  test("a link with 18,000 words says how much of it is shown", async (t) => {
    const { explainer } = await open(t, `v=1&t=${"wonderful+".repeat(18_000)}`);
    await expect(explainer.status, /^This text has 180,000 letters: the first 80,000 are shown\.$/);
    await explainer.live();
    await expect(explainer.facts, /read the first 5,000 of 8,000 words/);
    await expect(explainer.status, /^This text has 180,000 letters: the first 80,000 are shown\.$/);
  });

  for (const [what, fragment, sentence] of [
    [
      "an example that does not exist",
      "preset=nowhere",
      /There is no example “nowhere” here: the first one is shown instead/,
    ],
    [
      "a review that does not exist",
      "review=999999",
      /^There is no review 999999 here: their numbers go from 0 to 24999\. The first example is shown instead\.$/,
    ],
    ["a damaged text", "z=damaged", /The text in this link is damaged or too long: the first example is shown instead/],
    ...Object.entries({
      view: "text",
      hide: "text",
      lock: "text",
      unfold: "text",
      tint: "lime",
      theme: "auto",
      loading: "eager",
    }).map(([key, known]) => [
      `a word that ${key} does not know`,
      `${key}=pictures`,
      new RegExp(`^${key}=pictures is unknown here and was left out: known are ${known}, .+\\.$`),
    ]),
  ]) {
    test(`${what} gets one sentence, and the page opens`, async (t) => {
      const { explainer } = await open(t, fragment);
      await expect(explainer.status, sentence, 60_000);
      await expect(explainer.verdict, /The network/);
      await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[0].text.slice(0, 30)));
    });
  }

  test("the first view waits for nothing but the presets", async (t) => {
    const slow = await servePackage();
    t.after(() => slow.close());
    for (const path of ["/site/bundle/weights.safetensors", "/site/unrolled.inside.js"])
      slow.faults.set(path, () => {}); // never answered
    const { page: tab, close } = await openPage(
      browser,
      `${slow.origin}/site/index.html#v=1&preset=wrong&select=3-4&lime=500.bow.classic&lock=text`,
    );
    t.after(close);
    const explainer = new Explainer(tab);
    await expect(explainer.verdict, /The network/);
    await expectEqual(() => explainer.root.locator("unrolled-text .w.selected").count(), 2);
    await explainer.drawn();
    assert.equal(await explainer.button("Edit the text").count(), 0);
  });

  test("an anchor of the page around is none of ours, and a second linked element leaves the address alone", async (t) => {
    const two =
      '<h1 id="week">Week 3</h1><unrolled-explainer linked preset="wrong"></unrolled-explainer><unrolled-explainer linked text="a fine film"></unrolled-explainer>';
    const own = await servePackage({
      pages: {
        "/two.html": `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${two}<script src="site/unrolled.js" defer></script>`,
      },
    });
    t.after(() => own.close());
    const { page: tab, problems, close } = await openPage(browser, `${own.origin}/two.html`);
    t.after(close);
    const [first, second] = [new Explainer(tab, 0), new Explainer(tab, 1)];
    await first.live();
    await first.select(4);
    await addressed(tab, (kept) => kept.get("select") === "5-5");
    await tab.evaluate(() => {
      location.hash = "week";
    });
    await second.root.scrollIntoViewIfNeeded();
    await expect(second.verdict, /The network/);
    await second.type("a dull film");
    await expect(second.facts, /3 words/);
    await new Promise((done) => setTimeout(done, 600));
    assert.equal(new URL(tab.url()).hash, "#week");
    assert.equal(await first.root.evaluate(({ store }) => store.state.selection !== null), true);
    await second.button(/^Undo$/).click();
    await expect(second.root.locator("unrolled-text"), /a fine film/);
    assert.deepEqual(problems, []);
  });
});

describe("steps back and forth", () => {
  test("Back and Forward, the keys and the buttons go the same way", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    const first = await choose(explainer, 3);
    await new Promise((done) => setTimeout(done, 900)); // two clicks in one breath are one step
    const second = await choose(explainer, 9);
    assert.notEqual(first, second);
    await explainer.choosePreset(presets[1].title);
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[1].text.slice(0, 20)));
    await tab.goBack();
    await expect(chosen(explainer), new RegExp(second));
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[0].text.slice(0, 20)));
    await explainer.words.nth(9).press("Control+z");
    await expect(chosen(explainer), new RegExp(first));
    await explainer.words.nth(3).press("Control+Shift+Z");
    await expect(chosen(explainer), new RegExp(second));
    await explainer.button(/^Undo$/).click();
    await expect(chosen(explainer), new RegExp(first));
    await tab.goForward();
    await expect(chosen(explainer), new RegExp(second));
    await explainer.button(/^Redo$/).click();
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[1].text.slice(0, 20)));
    await until(() => explainer.button(/^Redo$/).isDisabled(), Boolean);
  });

  test("a text that is written is one step, and a step further on nothing is left of what came after", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    const steps = await tab.evaluate(() => history.length);
    await explainer.button("Edit the text").click();
    const field = explainer.root.getByRole("textbox", { name: "The text" });
    await field.fill("");
    await field.pressSequentially("a fine film", { delay: 30 });
    await field.press("Control+z"); // the field's own
    await field.fill("a fine film indeed");
    await explainer.button("Done").click();
    await expect(explainer.facts, /4 words/);
    await expectEqual(() => tab.evaluate(() => history.length), steps + 1);
    await explainer.type("a dull film");
    await expect(explainer.facts, /3 words/);
    await tab.goBack();
    await expect(explainer.root.locator("unrolled-text"), /a fine film indeed/);
    await tab.goBack();
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[0].text.slice(0, 20)));
    await tab.goForward();
    await expect(explainer.root.locator("unrolled-text"), /a fine film indeed/);
    // Not the word that is chosen for the reader: to choose that again is no step.
    await explainer.select(3);
    await addressed(tab, (kept) => kept.get("select") === "4-4");
    await until(() => explainer.button(/^Redo$/).isDisabled(), Boolean);
  });

  test("after a reload, Back reads the address", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    await explainer.type("a fine film");
    await addressed(tab, (kept) => kept.get("t") === "a fine film");
    await tab.reload();
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    await explainer.live();
    await tab.goBack();
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[0].text.slice(0, 20)));
    await tab.goForward();
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
  });

  test("an address that is pasted is a step too", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    await tab.evaluate(() => {
      location.hash = "v=1&t=a+fine+film&select=2-2&theme=dark";
    });
    await expect(chosen(explainer), /^fine$/);
    await expectAttribute(explainer.root, "theme", /^dark$/);
    await explainer.button(/^Undo$/).click();
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[0].text.slice(0, 20)));
  });

  test("an address of other views or locks begins anew: only the browser's own Back leads out of it", async (t) => {
    const { page: tab, explainer } = await open(t);
    await explainer.live();
    await explainer.type("a dull film");
    await addressed(tab, (kept) => kept.get("t") === "a dull film");
    await tab.evaluate(() => {
      location.hash = "v=1&t=a+fine+film&view=text&lock=text";
    });
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    await expectCount(explainer.button(/^Undo$/), 0);
    await explainer.words.first().press("Control+z");
    await tab.waitForTimeout(600);
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    await expectCount(explainer.button("Edit the text"), 0);
    await expectCount(explainer.root.locator("#reading"), 0);
    await tab.goBack();
    await expect(explainer.root.locator("unrolled-text"), /a dull film/);
    await explainer.button("Edit the text").waitFor();
  });

  test("an element that is embedded leaves the history of its page alone", async (t) => {
    const own = await servePackage({
      pages: {
        "/blog.html":
          '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><unrolled-explainer text="a fine film"></unrolled-explainer><script src="site/unrolled.js" defer></script>',
      },
    });
    t.after(() => own.close());
    const { page: tab, problems, close } = await openPage(browser, `${own.origin}/blog.html`);
    t.after(close);
    const explainer = new Explainer(tab);
    await explainer.live();
    await explainer.type("a dull film");
    await expect(explainer.facts, /3 words/);
    await explainer.button(/^Undo$/).click();
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    await explainer.read();
    await explainer.words.first().press("Control+y");
    await expect(explainer.root.locator("unrolled-text"), /a dull film/);
    await explainer.type("a grim film");
    await explainer.words.first().press("Control+z");
    await tab.keyboard.press("Control+z"); // the keyboard is still in the text
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    await explainer.read();
    await tab.keyboard.press("Control+y");
    await expect(explainer.root.locator("unrolled-text"), /a dull film/);
    await expectEqual(() => tab.evaluate(() => history.length + location.hash), "2");
    assert.deepEqual(problems, []);
  });

  test("where the history may not be touched the steps work all the same", async (t) => {
    const script = `${server.origin}/site/unrolled.js`;
    const cors = await servePackage({ headers: { "access-control-allow-origin": "*" } });
    t.after(() => cors.close());
    const inner = `<!doctype html><unrolled-explainer linked text='a fine film'></unrolled-explainer><script src='${script.replace(server.origin, cors.origin)}'></script>`;
    cors.faults.set("/frame.html", (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(
          `<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" width="800" height="900" title="Unrolled" srcdoc="${inner}"></iframe>`,
        ),
    );
    const { page: tab, problems, close } = await openPage(browser, `${cors.origin}/frame.html`);
    t.after(close);
    const explainer = new Explainer(tab.frameLocator("iframe"));
    await expect(explainer.verdict, /The network/);
    await explainer.root.locator("unrolled-summary").waitFor({ state: "attached" });
    await explainer.type("a dull film");
    await expect(explainer.facts, /3 words/);
    await explainer.button(/^Undo$/).click();
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
    assert.deepEqual(problems, []);
  });
});

describe("what an author fixes", () => {
  test("a lesson that is locked: no way to another text, word or setting, and no control that does nothing", async (t) => {
    const { page: tab, explainer } = await open(t, "preset=sequel&lock=all&select=3-4");
    await explainer.live();
    await (await explainer.view("phrases")).waitFor();
    await explainer.drawn();
    for (const name of [/^Edit/, /^Text: /, /^previous word$/, /^add the word/, /^LIME$/])
      assert.equal(await explainer.button(name).count(), 0, String(name));
    assert.equal(await explainer.words.count(), 0);
    const slider = (await explainer.view("reading")).getByRole("slider").first();
    const read = await slider.getAttribute("aria-valuenow");
    await slider.press("ArrowLeft"); // reads on, and chooses nothing
    await until(
      () => slider.getAttribute("aria-valuenow"),
      (now) => now !== read,
    );
    const cursor = (view, part, what) =>
      explainer.root.evaluate(
        (element, [first, second, third]) => {
          const part = element.shadowRoot.querySelector(first).shadowRoot.querySelector(second);
          return getComputedStyle(part.shadowRoot.querySelector(third)).cursor;
        },
        [view, part, what],
      );
    // None that invites a press.
    await expectEqual(() => cursor("unrolled-sheet", "unrolled-text", ".words > *"), "auto");
    await expectEqual(() => cursor("unrolled-reading", "unrolled-staves", ".row"), "ew-resize");
    await explainer.view("phrases");
    await expectAttribute(explainer.root.getByRole("tree", { name: "Phrases of the text" }), "aria-disabled", /^true$/);
    await expectEqual(() => cursor("unrolled-phrases", "unrolled-tree", ".node"), "auto");
    await (await explainer.view("units")).scrollIntoViewIfNeeded();
    const map = explainer.root.getByRole("slider", { name: /^Units and words/ });
    await expectAttribute(map, "aria-valuenow", /^4$/);
    await map.press("ArrowRight");
    await expectAttribute(map, "aria-valuenow", /^5$/);
    assert.equal(await (await explainer.view("what-if")).count(), 0);
    assert.equal(await explainer.root.locator("details.settings >> visible=true").count(), 0);
    const before = await chosen(explainer).innerText();
    await explainer.root.locator("unrolled-text span").nth(10).click();
    await explainer.root.evaluate((element) => {
      const ask = (detail) =>
        element.shadowRoot
          .querySelector("unrolled-sheet")
          .dispatchEvent(new CustomEvent("unrolled-action", { detail, bubbles: true, composed: true }));
      ask({ type: "edit", text: "owned" });
      ask({ type: "rewrite", text: "owned", selection: null });
      ask({ type: "editing", on: true });
      ask({ type: "preset", id: "wrong" });
      ask({ type: "select", span: [0, 1] });
      ask({ type: "tint", tint: "lime" });
      ask({ type: "settings", patch: { target: "probability" } });
    });
    await tab.waitForTimeout(500);
    assert.equal(await chosen(explainer).innerText(), before);
    await expect(explainer.root.locator("unrolled-text"), new RegExp(presets[0].text.slice(0, 20)));
    assert.equal(await explainer.root.getByRole("textbox", { name: "The text" }).count(), 0);
    assert.equal(await explainer.button(/^Undo$/).count(), 0);
  });

  test("what the reader has unfolded is in the link", async (t) => {
    const { page: tab, explainer } = await open(t, "unfold=rules");
    await explainer.live({ unfold: null });
    await explainer.root.locator("unrolled-rules:not([folded])").waitFor(); // the chapter of what is unfolded is open
    await explainer.view("phrases");
    await explainer.root.locator("unrolled-phrases[folded]").waitFor();
    await explainer.root
      .locator(".foldable", { has: explainer.page.locator("unrolled-phrases") })
      .getByRole("button", { name: "Show more" })
      .click();
    const kept = await addressed(tab, (now) => /phrases/.test(now.get("unfold") ?? ""));
    assert.deepEqual([kept.get("unfold"), kept.get("chapter")], ["rules phrases", "words"]);
  });

  test("a locked link stays locked when it is copied", async (t) => {
    const { page: tab, explainer } = await open(
      t,
      "preset=sequel&lock=text&view=text+formed+chosen&hide=how+download&unfold=rules&lesson=tour&step=3",
    );
    await explainer.live({ unfold: null });
    await explainer.select(5);
    const kept = await addressed(tab, (now) => now.get("select") === "6-6");
    assert.deepEqual(Object.fromEntries(kept), {
      v: "1",
      preset: "sequel",
      select: "6-6",
      view: "text formed chosen",
      hide: "how download",
      unfold: "rules",
      lock: "text",
      lesson: "tour",
      step: "3",
    });
  });

  test("views stand in the order in which they were asked for, and what is hidden is gone", async (t) => {
    const { explainer } = await open(t, "view=formed+agreement+text&hide=title,how,download,table,browse,settings");
    await explainer.live();
    await (await explainer.view("agreement")).waitFor();
    await expectEqual(
      () =>
        explainer.root.evaluate((element) =>
          [...element.shadowRoot.querySelectorAll(".page [id]")].map(({ id }) => id),
        ),
      ["reading", "agreement", "text"],
    );
    await explainer.drawn();
    assert.equal(
      await explainer.button(/^(Show more|Show less)/).count(),
      0,
      "a view that was asked for is there whole",
    );
    assert.equal(await explainer.root.getByRole("heading", { level: 1 }).count(), 0);
    assert.equal(await explainer.root.getByRole("button", { name: /^(How this is computed|Table, save)/ }).count(), 0);
    assert.equal(await explainer.root.getByRole("button", { name: /Download/ }).count(), 0);
    await explainer.texts();
    await explainer.root.locator("unrolled-examples").waitFor();
    assert.equal(await explainer.button(/^Browse/).count(), 0);
  });
});

test("Escape closes a panel, from within it and from its button, and the keyboard is at the button", async (t) => {
  const { page: tab, explainer } = await open(t);
  await explainer.live();
  const panel = explainer.root.locator("unrolled-examples");
  for (const name of ["Examples", "Browse the validation texts"]) {
    for (const within of [true, false]) {
      await explainer.texts(name);
      await panel.waitFor();
      if (within) await panel.getByRole("button").first().focus();
      else await explainer.root.locator("header .texts").focus();
      await tab.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
      await expectEqual(
        () => explainer.root.evaluate((element) => element.shadowRoot.activeElement.className),
        "plain texts",
      );
    }
  }
});
