// Another bundle than the page's own: by the attribute, by the property, by an address; and what an address may name.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { importSource } from "./source.mjs";
import { expect, expectCount, launch, openPage, servePackage, until } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** pkg/bundle holds the same network, without index and reviews. */
const OTHER = "/bundle/";
const OWN = "/site/bundle/";

async function open(t, path, options) {
  const server = await servePackage(options);
  const opened = await openPage(browser, `${server.origin}${path}`);
  t.after(() => Promise.all([opened.close(), server.close()]));
  const under = (folder) => server.asked.filter((asked) => asked.startsWith(folder));
  return { ...opened, server, under, explainer: new Explainer(opened.page) };
}

async function answers({ explainer }) {
  await explainer.shown();
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
}

for (const path of ["/site/index.html", "/site/embed.html"]) {
  test(`${path}#base=… opens that bundle and nothing of the page's own, and keeps it in the address`, async (t) => {
    const opened = await open(t, `${path}#base=../bundle&text=a+wonderful+film`);
    await expect(opened.explainer.verdict, /positive/);
    await answers(opened);
    assert.ok(opened.under(OTHER).includes(`${OTHER}weights.safetensors`));
    assert.deepEqual(opened.under(OWN), []);
    if (path.includes("index"))
      await until(
        () => new URLSearchParams(new URL(opened.page.url()).hash.slice(1)).get("base"),
        (base) => base === `${opened.server.origin}${OTHER}`,
      );
    // The report beside the site's own bundle says nothing of another one.
    if (path.includes("index")) await expect(await opened.explainer.view("model"), /The model and its data/);
    await expectCount(opened.explainer.root.getByRole("link", { name: /tables and figures/ }), 0);
    assert.deepEqual(opened.problems, []);
  });
}

test("an address that changes its base, and an attribute that does, open the other bundle on the same page", async (t) => {
  const opened = await open(t, "/site/index.html#text=a+wonderful+film");
  await answers(opened);
  assert.deepEqual(opened.under(OTHER), []);
  await opened.page.evaluate(() => {
    location.hash = "#base=../bundle&text=a+terrible+film";
  });
  await expect(opened.explainer.verdict, /negative/);
  await answers(opened);
  assert.ok(opened.under(OTHER).includes(`${OTHER}weights.safetensors`));

  const other = await open(t, "/site/embed.html#text=a+wonderful+film");
  await answers(other);
  await other.explainer.root.evaluate((element) => {
    element.base = "../bundle";
  });
  await until(
    () => other.under(OTHER),
    (asked) => asked.includes(`${OTHER}weights.safetensors`),
  );
  await answers(other);
  await other.explainer.root.evaluate((element) => {
    element.base = null;
  });
  await expect(other.explainer.verdict, /positive/);
  await answers(other);
  assert.deepEqual([...opened.problems, ...other.problems], []);
});

test("an address may not name a bundle of another host: it is said, and the page's own is opened", async (t) => {
  const opened = await open(t, "/site/index.html#base=https://elsewhere.example/bundle/&text=a+wonderful+film");
  await expect(opened.explainer.verdict, /positive/);
  await expect(
    opened.explainer.status,
    /base=https:\/\/elsewhere\.example\/bundle\/ was left out: a link may only name/,
  );
  assert.deepEqual(
    opened.requests.filter((url) => url.includes("elsewhere")),
    [],
  );
});

test("an attribute may: a bundle of another host that allows it", async (t) => {
  const cdn = await servePackage({ headers: { "access-control-allow-origin": "*" } });
  t.after(() => cdn.close());
  const html = `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><body><unrolled-explainer base="${cdn.origin}/bundle" text="a wonderful film"></unrolled-explainer><script src="site/unrolled.js" defer></script></body></html>`;
  const opened = await open(t, "/course.html", { pages: { "/course.html": html } });
  await expect(opened.explainer.verdict, /positive/);
  await answers(opened);
  assert.deepEqual(opened.under(OWN), []);
  assert.deepEqual(opened.problems, []);
});

test("what is no folder is told", async (t) => {
  const { explainer } = await open(t, "/site/index.html#base=http%3A%2F%2F%5B&text=a+wonderful+film");
  await expect(explainer.verdict, /positive/);
  await expect(explainer.status, /base=http:\/\/\[ was left out: expected the folder of a bundle, such as other-model/);
});

/** An example of each where the documentation shows none. */
const EXAMPLES = {
  text: "A fine film.",
  t: "A fine film.",
  preset: "sequel",
  tint: "lime",
  theme: "dark",
  compact: "1",
  loading: "click",
  base: "other-model/",
  lesson: "tour",
};

test("every key that the documentation says a link has is read, with the value it shows", async () => {
  globalThis.document ??= { baseURI: "https://course.example/unrolled/index.html" };
  globalThis.location ??= new URL(globalThis.document.baseURI);
  const { placeOf } = await importSource("page/address/url.ts", "page/address/keys.ts");
  const docs = readFileSync(new URL("../../www/docs/embedding.md", import.meta.url), "utf8");
  const [, table] = /\| attribute \| meaning \|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(docs);
  const documented = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`([a-z]+)(?:="([^"]*)")?`/g)].map(([, name, value]) => [name, value ?? EXAMPLES[name]]),
  );
  assert.ok(documented.length >= 15, documented.join());
  const nothing = JSON.stringify(placeOf(""));
  for (const [name, value] of documented) {
    assert.notEqual(value, undefined, `${name} has no example`);
    const place = placeOf(new URLSearchParams({ [name]: value }).toString());
    assert.equal(place.wrong, "", name);
    assert.notEqual(JSON.stringify({ ...place, isEmpty: true }), nothing, `${name} is not read`);
  }
});
