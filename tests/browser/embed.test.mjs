// Other people's pages: the element twice, from another origin, in sandboxed frames, and the iframe page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectEqual, launch, openPage, servePackage } from "./support.mjs";

const page = (body) => `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><body><h1>Week 3</h1>${body}</body></html>`;
const TWO = '<unrolled-explainer text="a wonderful film"></unrolled-explainer><unrolled-explainer text="a terrible film" compact></unrolled-explainer>';

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
  const server = await host(t, { "/blog.html": page(`${TWO}<script src="${cdn.origin}/site/unrolled.js" defer></script>`) });
  const { page: tab, problems } = await visit(t, `${server.origin}/blog.html`);
  await expect(new Explainer(tab, 0).verdict, /positive/);
  await expectEqual(() => tab.workers().map((worker) => new URL(worker.url()).protocol), ["blob:"]);
  await new Explainer(tab, 0).button("Find the free vector").click();
  await expect(new Explainer(tab, 0).card(/What was it looking for/), /A free vector reaches/, 90_000);
  assert.deepEqual(problems, []);
});

test("the base attribute opens another bundle", async (t) => {
  const element = '<unrolled-explainer base="bundle" text="a wonderful film"></unrolled-explainer>';
  const server = await host(t, { "/own.html": page(`${element}<script src="unrolled.js" defer></script>`) });
  const { page: tab, problems } = await visit(t, `${server.origin}/own.html`);
  await expect(new Explainer(tab).verdict, /positive/);
  assert.ok(server.asked.includes("/bundle/weights.safetensors") && !server.asked.some((path) => path.startsWith("/site/bundle")));
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
    assert.deepEqual(problems.filter((problem) => !/can escape its sandboxing/.test(problem)), []); // Chromium's advice to the host
  });
}
