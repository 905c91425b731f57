// When the page fetches the training data: for a view that a reader looks at, and for nothing else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, launch, openPage, servePackage, until } from "./support.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
/** Longer than a view must stay in sight to be meant. */
const SETTLED_MS = 1500;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** A page folded as a reader finds it, and what of the training data its server was asked for. */
async function open(t, options) {
  const server = await servePackage();
  const opened = await openPage(browser, `${server.origin}/site/index.html`, options);
  t.after(async () => {
    await opened.close();
    await server.close();
    assert.deepEqual(opened.problems, []);
  });
  const explainer = new Explainer(opened.page);
  await explainer.live({ unfold: null });
  const recalled = () => server.asked.filter((path) => /index\.safetensors|reviews-/.test(path));
  return { ...opened, explainer, recalled, settle: () => opened.page.waitForTimeout(SETTLED_MS) };
}

test("whoever only opens the page fetches none of them", async (t) => {
  const { recalled, settle } = await open(t);
  await settle();
  assert.deepEqual(recalled(), []);
});

test("on a phone words are chosen and changed above the card that needs them: none are fetched, and the summary says so", async (t) => {
  const { explainer, recalled, settle } = await open(t, PHONE);
  await explainer.select(3);
  await explainer.select(17);
  await settle();
  await explainer.type("A dull and lovely film.");
  await expect(explainer.facts, /5 words/);
  await explainer.page.evaluate(() => scrollTo(0, 0));
  await settle();
  assert.deepEqual(recalled(), []);
  await expect(explainer.root.locator("unrolled-summary"), /Ask its training data \(2\d MB\)/);
});

test("the card in sight brings them", async (t) => {
  const { explainer, recalled } = await open(t, PHONE);
  await explainer.select(3);
  await (await explainer.view("memory")).scrollIntoViewIfNeeded();
  await until(
    recalled,
    (asked) => asked.some((path) => /index/.test(path)) && asked.some((path) => /reviews/.test(path)),
  );
  await expect(await explainer.view("memory"), /training texts/);
});

test("the summary's button brings them, and the summary then says what they say", async (t) => {
  const { explainer, recalled } = await open(t, PHONE);
  await explainer.select(3);
  const summary = explainer.root.locator("unrolled-summary");
  await explainer.button(/Ask its training data/, summary).click();
  await until(recalled, (asked) => asked.length > 1);
  await expect(summary, /In training, 8\/10 appears in [\d,]+ texts/);
  await expect(summary, /^(?!.*Ask its training data)/);
});

test("on a line that costs the reader something nothing in sight brings them; the card offers them with their size", async (t) => {
  const before = () => Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  const { explainer, recalled, settle } = await open(t, { ...PHONE, before });
  await explainer.select(3);
  const card = await explainer.view("memory");
  await card.scrollIntoViewIfNeeded();
  await settle();
  assert.deepEqual(recalled(), []);
  await explainer.button(/^Load them \(2\d.MB\)$/, card).click();
  await until(recalled, (asked) => asked.length > 1);
});

test("passages that were looked for before the texts came and found after are looked for once more, to be quoted", async (t) => {
  const { explainer } = await open(t, {});
  // The first answer is held back, and is as it would be without any text.
  await explainer.root.evaluate(({ desk: { engine } }) => {
    const explain = engine.explain.bind(engine);
    engine.explain = (method, ...rest) => {
      const running = explain(method, ...rest);
      if (method !== "activation-similarity" || globalThis.release !== undefined) return running;
      const bare = (found) => ({ ...found, items: found.items.map((item) => ({ ...item, tokens: null })) });
      const held = new Promise((done) => {
        globalThis.release = done;
      });
      return { ...running, result: running.result.then((found) => held.then(() => bare(found))) };
    };
  });
  const run = (action) => explainer.root.evaluate(({ desk }, one) => desk.act(one), action);
  await run({ type: "run", method: "activation-similarity" });
  await until(() => explainer.page.evaluate(() => globalThis.release !== undefined), Boolean);
  await run({ type: "load", asset: "reviews" });
  await until(
    () => explainer.root.evaluate(({ store }) => store.state.loading.reviews.phase),
    (phase) => phase === "ready",
  );
  await explainer.page.evaluate(() => globalThis.release());
  const quoted = ({
    store: {
      state: { slots },
    },
  }) => slots["activation-similarity"].result?.items.every(({ tokens }) => tokens !== null);
  await until(
    () => explainer.root.evaluate(quoted),
    (all) => all === true,
  );
});

test("while only the index is coming, the summary counts it against its own size", async (t) => {
  const { explainer } = await open(t, {});
  const summary = explainer.root.locator("unrolled-summary");
  await expect(summary, /Ask its training data \(2\d.MB\)/);
  const loading = (asset, patch) =>
    explainer.root.evaluate(({ store }, [asset, patch]) => store.updateLoading(asset, patch), [asset, patch]);
  await loading("index", { phase: "loading", loaded: 5e6 });
  await expect(summary, /on their way, 5\.0.MB of 13.MB\./);
  await loading("reviews", { phase: "loading", loaded: 1e6 });
  await expect(summary, /on their way, 6\.0.MB of 26.MB\./);
});
