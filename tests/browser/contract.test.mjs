// What a page that embeds the element can rely on, line by line; `embed.test.mjs` and `engine.test.mjs` hold the rest of it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { PKG, expect, expectCount, expectEqual, launch, openPage, servePackage, strangers, until } from "./support.mjs";

const SCRIPT = '<script src="/site/unrolled.js" defer></script>';
const EMBED = "/site/embed.html";
const page = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,"><body>${body}</body></html>`;
const HEAVY = /weights\.safetensors|vocab\.txt|wasm|index\.safetensors|reviews-/;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A page of this body under /course.html, and whatever else is given. */
async function visit(t, body, { pages = {}, path = "/course.html", headers = {}, ...options } = {}) {
  const server = await servePackage({ pages: { [path]: page(body), ...pages }, headers });
  t.after(() => server.close());
  const opened = await openPage(browser, `${server.origin}${path}`, options);
  t.after(opened.close);
  return { ...opened, server, explainer: new Explainer(opened.page), tab: opened.page };
}

const heavy = (asked) => asked.filter((path) => HEAVY.test(path));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

test("1, 2: one tag, nothing global but a symbol for each of our scripts and the versions that Lit counts, no isolation asked for", async (t) => {
  const before = () => {
    globalThis.__known = new Set(Reflect.ownKeys(globalThis));
  };
  const { tab, explainer, problems } = await visit(
    t,
    `<unrolled-explainer text="a fine film"></unrolled-explainer>${SCRIPT}`,
    { before },
  );
  await expect(explainer.verdict, /The network/);
  const added = await tab.evaluate(() =>
    Reflect.ownKeys(globalThis)
      .filter((key) => !globalThis.__known.has(key))
      .map(String),
  );
  const ours = added.filter(
    (key) => !/^(__known|litPropertyMetadata|litHtmlVersions|litElementVersions|reactiveElementVersions)$/.test(key),
  );
  // Under it a script keeps what those that follow it find.
  const scripts = ours.map((key) => /^Symbol\(unrolled \d\S* (first|inside)\)$/.exec(key)?.[1]);
  assert.ok(scripts.includes("first") && !scripts.includes(undefined), added.join());
  assert.equal(new Set(scripts).size, scripts.length, added.join());
  assert.equal(await tab.evaluate(() => globalThis.crossOriginIsolated), false);
  assert.deepEqual(problems, []);
});

test("1: of two copies of the script the first stays, and the console says so", async (t) => {
  const said = [];
  const server = await servePackage({
    pages: {
      "/course.html": page(
        `<unrolled-explainer text="a fine film"></unrolled-explainer>${SCRIPT}<script src="/site/unrolled.js?again" defer></script>`,
      ),
    },
  });
  t.after(() => server.close());
  const { page: tab, problems, close } = await openPage(browser, "");
  t.after(close);
  tab.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  await tab.goto(`${server.origin}/course.html`);
  await expect(new Explainer(tab).verdict, /The network/);
  await expectEqual(() => said, ["info: Unrolled is on this page already: the first copy of its script stays."]);
  assert.deepEqual(problems, []);
});

test("3: everything is found beside the script, from whatever folder the page lies in", async (t) => {
  const body =
    '<unrolled-explainer text="a fine film"></unrolled-explainer><script src="../../site/unrolled.js" defer></script>';
  const { explainer, server, requests, problems } = await visit(t, body, { path: "/week/3/course.html" });
  await expect(explainer.verdict, /The network/);
  assert.ok(server.asked.includes("/site/bundle/weights.safetensors"));
  assert.deepEqual([strangers(requests, server.origin), problems], [[], []]);
});

test("4: from another origin that does not allow it the reader gets one sentence", async (t) => {
  const cdn = await servePackage();
  t.after(() => cdn.close());
  const { explainer, tab } = await visit(
    t,
    `<unrolled-explainer text="a fine film"></unrolled-explainer><script src="${cdn.origin}/site/unrolled.js" defer></script>`,
  );
  await tab.evaluate(() => {
    globalThis.errors = [];
    document.addEventListener("unrolled-error", ({ detail }) => globalThis.errors.push(detail.message));
  });
  await expect(explainer.status, /could not be fetched from .+: check the network and try again/);
});

describe("8: loading", () => {
  const far = (attributes) =>
    `<div style="height: 5000px"></div><unrolled-explainer preset="wrong" ${attributes}><p>What stands here without scripts.</p></unrolled-explainer>${SCRIPT}`;

  test("lazy: nothing but the script and the first view before the element is near, then the model", async (t) => {
    const { explainer, tab, server, problems } = await visit(t, far(""));
    await explainer.shown();
    const first = () => server.asked.filter((path) => path.startsWith("/site/")).sort();
    await until(first, (paths) => paths.length >= 3);
    await pause(400);
    assert.deepEqual(first(), ["/site/bundle/manifest.json", "/site/bundle/presets.json", "/site/unrolled.js"]);
    await tab.evaluate(() => scrollTo(0, 5000));
    await explainer.live();
    assert.equal(heavy(server.asked).filter((path) => path.endsWith("weights.safetensors")).length, 1);
    assert.deepEqual(problems, []);
  });

  test("eager: the model loads however far the element is", async (t) => {
    const { explainer, server } = await visit(t, far('loading="eager"'));
    await explainer.live();
    assert.ok(heavy(server.asked).length >= 3);
    assert.deepEqual(
      server.asked.filter((path) => /index\.safetensors|reviews-/.test(path)),
      [],
      "the index is fetched only when it is asked for",
    );
  });

  test("click: what was computed before is shown whole, and a button says how much the rest weighs", async (t) => {
    const { explainer, server, problems } = await visit(
      t,
      `<unrolled-explainer preset="wrong" loading="click"></unrolled-explainer>${SCRIPT}`,
    );
    await explainer.shown();
    await expect(await explainer.card(/Did it move the decision/), /Leaving|without|hardly|whatever|positive|negative/);
    await pause(500);
    assert.deepEqual(heavy(server.asked), []);
    const load = explainer.button(/^Load \(\d\.\d.MB\)/);
    const promised = Number(/\d\.\d/.exec(await load.textContent())[0]);
    await load.click();
    await explainer.live();
    const bytes = ["bundle/weights.safetensors", "bundle/vocab.txt", "unrolled_bg.wasm.gz"].reduce(
      (sum, name) => sum + readFileSync(`${PKG}site/${name}`).length,
      0,
    );
    assert.ok(Math.abs(promised - bytes / 1e6) < 0.06, `${promised} MB promised, ${bytes} bytes came`);
    await expectCount(load, 0);
    assert.deepEqual(problems, []);
  });

  test("click: a text that was written before reviews were browsed is read by the model that these bring", async (t) => {
    const { explainer, problems } = await visit(
      t,
      `<unrolled-explainer preset="wrong" loading="click"></unrolled-explainer>${SCRIPT}`,
    );
    await explainer.shown();
    await explainer.button("Edit the text").click();
    await explainer.root.getByRole("textbox", { name: "The text" }).fill("A truly wonderful film.");
    await explainer.button("Done").click();
    await expect(explainer.verdict, /appears once the model has loaded/);
    await explainer.texts("Browse the validation texts");
    // Reviews are for the network to read, so the model counts among what is loaded for them.
    await expect(explainer.root.locator("unrolled-examples"), /Choose which to list \(this loads 28.MB\)/);
    await explainer.button("least sure").click();
    await expect(explainer.verdict, /The network calls this positive/);
    assert.deepEqual(problems, []);
  });

  test("17: without scripts the children stand there, with them they do not; on paper the text, the verdict and the words stay", async (t) => {
    const body = `<unrolled-explainer preset="wrong"><p>The network says negative, wrongly.</p></unrolled-explainer>${SCRIPT}`;
    const bare = await visit(t, body, { javaScriptEnabled: false });
    assert.ok(await bare.tab.getByText("The network says negative, wrongly.").isVisible());
    const { tab, explainer } = await visit(t, body);
    await explainer.shown();
    assert.equal(await tab.getByText("The network says negative, wrongly.").isVisible(), false);
    await tab.emulateMedia({ media: "print" });
    await explainer.verdict.waitFor();
    await explainer.root.locator("unrolled-text").waitFor();
    await explainer.root.locator("header .texts").waitFor({ state: "hidden" });
  });
});

test("9: an element that is taken out cancels its jobs, and put elsewhere it goes on", async (t) => {
  const before = () => {
    globalThis.sent = [];
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message, ...rest) {
      globalThis.sent.push(message);
      return postMessage.call(this, message, ...rest);
    };
  };
  const text = "The jokes are tired and the plot is predictable , yet somehow I loved every minute of it . ".repeat(60);
  const body = `<unrolled-explainer text="${text}" lime="20000.bow.classic"></unrolled-explainer><unrolled-explainer text="a dull film"></unrolled-explainer>${SCRIPT}`;
  const { explainer, tab, problems } = await visit(t, body, { before });
  await explainer.live();
  await explainer.chapter("Words");
  await explainer.button(/^Run LIME.*20,000/).click();
  await explainer.root.getByRole("progressbar", { name: "LIME samples" }).waitFor();
  const running = await tab.evaluate(() => globalThis.sent.findLast(({ method }) => method === "lime").id);
  await tab.evaluate(() => {
    globalThis.taken = document.querySelector("unrolled-explainer");
    globalThis.taken.remove();
  });
  assert.ok(
    await tab.evaluate(
      (id) => globalThis.sent.some((message) => message.action === "cancel" && message.id === id),
      running,
    ),
  );
  const other = new Explainer(tab, 0);
  await other.root.scrollIntoViewIfNeeded();
  await expect(other.verdict, /negative/);
  await tab.evaluate(() => document.body.append(globalThis.taken));
  const moved = new Explainer(tab, 1);
  await moved.root.scrollIntoViewIfNeeded();
  await moved.chapter("Words");
  await moved.button(/^Run LIME/).click();
  await moved.root.getByRole("progressbar", { name: "LIME samples" }).waitFor();
  assert.deepEqual(problems, []);
});

test("9: training data that came for one element are there for all that are live, so that two with one text say the same", async (t) => {
  const element = (attributes) =>
    `<unrolled-explainer text="a fine film" view="text summary" ${attributes}></unrolled-explainer>`;
  const { tab, explainer, server, problems } = await visit(
    t,
    `${element("")}${element("")}${element('loading="click"')}${SCRIPT}`,
  );
  const [other, asleep] = [new Explainer(tab, 1), new Explainer(tab, 2)];
  for (const one of [explainer, other]) await expect(one.root.locator("unrolled-summary"), /Ask its training data/);
  await explainer.root.evaluate(({ desk }) => desk.act({ type: "recall" }));
  const said = (one) =>
    one.root.locator("unrolled-summary").evaluate(({ shadowRoot }) => shadowRoot.textContent.replace(/\s+/g, " "));
  await until(
    async () => [await said(explainer), await said(other)],
    ([one, two]) => one === two && /In training/.test(one) && !/Ask its|on their way/.test(one),
  );
  assert.equal(server.asked.filter((path) => /index\.safetensors/.test(path)).length, 1);
  const phases = () =>
    asleep.root.evaluate(({ store }) => Object.values(store.state.loading).map(({ phase }) => phase));
  await expectEqual(phases, ["idle", "idle", "idle", "idle", "idle"]); // who must be asked first still is
  assert.deepEqual(problems, []);
});

describe("10: height", () => {
  test("the frame that shows embed.html gets the height of what is in it, other frames do not", async (t) => {
    const liar = page(
      `<script>setInterval(() => parent.postMessage({ type: "unrolled:resize", height: 7000 }, "*"), 100)</script>`,
    );
    const body = `<iframe title="Unrolled" id="a" width="700" height="300" src="${EMBED}#preset=wrong&id=first"></iframe><iframe title="Another" id="b" height="123" src="/liar.html"></iframe>
      <script>globalThis.heard = []; addEventListener("message", ({ data }) => heard.push(data));</script><script src="/site/embed-host.js"></script>`;
    const { tab, problems } = await visit(t, body, { pages: { "/liar.html": liar } });
    const inside = new Explainer(tab.frameLocator("#a"));
    await inside.shown();
    await inside.root.locator("#reading").waitFor();
    await inside.drawn();
    const heights = async () => [
      await tab.locator("#a").evaluate((frame) => frame.clientHeight),
      await inside.root.evaluate((element) => Math.ceil(element.getBoundingClientRect().height)),
    ];
    await until(heights, ([outer, inner]) => outer >= inner && outer < inner + 8);
    assert.equal(await tab.locator("#b").evaluate((frame) => frame.clientHeight), 123);
    const heard = await until(
      () => tab.evaluate(() => globalThis.heard),
      (all) =>
        all.some(({ type, id, height }) => type === "unrolled:resize" && id === "first" && height > 0) &&
        all.some(({ subject, height }) => subject === "lti.frameResize" && height > 0) &&
        all.some(({ height }) => height === 7000),
    );
    assert.deepEqual(
      heard.filter(({ type }) => /change|result/.test(type ?? "")),
      [],
      "nothing of the text goes to a page that has not said who it is",
    );
    assert.deepEqual(problems, []);
  });
});

describe("11: state in, events out", () => {
  const listen = () => {
    globalThis.events = [];
    for (const name of ["change", "result", "error"]) {
      document.addEventListener(`unrolled-${name}`, ({ detail, composed }) => {
        globalThis.events.push({
          name,
          composed,
          detail: JSON.parse(JSON.stringify(detail)),
          same: JSON.stringify(structuredClone(detail)) === JSON.stringify(detail),
        });
      });
    }
  };
  const events = (tab, name) =>
    tab.evaluate((wanted) => globalThis.events.filter((event) => event.name === wanted), name);
  /** Answers of all these methods are among the events. */
  const told =
    (...methods) =>
    (results) =>
      methods.every((method) => results.some(({ detail }) => detail.method === method));

  test("changes, verdicts and answers are told, through a foreign shadow root, as plain JSON", async (t) => {
    const body = `<div id="host"></div>${SCRIPT}<script>
      document.getElementById("host").attachShadow({ mode: "open" }).innerHTML = '<unrolled-explainer text="a fine film"></unrolled-explainer>';</script>`;
    const { tab, explainer, problems } = await visit(t, body, { before: listen });
    await explainer.live();
    await explainer.select(1);
    await explainer.chapter("Words");
    await explainer.button(/^Run LIME/).click();
    await explainer.button(/^Run LIME again/).waitFor();
    const changes = await until(
      () => events(tab, "change"),
      (all) => String(all.at(-1)?.detail.selection) === "1,2",
    );
    const { detail } = changes.at(-1);
    assert.deepEqual(
      [detail.text, detail.preset, detail.review, detail.selection],
      ["a fine film", null, null, [1, 2]],
    );
    assert.ok(detail.probability > 0.5);
    const results = await until(() => events(tab, "result"), told("prediction", "leave-one-out", "lime"));
    const lime = results.findLast((event) => event.detail.method === "lime").detail;
    assert.deepEqual([lime.text, lime.settings.samples, lime.result.weights.length], ["a fine film", 2500, 3]);
    for (const event of [...changes, ...results]) assert.ok(event.composed && event.same, event.name);
    assert.deepEqual(await events(tab, "error"), []);
    assert.deepEqual(problems, []);
  });

  test("what was computed before is told as well, before the model is here", async (t) => {
    const { tab, explainer } = await visit(
      t,
      `<unrolled-explainer preset="wrong" loading="click"></unrolled-explainer>${SCRIPT}`,
      { before: listen },
    );
    await explainer.shown();
    await explainer.root.locator("unrolled-reading").waitFor();
    const [first] = await until(
      () => events(tab, "change"),
      (all) => all.length > 0,
    );
    assert.deepEqual([first.detail.preset, typeof first.detail.probability], ["wrong", "number"]);
    await until(() => events(tab, "result"), told("prediction", "leave-one-out", "lime"));
  });

  test("properties and attributes, set before and after the script, and nothing of them is a step of the reader's", async (t) => {
    const body = `<script>const element = document.createElement("unrolled-explainer"); element.text = "a fine film"; element.theme = "dark"; document.body.append(element);</script>${SCRIPT}`;
    const { tab, explainer, problems } = await visit(t, body, { before: listen });
    await explainer.live();
    assert.deepEqual(
      await explainer.root.evaluate((element) => [
        element.text,
        element.getAttribute("text"),
        element.getAttribute("theme"),
      ]),
      ["a fine film", "a fine film", "dark"],
    );
    const set = (patch) => explainer.root.evaluate((element, values) => void Object.assign(element, values), patch);
    const words = explainer.root.locator("unrolled-text");
    await set({ text: "a dull film", select: "2-2" });
    await expect(words, /a dull film/);
    await expect(await explainer.chosen(), /dull/);
    await set({ preset: "wrong" });
    await expect(explainer.facts, /the network is wrong|labelled/);
    await set({ text: "a fine film" });
    await expect(words, /a fine film/);
    await set({ select: "3-3", tint: "lime", view: "text formed", hide: "examples browse", lock: "text" });
    await expect(explainer.root.locator("unrolled-sheet"), /LIME/);
    await expectEqual(
      () =>
        explainer.root.evaluate((element) =>
          [...element.shadowRoot.querySelectorAll(".page [id]")].map(({ id }) => id),
        ),
      ["text", "reading"],
    ); // in this order
    for (const name of ["Edit the text", /^Text: /, /^Undo$/]) await expectCount(explainer.button(name), 0);
    await set({ text: "not a film at all" }); // an author is not bound by the lock
    await expect(words, /not a film at all/);
    await set({ view: null, hide: null, lock: null });
    await explainer.button("Edit the text").waitFor();
    await until(
      () => events(tab, "change"),
      (changes) => changes.some(({ detail }) => detail.preset === "wrong"),
    );
    assert.deepEqual(problems, []);
  });

  test("an unknown word, from the beginning or set later, is told in the status line and as an error", async (t) => {
    const { tab, explainer } = await visit(
      t,
      `<unrolled-explainer text="a fine film" lock="txet"></unrolled-explainer>${SCRIPT}`,
      { before: listen },
    );
    await explainer.live();
    await expect(
      explainer.status,
      /^lock=txet is unknown here and was left out: known are text, selection, settings, all\.$/,
    );
    const keys = ["chapter", "view", "hide", "lock", "unfold", "tint", "theme", "loading"];
    for (const key of keys) {
      await explainer.root.evaluate((element, name) => {
        element[name] = "nonsense";
      }, key);
      await expect(explainer.status, new RegExp(`^${key}=nonsense is unknown here and was left out: known are .+\\.$`));
    }
    const wrong = async () => (await events(tab, "error")).map(({ detail }) => /^\w+=\w+/.exec(detail.message)?.[0]);
    await expectEqual(wrong, ["lock=txet", ...keys.map((key) => `${key}=nonsense`)]);
    await expect(explainer.root.locator("unrolled-text"), /a fine film/);
  });

  test("a selection beyond the text is told in the status line and as an error, and the text's strongest word is chosen", async (t) => {
    const { tab, explainer } = await visit(
      t,
      `<unrolled-explainer text="a fine film" select="400"></unrolled-explainer>${SCRIPT}`,
      { before: listen },
    );
    await explainer.live();
    await expect(explainer.status, /^select=400-400 lies beyond the 3 words of this text and was left out\.$/);
    await expect(await explainer.chosen(), /The word fine/);
    await explainer.root.evaluate((element) => {
      element.select = "2-5";
    });
    await expect(explainer.status, /^select=2-5 lies beyond the 3 words of this text and was left out\.$/);
    await explainer.root.evaluate((element) => {
      element.preset = "wrong";
      element.select = "3-9999";
    });
    await expect(explainer.status, /^select=3-9999 lies beyond the \d+ words of this text and was left out\.$/);
    const wrong = async () => (await events(tab, "error")).map(({ detail }) => /^select=\S+/.exec(detail.message)?.[0]);
    await expectEqual(wrong, ["select=400-400", "select=2-5", "select=3-9999"]);
  });

  test("what fails is told as an error", async (t) => {
    const server = await servePackage({
      pages: { "/course.html": page(`<unrolled-explainer text="a fine film"></unrolled-explainer>${SCRIPT}`) },
    });
    t.after(() => server.close());
    server.faults.set("/site/bundle/weights.safetensors", (_, response) => response.writeHead(404).end());
    const { page: tab, close } = await openPage(browser, `${server.origin}/course.html`, { before: listen });
    t.after(close);
    await expect(new Explainer(tab).status, /weights\.safetensors is not at/);
    const [{ detail }] = await until(
      () => events(tab, "error"),
      (all) => all.length > 0,
    );
    assert.match(detail.message, /weights\.safetensors is not at .+ try again/);
  });

  /** A page with embed.html in a frame that declares `host`, and a way to speak to it. */
  async function framed(t, host, { sandbox = "", elsewhere = false } = {}) {
    const listens =
      '<script>globalThis.heard = []; addEventListener("message", ({ data, origin }) => data.type?.startsWith("unrolled:") && heard.push({ ...data, origin }));</script>';
    const cors = { "access-control-allow-origin": "*" };
    const other = await servePackage({ headers: cors });
    t.after(() => other.close());
    const server = await servePackage({
      headers: cors,
      pages: {
        "/sibling.html": page(
          '<script>addEventListener("message", () => {}); globalThis.tell = (message) => parent.frames[0].postMessage(message, "*");</script>',
        ),
      },
    });
    t.after(() => server.close());
    const declared = host === "own" ? server.origin : host;
    const source = `${elsewhere ? other.origin : server.origin}${EMBED}#id=x&text=a+fine+film&host=${encodeURIComponent(declared)}`;
    server.faults.set("/course.html", (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(
          page(
            `${listens}<iframe title="Unrolled" ${sandbox === "" ? "" : `sandbox="${sandbox}"`} width="700" height="900" src="${source}"></iframe><iframe title="Sibling" src="/sibling.html"></iframe>`,
          ),
        ),
    );
    const { page: tab, problems, close } = await openPage(browser, `${server.origin}/course.html`);
    t.after(close);
    const inside = new Explainer(tab.frameLocator("iframe >> nth=0"));
    await expect(inside.verdict, /The network/);
    await inside.root.locator("unrolled-reading").first().waitFor({ state: "attached" });
    await pause(300);
    const tell = (message) => tab.evaluate((sent) => globalThis.frames[0].postMessage(sent, "*"), message);
    const heard = () => tab.evaluate(() => globalThis.heard.filter(({ type }) => type !== "unrolled:resize"));
    return { tab, inside, tell, heard, problems, origin: server.origin };
  }

  for (const [what, options] of [
    ["from another origin", { elsewhere: true }],
    ['in a sandbox="allow-scripts allow-downloads"', { sandbox: "allow-scripts allow-downloads" }],
  ]) {
    test(`${what}: the page that embed.html was told of hears what happens, and sets attributes`, async (t) => {
      const { inside, tell, heard, problems } = await framed(t, "own", options);
      await tell({
        type: "unrolled:set",
        text: "a dull film",
        theme: "dark",
        hide: "examples",
        onclick: "alert(1)",
        base: "https://elsewhere.example/",
        style: "display: none",
      });
      await expect(inside.root.locator("unrolled-text"), /a dull film/);
      await expect(inside.verdict, /negative/);
      assert.deepEqual(
        await inside.root.evaluate((element) =>
          ["theme", "hide", "onclick", "base", "style"].map((name) => element.getAttribute(name)),
        ),
        ["dark", "examples", null, null, null],
      );
      await until(heard, (messages) => {
        const change = messages.findLast(({ type }) => type === "unrolled:change");
        return (
          change.id === "x" &&
          change.text === "a dull film" &&
          change.probability < 0.5 &&
          messages.some(
            ({ type, method, text }) => type === "unrolled:result" && method === "prediction" && text === "a dull film",
          )
        );
      });
      for (const nonsense of [
        null,
        7,
        "unrolled:set",
        [],
        { type: "unrolled:set", text: { toString: "x" } },
        { type: "unrolled:set", select: "x".repeat(1e5) },
        { type: "other", text: "owned" },
      ])
        await tell(nonsense);
      await pause(300);
      await expect(inside.root.locator("unrolled-text"), /a dull film/);
      assert.deepEqual(problems, []);
    });
  }

  test("a page that embed.html was not told of hears nothing and is not heard; nor is a sibling of the frame", async (t) => {
    const { inside, tell, heard } = await framed(t, "https://other.example");
    await tell({ type: "unrolled:set", text: "owned" });
    await pause(400);
    assert.deepEqual(await heard(), []);
    await expect(inside.root.locator("unrolled-text"), /a fine film/);
    const told = await framed(t, "own");
    await told.tab
      .frames()
      .find((frame) => frame.url().endsWith("sibling.html"))
      .evaluate(() => globalThis.tell({ type: "unrolled:set", text: "owned" }));
    await pause(400);
    await expect(told.inside.root.locator("unrolled-text"), /a fine film/);
  });

  for (const host of ["*", "own/", "javascript:alert(1)", "null"]) {
    test(`host=${host} is not the page around`, async (t) => {
      const { inside, tell, heard } = await framed(t, host);
      await tell({ type: "unrolled:set", text: "owned" });
      await pause(300);
      if (host !== "null") assert.deepEqual(await heard(), []); // "null" can name nobody in particular
      await expect(inside.root.locator("unrolled-text"), /a fine film/);
    });
  }
});

test("12: what follows # in the address of embed.html are attributes, also when it changes, and never others than ours", async (t) => {
  const { tab, problems } = await visit(
    t,
    `<iframe title="Unrolled" width="700" height="900" src="${EMBED}#text=a+fine+film&view=text+formed&hide=examples,browse,how&lock=text&theme=dark&lime=500.bow.classic&onclick=alert(1)&base=https://elsewhere.example/"></iframe>`,
  );
  const inside = new Explainer(tab.frameLocator("iframe"));
  await expect(inside.verdict, /The network/);
  const read = (...names) =>
    inside.root.evaluate((element, wanted) => wanted.map((name) => element.getAttribute(name)), names);
  assert.deepEqual(await read("view", "lock", "theme", "onclick", "base"), ["text formed", "text", "dark", null, null]);
  for (const gone of [inside.button("Edit the text"), inside.button(/^Text: /), inside.root.locator("#move")])
    await expectCount(gone, 0);
  await tab.evaluate((path) => globalThis.frames[0].location.replace(`${path}#text=a+dull+film&theme=light`), EMBED);
  await expect(inside.root.locator("unrolled-text"), /a dull film/);
  await inside.button("Edit the text").waitFor();
  assert.deepEqual(await read("view", "lock", "theme"), [null, null, "light"]);
  await expectEqual(
    () => tab.frames()[1].evaluate(() => getComputedStyle(document.documentElement).colorScheme),
    "light",
  ); // the frame's own page as well
  assert.deepEqual(problems, []);
});

test("13: it follows its container, the host's font and colours, down to 320 px in a wide window", async (t) => {
  const style =
    "<style>.column { width: 320px } unrolled-explainer { --unrolled-font: Georgia, serif; --positive: rgb(1, 2, 3) } unrolled-explainer::part(verdict) { letter-spacing: 1px }</style>";
  const { tab, explainer, problems } = await visit(
    t,
    `${style}<div class="column"><unrolled-explainer preset="sequel"></unrolled-explainer></div>${SCRIPT}`,
    { viewport: { width: 1280, height: 900 } },
  );
  await explainer.live();
  await (await explainer.view("phrases")).waitFor();
  await explainer.drawn();
  await expectEqual(() => tab.evaluate(() => document.documentElement.scrollWidth), 1280);
  await expectEqual(() => explainer.root.evaluate((element) => element.scrollWidth), 320);
  const facts = await explainer.facts.evaluate((element) => getComputedStyle(element).fontFamily);
  assert.equal(facts, "Georgia, serif");
  assert.equal(
    await explainer.verdict
      .locator("b.positive")
      .first()
      .evaluate((element) => getComputedStyle(element).color),
    "rgb(1, 2, 3)",
  );
  assert.equal(await explainer.verdict.evaluate((element) => getComputedStyle(element).letterSpacing), "1px");
  assert.equal(
    await explainer.root.evaluate((element) =>
      [...element.shadowRoot.querySelectorAll("#chapter > *")]
        .map((card) => Math.round(card.getBoundingClientRect().left))
        .every((left, _, all) => left === all[0]),
    ),
    true,
    "views stand under each other",
  );
  assert.deepEqual(problems, []);
});

test("13: with little room the text and its reading stand alone; a press opens all of it, and another closes it again", async (t) => {
  const { explainer, problems } = await visit(
    t,
    `<unrolled-explainer preset="wrong" compact></unrolled-explainer>${SCRIPT}`,
    { viewport: { width: 390, height: 844 } },
  );
  await explainer.live();
  const tabs = explainer.root.getByRole("tab");
  await explainer.root.locator("#reading").waitFor();
  await expectCount(tabs, 0);
  await expectCount(explainer.root.locator("#cell"), 0);
  await explainer.button("Open all of it").click();
  await expectCount(tabs, 6);
  assert.equal(await explainer.root.evaluate((element) => element.compact), true, "the author’s word stays");
  await explainer.button("Only the reading").click();
  await expectCount(tabs, 0);
  assert.deepEqual(problems, []);
});

test("14: the keyboard goes in and out again, arrows are the page's outside of words and charts, nothing takes the focus", async (t) => {
  const before = () => {
    globalThis.listened = [];
    for (const target of [Window.prototype, Document.prototype]) {
      const add = target.addEventListener ?? EventTarget.prototype.addEventListener;
      target.addEventListener = function (type, ...rest) {
        if (
          /key|pointer|mouse|touch|wheel|click|focus|scroll|hashchange|popstate/.test(type) &&
          new Error().stack.includes("unrolled")
        )
          globalThis.listened.push(type);
        return add.call(this, type, ...rest);
      };
    }
  };
  const body = `<button id="before">before</button><unrolled-explainer preset="sequel" view="text formed" hide="how table download"></unrolled-explainer><button id="after">after</button><div style="height: 3000px"></div>${SCRIPT}`;
  const { tab, explainer, problems } = await visit(t, body, { before });
  await explainer.live();
  await explainer.drawn();
  assert.equal(await tab.evaluate(() => document.activeElement.localName), "body");
  assert.deepEqual(await tab.evaluate(() => globalThis.listened), []);
  await tab.locator("#before").focus();
  let steps = 0;
  for (; steps < 40 && (await tab.evaluate(() => document.activeElement.id)) !== "after"; steps++)
    await tab.keyboard.press("Tab");
  assert.ok(steps > 3 && steps < 20, `${steps} times Tab`);
  await tab.keyboard.press("Shift+Tab");
  assert.equal(await tab.evaluate(() => document.activeElement.localName), "unrolled-explainer");
  await explainer.root.locator("header .texts").focus();
  const at = await tab.evaluate(() => scrollY);
  const scrolled = async () => (await tab.keyboard.press("ArrowDown"), tab.evaluate(() => scrollY)); // what came into sight may still be scrolling
  await until(scrolled, (now) => now > at, { wanted: "an arrow on a button scrolls the page" });
  assert.deepEqual(problems, []);
});

describe("15: copying", () => {
  for (const [what, allowed, sentence] of [
    ["where the clipboard is refused the old way is taken", true, /The link to this view is on the clipboard/],
    [
      "where that is refused too the reader is told where the link is",
      false,
      /The address bar holds the link to this view/,
    ],
  ]) {
    test(what, async (t) => {
      const server = await servePackage();
      t.after(() => server.close());
      const before = `navigator.clipboard.writeText = () => Promise.reject(new Error("refused")); document.execCommand = () => ((globalThis.copied = getSelection().toString() || document.activeElement.value), ${allowed});`;
      const {
        page: tab,
        problems,
        close,
      } = await openPage(browser, `${server.origin}/site/index.html#t=a+fine+film`, { before });
      t.after(close);
      const explainer = new Explainer(tab);
      await explainer.live();
      await explainer.button("Copy link").click();
      await expect(explainer.status, sentence);
      assert.match(await tab.evaluate(() => globalThis.copied), /index\.html#v=1&t=a\+fine\+film/);
      assert.match(tab.url(), /t=a\+fine\+film/);
      assert.deepEqual(problems, []);
    });
  }
});
