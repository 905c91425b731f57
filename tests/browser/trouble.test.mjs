// What the page says when the page cannot have its model, and that the first view and a second try survive it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { expect, expectEqual, keepWorkers, launch, openPage, PATIENCE, PKG, servePackage, until } from "./support.mjs";

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

const PRESETS = readFileSync(`${PKG}site/bundle/presets.json`);
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
  const card = await explainer.card(/What was it looking for/);
  await explainer.button("Find the free vector", card).click();
  await expect(card, /unrolled_gradients_bg\.wasm\.gz is not at .+404.+try again/);
  server.faults.clear();
  await explainer.button("Try again", card).click();
  await explainer.explain(card);
  await expect(card, /The words nearest to it, by cosine.+A free vector reaches/, 90_000);
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
  await explainer.button(/^Tour$/).click();
  await expect(panel, /Step 1 of/);
  assert.equal(page.url().includes("lesson=tour"), true);
});

test("while the gradients module is on its way the reader sees how much of it is here, and can stop", async (t) => {
  const half = (_request, response) => response.writeHead(200).write(Buffer.alloc(200_000));
  const { explainer } = await open(t, { faults: { "/site/unrolled_gradients_bg.wasm.gz": half } });
  await explainer.live();
  await explainer.type("a fine film");
  const card = await explainer.card(/What was it looking for/);
  await explainer.button("Find the free vector").click();
  await expect(card, /Loading the gradients module, which only this needs: 0\.2 MB of 0\.\d MB/);
  await explainer.button("Stop", explainer.root.locator("unrolled-free")).click(); // the card's search may be running too
  await explainer.button("Find the free vector").waitFor();
});

test("a further module that is not there: one sentence in the view that needs it, and trying again works", async (t) => {
  const { server, explainer } = await open(t, { faults: { "/site/unrolled_further_bg.wasm.gz": notFound } });
  await explainer.live();
  const view = await explainer.view("phrases");
  await view.scrollIntoViewIfNeeded();
  await expect(view, /unrolled_further_bg\.wasm\.gz is not at .+404.+try again/);
  await explainer.type("a fine film , and a dull one");
  await expect(explainer.facts, /7 words/); // the engine itself goes on
  await expect(view, /unrolled_further_bg\.wasm\.gz is not at/);
  server.faults.clear();
  await explainer.button("Try again", view).first().click();
  await explainer.explain(view);
  await expect(view, /of [\d,]+ pairs tried/);
});

test("while the further module is on its way the view that needs it says how much of it is here", async (t) => {
  const half = (_request, response) => response.writeHead(200).write(Buffer.alloc(100_000));
  const { explainer } = await open(t, { faults: { "/site/unrolled_further_bg.wasm.gz": half } });
  await explainer.live();
  const view = await explainer.view("phrases");
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
  const rules = await explainer.view("rules");
  await rules.locator("summary", { hasText: "The tree:" }).click();
  await rules.locator("li[style*=depth]").first().waitFor({ state: "attached" }); // the tree, whose branches are indented
  await explainer.type("a fine film");
  await expect(explainer.facts, /3 words, all known/);
  await expectEqual(() => page.workers().length, 2);
  assert.deepEqual(problems, []);
});

/** Milliseconds within which it must be plain that what stands there is about another text; a blink. */
const BLINK = 100;

/** In the page: writes a text and tells, at every frame, which views stand there as if they were about it. */
const unmarked = async (element, text) => {
  element.shadowRoot
    .querySelector("unrolled-sheet")
    .dispatchEvent(
      new CustomEvent("unrolled-action", { detail: { type: "edit", text }, bubbles: true, composed: true }),
    );
  const begun = performance.now();
  /** With all that stands in it: once, for what is pale twice can no longer be read. */
  const isPale = (view) => {
    const busy = view.closest("[aria-busy=true]");
    if (busy === null) return false;
    const twice = busy.parentElement.closest("[aria-busy=true]") !== null;
    return !twice && Number(getComputedStyle(busy).opacity) < 0.6;
  };
  const bold = () =>
    [...element.shadowRoot.querySelectorAll(".verdict, .page [id]:not(#text)")]
      .filter((view) => view.checkVisibility() && view.getBoundingClientRect().height > 0)
      .filter((view) => !isPale(view))
      .map((view) => view.id || view.className);
  let last = 0;
  let views = [];
  while (performance.now() - begun < 2000) {
    await new Promise(requestAnimationFrame);
    views = bold();
    if (views.length > 0) last = performance.now() - begun;
  }
  return { last, views };
};

for (const [what, harm] of [
  ["ended", () => globalThis.workers.forEach((worker) => worker.terminate())],
  ["slow", () => (globalThis.held = [])],
])
  test(`with the worker ${what}, nothing stands under a new text as if it were about it`, async (t) => {
    const { page, explainer } = await open(t, {
      options: { before: keepWorkers, viewport: { width: 1280, height: 900 } },
    });
    await explainer.live();
    await explainer.idle();
    const views = await explainer.root.evaluate((one) => one.shadowRoot.querySelectorAll(".page [id]").length);
    assert.ok(views > 8, `${views} views`);
    await page.evaluate(harm);
    const { last, views: bold } = await explainer.root.evaluate(unmarked, "A terrible film.");
    assert.ok(last < BLINK * PATIENCE, `until ${last} ms after the text: ${bold.join(", ")}`);
    await expect(explainer.status, /The network is reading this text/);
    // Letter by letter, as in the field above it: where a space too many stands, caret and words part.
    const laid = () =>
      explainer.root.evaluate((one) => {
        const text = one.shadowRoot.querySelector("unrolled-sheet").shadowRoot.querySelector("unrolled-text");
        return text.shadowRoot.querySelector(".words").textContent;
      });
    assert.equal(await laid(), "A terrible film.");
    await explainer.button("Edit the text").click();
    await explainer.drawn();
    assert.equal(await laid(), "A terrible film.\u200B");
    if (what === "ended") return;
    await page.evaluate(() => {
      const held = globalThis.held;
      globalThis.held = undefined;
      for (const go of held) go();
    });
    await expect(explainer.verdict, /negative/);
    await expectEqual(() => explainer.root.evaluate((one) => one.shadowRoot.querySelectorAll("[aria-busy]").length), 0);
    await expectEqual(() => explainer.status.innerText(), "");
  });

test("an engine that fails at a text leaves no verdict on it, and reads it when asked", async (t) => {
  const { page, explainer } = await open(t, { options: { before: keepWorkers } });
  await explainer.live();
  await explainer.idle();
  await page.evaluate(() => {
    const [engine] = globalThis.workers;
    globalThis.held = [];
    setTimeout(() => {
      globalThis.held = undefined;
      engine.onerror(new ErrorEvent("error", { message: "out of memory" }));
    }, 1500);
  });
  const { last, views } = await explainer.root.evaluate(unmarked, "A terrible film.");
  assert.ok(last < BLINK * PATIENCE, `until ${last} ms after the text: ${views.join(", ")}`);
  await expect(explainer.status, /out of memory/);
  await explainer.button("Read the text again").click();
  await expect(explainer.verdict, /negative/);
  await explainer.button("Read the text again").waitFor({ state: "detached" });
});

test("what a host hears while a text is read is not the probability of the one before", async (t) => {
  const { page, explainer } = await open(t, { options: { before: keepWorkers } });
  await explainer.live();
  await explainer.idle();
  await explainer.root.evaluate((one) => {
    globalThis.heard = [];
    one.addEventListener("unrolled-change", ({ detail }) => globalThis.heard.push([detail.text, detail.probability]));
  });
  await explainer.type("A terrible film.");
  const heard = await until(
    () => page.evaluate(() => globalThis.heard),
    (all) => all.some(([, probability]) => probability !== null),
  );
  for (const [text, probability] of heard)
    assert.ok(probability === null || (text === "A terrible film." && probability < 0.5), JSON.stringify(heard));
});

/** In the page: at every frame, what the verdict, the text and the status say. */
const watchFirst = () => {
  globalThis.firsts = new Set();
  const said = (node) =>
    node.nodeType === Node.TEXT_NODE
      ? node.data
      : node.nodeName === "STYLE"
        ? ""
        : [...(node.shadowRoot ?? node).childNodes].map(said).join("");
  const look = () => {
    const root = document.querySelector("unrolled-explainer")?.shadowRoot;
    const parts = [".verdict", "unrolled-text", ".status"].map((name) => {
      const part = root?.querySelector(name) ?? root?.querySelector("unrolled-sheet")?.shadowRoot?.querySelector(name);
      return part ? said(part).replace(/\s+/g, " ").trim() : "";
    });
    if (root) globalThis.firsts.add(JSON.stringify(parts));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

for (const [what, fragment] of [
  ["an example", ""],
  ["a text of a link", "#v=1&t=A+terrible+film."],
])
  test(`in the first second, with ${what}, the page says one thing`, async (t) => {
    const { page, explainer } = await open(t, {
      options: { before: watchFirst },
      fragment,
      faults: {
        "/site/bundle/presets.json": (_, response) =>
          setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end(PRESETS), 1200),
      },
    });
    await explainer.shown();
    const firsts = (await page.evaluate(() => [...globalThis.firsts])).map((one) => JSON.parse(one));
    assert.ok(
      firsts.some(([verdict]) => /^Opening the text/.test(verdict)),
      JSON.stringify(firsts),
    );
    for (const [verdict, text, status] of firsts) {
      const at = JSON.stringify([verdict, text, status]);
      assert.doesNotMatch(text, /No text yet/, at);
      if (/^Opening|^The verdict comes/.test(verdict)) assert.doesNotMatch(status, /was computed|No text/, at);
      if (/^Opening/.test(verdict)) assert.equal(text, "", at);
    }
  });
