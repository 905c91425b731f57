// The site as a reader meets it over http: every view of every example and of a text typed by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { PATIENCE, PKG, expect, expectEqual, launch, openPage, servePackage, strangers } from "./support.mjs";

const { presets } = JSON.parse(readFileSync(`${PKG}site/bundle/presets.json`, "utf8"));
const OWN_WORDS = "The jokes are tired and the plot is predictable , yet somehow I loved every minute of it .";

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

/** The page, which must end without a word on the console and without having asked another host for anything. */
async function open(t, options) {
  const opened = await openPage(browser, `${server.origin}/site/index.html`, options);
  t.after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, [], "the console is empty");
    assert.deepEqual(strangers(opened.requests, server.origin), [], "no request leaves the origin");
  });
  return { ...opened, explainer: new Explainer(opened.page) };
}

const MOVED = /Did it move the decision/;
const SEEN = /Has it seen this in training/;
const LOOKING = /What was it looking for/;

/** Every view of part 1, 2, 3 and the three cards holds results, not promises. */
async function everyView(explainer) {
  await expect(explainer.verdict, /(positive|negative), (just (under|over) )?\d+(\.\d+)?.?%/);
  await (await explainer.view("reading")).getByRole("slider", { name: /^The reading line/ }).waitFor();
  await expect(await explainer.card(MOVED), /positive with .+ without|hardly|whatever/);
  await expect(await explainer.card(SEEN), /In training.+Similar passages.+labelled (positive|negative)/);
  await expect(await explainer.card(LOOKING), /would (raise|lower) it most/);
}

describe("every example", () => {
  for (const preset of presets) {
    test(`${preset.id}: every view is there, precomputed, then live`, async (t) => {
      const { page, explainer } = await open(t);
      await explainer.live();
      await explainer.choosePreset(preset.title);
      await expect(await explainer.chosen(), /The words? /);
      await everyView(explainer);
      await explainer.explain(await explainer.card(MOVED));
      await expect(await explainer.card(MOVED), /LIME’s straight line explains/);
      await expect(await explainer.card(LOOKING), /A free vector reaches/);
      await expectEqual(() => page.workers().length, 2); // the engine and the further module, which phrases need
    });
  }
});

test("the first view is on the screen before the model has arrived", async (t) => {
  const slow = await servePackage();
  t.after(() => slow.close());
  slow.faults.set("/site/bundle/weights.safetensors", () => {}); // never answered
  const { page, close } = await openPage(browser, `${slow.origin}/site/index.html`);
  t.after(close);
  const explainer = new Explainer(page);
  await everyView(explainer);
  await expect(explainer.root.locator(".status"), /The model is loading: [\d.]+.MB of/);
});

describe("a text typed by hand", () => {
  let explainer, opened;
  before(async () => {
    opened = await openPage(browser, `${server.origin}/site/index.html`);
    explainer = new Explainer(opened.page);
    await explainer.live();
    await explainer.type(OWN_WORDS);
  });
  after(async () => {
    await opened.close();
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(strangers(opened.requests, server.origin), []);
  });

  test("every view follows a chosen word", async () => {
    await explainer.select(8);
    await expect(await explainer.chosen(), /predictable/);
    await everyView(explainer);
    await expect(await explainer.card(SEEN), /predictable appears in \d+/);
  });

  test("LIME runs and says how well it fits", async () => {
    await explainer.chapter("Words");
    await explainer.button(/^Run LIME/).click();
    await explainer.explain(await explainer.card(MOVED));
    await expect(await explainer.card(MOVED), /LIME’s straight line explains.+R²/, 60_000);
    await explainer.button(/^Run LIME again/).waitFor();
  });

  test("the free vector is found", async () => {
    await explainer.chapter("Looking for");
    await explainer.button("Find the free vector").click();
    await explainer.explain(await explainer.card(LOOKING));
    await expect(await explainer.card(LOOKING), /The words nearest to it, by cosine.+A free vector reaches/, 90_000);
  });

  test("a span is read as one", async () => {
    await explainer.button("add the word before").click();
    await expect(await explainer.chosen(), /The words is predictable/);
    await everyView(explainer);
  });

  test("the exact search over the training reviews starts, shows its progress and stops", async () => {
    await explainer.chapter("Training");
    await explainer.button(/^Search every position/).click();
    await explainer.root.getByRole("progressbar", { name: /every training position/ }).waitFor({ timeout: 60_000 });
    await explainer.button(/^Stop/).click();
    await expect(await explainer.card(SEEN), /Similar passages.+labelled/);
  });

  test("an exact answer is kept, and the next one comes from memory without being asked for", async () => {
    await explainer.chapter("Training");
    await explainer.button(/^Search every position/).click();
    await explainer.explain(await explainer.card(SEEN));
    await expect(
      await explainer.card(SEEN),
      // The search before may have come to its end before it was stopped.
      /Exact: compared with all 4,\d{3},\d{3} positions in training(\..+kept in \d+.MB|, from memory)/,
      300_000,
    );
    await explainer.button("add the word before").click();
    await explainer.idle(); // another answer is another "i"
    await explainer.explain(await explainer.card(SEEN));
    await expect(
      await explainer.card(SEEN),
      /Exact: compared with all .+, from memory; [\d,]+ texts? (was|were) read again/,
      30_000,
    );
  });

  test("a training review opens as the text with one click", async () => {
    await (await explainer.card(SEEN)).getByTitle("Open this text as the one to look at").first().click();
    await expect(explainer.status, /Text [\d,]+ of the corpus is now on the page/);
    await expect(explainer.facts, /labelled (positive|negative)/);
  });

  test("validation reviews can be browsed by error and opened", async () => {
    await explainer.texts("Browse the validation texts");
    await explainer.button("wrong and sure of it").click();
    const found = explainer.root.getByRole("region", { name: "Texts" });
    await expect(found, /labelled (positive|negative), network/);
    await found.getByRole("button").first().click();
    await expect(explainer.facts, /the network is wrong/);
  });
});

test("LIME can be stopped and what there is is kept", async (t) => {
  const { explainer } = await open(t);
  await explainer.live();
  await explainer.type(OWN_WORDS.repeat(20)); // so long that there is something to stop
  await explainer.idle();
  const settings = (await explainer.card(MOVED)).locator("details", { hasText: "LIME samples" });
  await settings.locator("summary").click();
  await settings.getByLabel("LIME samples").selectOption({ label: "20,000" });
  await explainer.button(/^Run LIME/).click();
  await explainer.button("Stop and keep what there is", await explainer.card(MOVED)).click();
  await explainer.button(/^Run LIME again/).waitFor({ timeout: 5_000 * PATIENCE }); // a slice of 15 ms and a drawing; the rest would take many times as long
  await explainer.explain(await explainer.card(MOVED));
  await expect(await explainer.card(MOVED), /LIME’s straight line explains/);
  await explainer.root.evaluate(({ store: { state } }) => {
    if (!(state.slots.lime.result.fidelity.samples < 20000)) throw new Error("it ran to its end");
  });
});

test("the engine runs in a worker and never on the main thread", async (t) => {
  const spy = () => {
    globalThis.instances = 0;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance {
      constructor(...all) {
        super(...all);
        globalThis.instances++;
      }
    };
  };
  const { page, explainer } = await open(t, { before: spy });
  await explainer.live();
  await explainer.type(OWN_WORDS);
  await expect(explainer.facts, /17 words/);
  await expectEqual(() => page.workers().length, 2); // and neither does the further module, which phrases need
  assert.equal(await page.evaluate(() => globalThis.instances), 0);
});

test("a page that is only opened fetches the main module; the further one comes with the first scroll or press", async (t) => {
  const { explainer, requests } = await open(t);
  await explainer.live();
  const modules = () => requests.filter((url) => url.endsWith(".wasm.gz")).map((url) => url.split("/").at(-1));
  await explainer.root.locator("unrolled-reading path.strand").first().waitFor({ state: "attached" }); // what follows by itself has been asked
  assert.deepEqual(modules(), ["unrolled_bg.wasm.gz"]);
  const view = await explainer.view("phrases");
  await view.scrollIntoViewIfNeeded();
  await explainer.explain(view);
  await expect(view, /of [\d,]+ pairs tried.+that grew from the strongest words/);
  assert.deepEqual(modules(), ["unrolled_bg.wasm.gz", "unrolled_further_bg.wasm.gz"]);
});

test("the script names no other host and the page asks for nothing twice", async (t) => {
  const { explainer, requests } = await open(t);
  await explainer.live();
  assert.equal(new Set(requests).size, requests.length, requests.join("\n"));
});
