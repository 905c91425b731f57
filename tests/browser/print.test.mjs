// The page on paper: what stands on it is no wider than the page, what carries meaning stays, what can only be pressed goes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectEqual, launch, openPage, servePackage } from "./support.mjs";

/** A page of A4 between margins of 10 mm. */
const PAPER = { width: 718, height: 1046 };

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
  const widths = () =>
    explainer.root.evaluate(({ shadowRoot }) =>
      Number(shadowRoot.querySelector("unrolled-running").shadowRoot.querySelector("svg").getAttribute("width")),
    );
  const wide = await widths();
  assert.ok(wide > 1000, `${wide}`);
  // No turn of the event loop passes between the event and the picture: what is not drawn by then is not printed.
  assert.ok(
    (await page.evaluate(async (type) => {
      window.dispatchEvent(new Event(type));
      await Promise.resolve();
      return Number(
        document
          .querySelector("unrolled-explainer")
          .shadowRoot.querySelector("unrolled-running")
          .shadowRoot.querySelector("svg")
          .getAttribute("width"),
      );
    }, "beforeprint")) <= 640,
  );
  await page.evaluate(announce, "afterprint");
  await expectEqual(widths, wide);
  // The observer is kept from drawing anew: the style alone has to do.
  await page.evaluate(() => {
    globalThis.requestAnimationFrame = () => 0;
  });
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize(PAPER);
  assert.deepEqual(await page.evaluate(beyond), []);
  assert.equal(await widths(), wide);
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
  for (const name of [/^Edit the text/, /^Find the rule/, /^Ask every method/, /^Only the answer/, /^LIME/]) {
    await expectEqual(
      async () => [await explainer.button(name).filter({ visible: true }).count(), String(name)],
      [0, String(name)],
    );
  }
  await expect(explainer.root.locator("unrolled-sheet .scale"), /pulls negative/);
  assert.ok(await explainer.root.locator("unrolled-sheet .scale").isVisible());
});

test("where the text is fixed, no room is kept for the button that would change it", async (t) => {
  const { explainer } = await open(t, "t=A+slow%2C+lovely+film.&lock=text", { viewport: { width: 390, height: 800 } });
  const gap = () =>
    explainer.root
      .locator("unrolled-sheet")
      .evaluate(
        ({ shadowRoot: root }) =>
          root.querySelector(".note").getBoundingClientRect().top -
          root.querySelector(".legend").getBoundingClientRect().bottom,
      );
  assert.ok((await gap()) < 20, `${await gap()}`);
});

test("of the list of rules what is shown is printed, with its place in the list, and no way to other pages", async (t) => {
  const { page, explainer } = await open(t, "preset=sequel&view=rules", { viewport: { width: 1280, height: 900 } });
  await explainer.root.evaluate(({ desk }) => desk.act({ type: "recall" }));
  const rules = explainer.root.locator("unrolled-rules");
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
