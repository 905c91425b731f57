// What the page says when the page cannot have its model, and that the first view and a second try survive it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectEqual, launch, openPage, servePackage } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function open(t, { headers, faults = {}, options, fragment = "" } = {}) {
  const server = await servePackage({ headers });
  for (const [path, fault] of Object.entries(faults)) server.faults.set(path, fault);
  const opened = await openPage(browser, `${server.origin}/site/index.html${fragment}`, options);
  t.after(() => Promise.all([opened.close(), server.close()]));
  return { ...opened, server, explainer: new Explainer(opened.page) };
}

const WEIGHTS = "/site/bundle/weights.safetensors";
const notFound = (_request, response) => response.writeHead(404).end();
const drop = (_request, response) => {
  response.writeHead(200, { "content-length": 2_000_000 });
  response.write(Buffer.alloc(700_000), () => setTimeout(() => response.destroy(), 500)); // once it is on its way
};

for (const [name, fault, sentence] of [
  ["weights that are not there", notFound, /weights\.safetensors is not at .+404/],
  ["a connection that drops half-way", drop, /connection dropped after 0\.7 MB of weights\.safetensors/],
]) {
  test(`${name}: one sentence, the example stays, and "Load the model again" works`, async (t) => {
    const { server, explainer } = await open(t, { faults: { [WEIGHTS]: fault } });
    await expect(explainer.status, sentence);
    await explainer.shown();
    server.faults.clear();
    await explainer.button("Load the model again").click();
    await explainer.button("Load the model again").waitFor({ state: "detached" });
    await explainer.type("a fine film");
    await expect(explainer.facts, /3 words, all known/);
  });
}

test("a gradients module that is not there: one sentence where it was asked for, and trying again works", async (t) => {
  const { server, explainer } = await open(t, { faults: { "/site/unrolled_gradients_bg.wasm.gz": notFound } });
  await explainer.live();
  await explainer.type("a fine film");
  const card = explainer.card(/What was it looking for/);
  await explainer.button("Find the free vector").click();
  await expect(card, /unrolled_gradients_bg\.wasm\.gz is not at .+404.+try again/);
  server.faults.clear();
  await explainer.button("Try again", card).click();
  await expect(card, /A free vector reaches.+Words nearest to it/, 90_000);
  await expect(explainer.status, /^$/); // what went well in the end is not told as a failure
});

for (const [what, answer] of [
  ["the sign-in page of a network", "<!doctype html><title>Sign in</title>"],
  ["half of it", "(() => {"],
]) {
  test(`${what} in place of the second script: one sentence, and "Load the model again" works`, async (t) => {
    const signIn = (_request, response) => response.writeHead(200, { "content-type": "text/javascript" }).end(answer);
    const { server, explainer } = await open(t, { faults: { "/site/unrolled.inside.js": signIn } });
    await expect(explainer.status, /unrolled\.inside\.js could not be loaded: check the network/);
    await explainer.shown();
    server.faults.clear();
    await explainer.button("Load the model again").click();
    await explainer.live();
    await explainer.type("a fine film");
    await expect(explainer.facts, /3 words, all known/);
  });
}

test("a lesson whose connection drops half-way: what happened, and opening it again works", async (t) => {
  const { page, server, explainer } = await open(t, {
    faults: { "/site/lessons/tour.json": drop },
    fragment: "#lesson=tour",
  });
  const panel = explainer.root.locator("unrolled-tour");
  await expect(
    panel,
    /The lesson “tour” cannot be shown: the connection dropped: check the network and open it again\./,
  );
  server.faults.clear();
  await explainer.button(/^Close/, panel).click();
  await explainer.button("Take the tour").click();
  await expect(panel, /Step 1 of/);
  assert.equal(page.url().includes("lesson=tour"), true);
});

test("while the gradients module is on its way the reader sees how much of it is here, and can stop", async (t) => {
  const half = (_request, response) => response.writeHead(200).write(Buffer.alloc(200_000));
  const { explainer } = await open(t, { faults: { "/site/unrolled_gradients_bg.wasm.gz": half } });
  await explainer.live();
  await explainer.type("a fine film");
  const card = explainer.card(/What was it looking for/);
  await explainer.button("Find the free vector").click();
  await expect(card, /Loading the gradients module, which only this needs: 0\.2 MB of 0\.\d MB/);
  await explainer.button("Stop", explainer.root.locator("unrolled-free")).click(); // the card's search may be running too
  await explainer.button("Find the free vector").waitFor();
});

test("a further module that is not there: one sentence in the view that needs it, and trying again works", async (t) => {
  const { server, explainer } = await open(t, { faults: { "/site/unrolled_further_bg.wasm.gz": notFound } });
  await explainer.live();
  const view = explainer.root.locator("unrolled-phrases");
  await view.scrollIntoViewIfNeeded();
  await expect(view, /unrolled_further_bg\.wasm\.gz is not at .+404.+try again/);
  await explainer.type("a fine film , and a dull one");
  await expect(explainer.facts, /7 words/); // the engine itself goes on
  await expect(view, /unrolled_further_bg\.wasm\.gz is not at/);
  server.faults.clear();
  await explainer.button("Try again", view).first().click();
  await expect(view, /of [\d,]+ pairs tried/);
});

test("while the further module is on its way the view that needs it says how much of it is here", async (t) => {
  const half = (_request, response) => response.writeHead(200).write(Buffer.alloc(100_000));
  const { explainer } = await open(t, { faults: { "/site/unrolled_further_bg.wasm.gz": half } });
  await explainer.live();
  const view = explainer.root.locator("unrolled-phrases");
  await view.scrollIntoViewIfNeeded();
  await expect(view, /Loading the module that answers this: 0\.1 MB of 0\.\d MB/);
});

test("presets that are not there: one sentence, and the live model still reads", async (t) => {
  const { explainer } = await open(t, { faults: { "/site/bundle/presets.json": notFound } });
  await expect(explainer.status, /presets\.json is not at/);
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
});

test("no SIMD: the reader is told which browsers have it, and the example stays", async (t) => {
  const { explainer } = await open(t, { options: { before: () => (WebAssembly.validate = () => false) } });
  await expect(explainer.status, /SIMD.+Chrome 91/);
  await explainer.shown();
});

test("a CSP without 'wasm-unsafe-eval': the word is named, and the example stays", async (t) => {
  const { explainer } = await open(t, { headers: { "content-security-policy": "default-src 'self'" } });
  await expect(explainer.status, /'wasm-unsafe-eval'/);
  await explainer.shown();
});

test("the smallest CSP of the README is enough, styles included", async (t) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:";
  const { page, problems, explainer } = await open(t, {
    headers: { "content-security-policy": policy },
    fragment: "#rule=waste+of+time",
  });
  await explainer.live();
  await explainer.root.locator("unrolled-rules li[style*=depth]").first().waitFor({ state: "attached" }); // the tree, whose branches are indented
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
  await expectEqual(() => page.workers().length, 2);
  assert.deepEqual(problems, []);
});
