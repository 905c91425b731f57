// Other people's pages: the element twice, from another origin, in sandboxed frames, and the iframe page.
import assert from "node:assert/strict";
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

test("two elements in a plain page share their workers and one download", async (t) => {
  const server = await host(t, { "/course.html": page(`${TWO}<script src="site/unrolled.js" defer></script>`) });
  const { page: tab, problems } = await visit(t, `${server.origin}/course.html`);
  await expect(new Explainer(tab, 0).verdict, /positive/);
  await new Explainer(tab, 1).root.scrollIntoViewIfNeeded();
  await expect(new Explainer(tab, 1).verdict, /negative/);
  await expectEqual(() => tab.workers().length, 2); // the engine and the further module, for both
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
  await expectEqual(() => tab.workers().map((worker) => new URL(worker.url()).protocol), ["blob:", "blob:"]);
  await new Explainer(tab, 0).button("Find the free vector").click();
  await expect(new Explainer(tab, 0).card(/What was it looking for/), /A free vector reaches/, 90_000);
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
  await expect(explainer.root.locator(".chosen-head h2"), /film/);
  await explainer.button("Edit the text").click();
  await tab.keyboard.press("End");
  await tab.keyboard.type(" of no f/s?");
  await expectEqual(
    () => explainer.root.getByRole("textbox", { name: "The text" }).inputValue(),
    "a wonderful film of no f/s?",
  );
  await explainer.button("Done").click();
  await explainer.button("Share").press("n");
  await expectEqual(() => tab.evaluate(() => globalThis.heard), ["ArrowRight", "n", "n"]); // that the arrow was let go, which asks for nothing
  assert.deepEqual(problems, []);
});
