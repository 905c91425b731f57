// The dialog "Share": what it writes works where it is pasted, and its one file works where there is no network.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Explainer } from "./explainer.mjs";
import {
  PKG,
  expect,
  expectEqual,
  launch,
  openPage,
  pure,
  require,
  servePackage,
  strangers,
  until,
} from "./support.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const HOSTILE =
  "A \"wonderful\" <i>film</i> &amp; </script><script>document.title='taken'</script> --> `x`\r\n\r\nשלום it's fine \u{1F600}";
/** As the page keeps it: line ends are of one kind. */
const READ = HOSTILE.replaceAll("\r\n", "\n");
const folder = mkdtempSync(join(tmpdir(), "unrolled-share-"));
const CORS = { "access-control-allow-origin": "*" };

let browser, site;
before(async () => {
  browser = await launch();
  site = await servePackage({ headers: CORS });
});
after(async () => {
  await Promise.all([browser.close(), site.close()]);
  rmSync(folder, { recursive: true });
});

async function visit(t, url, options = {}) {
  const opened = await openPage(browser, url, options);
  t.after(opened.close);
  return { ...opened, explainer: new Explainer(opened.page) };
}

async function dialog(explainer) {
  await explainer.button("Share").click();
  const opened = explainer.root.getByRole("dialog", { name: "Share this reading" });
  await opened.getByRole("textbox", { name: "Link" }).waitFor();
  return opened;
}

async function snippet(opened, name) {
  await opened.getByRole("combobox", { name: "To embed it in a" }).selectOption(name);
  await new Explainer(opened.page()).drawn();
  return opened.getByRole("textbox", { name: "To paste there" }).inputValue();
}

/** The text as the element on the page holds it. */
const textOf = (explainer) => explainer.root.evaluate((element) => element.store.state.text);

/** A text of one's own is on the page. */
async function reading(t, text) {
  const visited = await visit(t, `${site.origin}/site/index.html#text=${encodeURIComponent(text)}`);
  await visited.explainer.live();
  await expect(visited.explainer.verdict, /The network (calls|can hardly|has seen little)/);
  return visited;
}

test("an author pastes the two tags into a plain page of another origin", async (t) => {
  const { explainer } = await reading(t, HOSTILE);
  const tags = await snippet(await dialog(explainer), "Web page");
  assert.equal(tags.split("\n").length, 2);
  const blog = await servePackage({
    pages: {
      "/blog.html": `<!doctype html><meta charset="utf-8"><title>A blog</title><link rel="icon" href="data:,"><p>Look:</p>\n${tags}\n`,
    },
  });
  t.after(() => blog.close());
  const there = await visit(t, `${blog.origin}/blog.html`);
  await expect(there.explainer.verdict, /The network (calls|can hardly|has seen little)/);
  assert.equal(await textOf(there.explainer), READ);
  assert.equal(await there.page.title(), "A blog");
  assert.deepEqual(there.problems, []);
});

for (const way of ["iframe", "iframe, sandboxed", "Reveal.js slide", "Canvas, Moodle"]) {
  test(`the frame for "${way}" shows the same text`, async (t) => {
    const { explainer } = await reading(t, 'a "terrible" film & <b>a waste of time');
    const pasted = (await snippet(await dialog(explainer), way)).replace("data-src", "src"); // as Reveal.js does when the slide comes
    const course = await servePackage({
      pages: {
        "/course.html": `<!doctype html><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,">${pasted}`,
      },
    });
    t.after(() => course.close());
    const { page, problems } = await visit(t, `${course.origin}/course.html`);
    const inside = new Explainer(page.frameLocator("iframe"));
    await page.locator("iframe").scrollIntoViewIfNeeded();
    await expect(inside.verdict, /negative/);
    assert.equal(await textOf(inside), 'a "terrible" film & <b>a waste of time');
    assert.match(await page.locator("iframe").getAttribute("title"), /^Unrolled reads: a "terrible" film/);
    if (/embed-host/.test(pasted)) {
      await page.waitForFunction(() => document.querySelector("iframe").style.height !== "");
      assert.notEqual(await page.locator("iframe").evaluate((frame) => frame.style.height), "700px");
    }
    assert.deepEqual(problems, []);
  });
}

test("the link opens the same text in another browser, with the choices", async (t) => {
  const { explainer } = await reading(t, HOSTILE);
  const opened = await dialog(explainer);
  await opened.getByRole("checkbox", { name: "compact" }).check();
  await opened.getByRole("checkbox", { name: "the text is fixed" }).check();
  await opened.getByRole("button", { name: "dark" }).click();
  await explainer.drawn();
  const link = new URL(await opened.getByRole("textbox", { name: "Link" }).inputValue());
  const keys = new URLSearchParams(link.hash.slice(1));
  assert.deepEqual(
    ["compact", "theme", "lock"].map((key) => keys.get(key)),
    ["1", "dark", "text"],
  );
  const there = await visit(t, link.href);
  await expect(there.explainer.verdict, /The network/);
  assert.equal(await textOf(there.explainer), READ);
  assert.equal(await there.explainer.button("Edit the text").count(), 0);
  assert.equal(await there.explainer.root.getAttribute("theme"), "dark");
  const tags = await snippet(opened, "Web page");
  assert.match(tags, / compact theme="dark" lock="text">/);
});

test("what the page fixes already is ticked, and can be let go", async (t) => {
  const { explainer } = await visit(t, `${site.origin}/site/index.html#t=a+fine+film&lock=all&compact=1&hide=how`);
  const opened = await dialog(explainer);
  const keys = async () =>
    new URLSearchParams(new URL(await opened.getByRole("textbox", { name: "Link" }).inputValue()).hash.slice(1));
  const fixed = opened.getByRole("checkbox", { name: "the text is fixed" });
  assert.deepEqual(
    [
      await fixed.isChecked(),
      await opened.getByRole("checkbox", { name: "compact" }).isChecked(),
      (await keys()).get("lock"),
    ],
    [true, true, "all"],
  );
  await fixed.uncheck();
  await until(keys, (now) => now.get("lock") === "selection settings" && now.get("hide") === "how");
  await fixed.check();
  await until(keys, (now) => now.get("lock") === "text selection settings");
});

test("books and wikis: nothing in the text ends a block of theirs", async () => {
  const { snippets, NO_CHOICES } = await pure("export/snippets.ts");
  const text = 'Fine ``` film\n\n<!-- "quoted"';
  const made = snippets({
    site: "https://a.example/u/",
    fragment: new URLSearchParams({ t: text, select: "2-3" }).toString(),
    text,
    base: null,
    choices: { ...NO_CHOICES, compact: true, hide: ["model", "rules"] },
  });
  const of = (start) => made.find(({ name }) => name.startsWith(start)).text;
  assert.match(
    of("Quarto"),
    /^```\{=html\}\n<script src="https:\/\/a\.example\/u\/unrolled\.js" defer><\/script>\n<unrolled-explainer text="[^`\n"]+" select="2-3" compact hide="model rules"><\/unrolled-explainer>\n```$/,
  );
  const widget = of("MyST");
  assert.equal(widget.match(/```/g).length, 2);
  const [, url, model] = /^```\{anywidget\} (\S+)\n([^]+)\n```$/.exec(widget);
  assert.equal(url, "https://a.example/u/unrolled.anywidget.mjs");
  assert.deepEqual(JSON.parse(model), { text, select: "2-3", compact: true, hide: "model rules" });
  assert.match(
    of("Markdown"),
    /^\[!\[Unrolled reads: Fine (\\`){3} film \\<!-- "quoted"\]\(unrolled\.svg\)\]\(https:\/\/a\.example\/u\/index\.html#t=[^\s)]+\)$/,
  );
});

/** Saves the page as one file and opens it from disk with the network off. */
async function savedAndOpened(t, from, name) {
  const opened = await dialog(from.explainer);
  const [download] = await Promise.all([
    from.page.waitForEvent("download"),
    opened.getByRole("button", { name: /^Save as one file/ }).click(),
  ]);
  const path = join(folder, name);
  await download.saveAs(path);
  await expect(opened, /Saved as unrolled-reading\.html, \d/);
  const there = await visit(t, pathToFileURL(path).href, { offline: true });
  return { ...there, path };
}

async function works({ page, explainer, problems, requests, path }, text) {
  await explainer.live();
  assert.equal(await textOf(explainer), text);
  await explainer.type("A terrible film , not one joke is funny");
  await expect(explainer.verdict, /calls this negative/);
  await explainer.select(1);
  await expect(await explainer.card(/Did it move/), /terrible.+▼/);
  assert.match(await page.title(), /^Unrolled/);
  assert.deepEqual(
    requests.filter((url) => !/^(file|data|blob):/.test(url)),
    [],
  );
  assert.deepEqual(problems, []);
  const megabytes = readFileSync(path).length / 1e6;
  assert.ok(megabytes > 3 && megabytes < 6, `${megabytes} MB`);
}

test("one file made by the site opens from disk without network and reads on, whatever the text", async (t) => {
  const from = await reading(t, HOSTILE);
  await from.explainer.select(3);
  const there = await savedAndOpened(t, from, "site.html");
  await there.explainer.live();
  await expect(there.explainer.root.locator("unrolled-text .selected").first(), /^"$/);
  await works(there, READ);
  assert.deepEqual(strangers(from.requests, site.origin), []);
});

/** What the page says and offers, folded parts too. */
const everything = (explainer) =>
  explainer.root.evaluate((element) => {
    const read = (node) =>
      node.nodeType === 3 ? node.data : [...(node.shadowRoot ?? node).childNodes].map(read).join(" ");
    return read(element.shadowRoot).replace(/\s+/g, " ");
  });

test("what one file does not hold is not offered, and no view of it is blank", async (t) => {
  const from = await reading(t, "A film, and what a film!");
  const { explainer } = await savedAndOpened(t, from, "bare.html");
  await explainer.live();
  await explainer.idle();
  assert.deepEqual(await explainer.root.locator("nav button").allInnerTexts(), ["Share", "Copy link"]);
  assert.equal(await (await explainer.view("memory")).count(), 0);
  for (const name of ["move", "looking"]) {
    const height = await (await explainer.view(name)).evaluate((card) => card.offsetHeight);
    assert.ok(height > 100, `${name}: ${height}`);
  }
  assert.doesNotMatch(await everything(explainer), /build\.sh|cut off|Try again|Load (it|them)|\(\d+ MB\)/);
  await explainer.page.evaluate(() => {
    location.hash = "#v=1&lesson=tour";
  });
  await expect(
    explainer.root.locator("unrolled-tour"),
    /This file does not hold lessons\/tour\.json: open the page it was saved from/,
  );
});

test("so does one made by the offline file, and one made by that", async (t) => {
  const from = await visit(t, pathToFileURL(`${PKG}unrolled.html`).href, { offline: true });
  await from.explainer.live();
  await from.explainer.type("A film, and what a film! שלום");
  const first = await savedAndOpened(t, from, "first.html");
  await first.explainer.live();
  await works(await savedAndOpened(t, first, "second.html"), "A film, and what a film! שלום");
});

test("opened from a file it says that a link needs a published copy", async (t) => {
  const { explainer } = await visit(t, pathToFileURL(`${PKG}unrolled.html`).href, { offline: true });
  await explainer.live();
  const opened = await dialog(explainer);
  await expect(opened, /opened from a file.+address of a published copy/);
  await until(
    () => opened.getByRole("textbox", { name: "Link" }).inputValue(),
    (link) => /^https:\/\/your\.site\/unrolled\/index\.html#/.test(link),
  );
});

for (const look of [
  { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { colorScheme: "dark", viewport: { width: 320, height: 640 } },
]) {
  test(`${look.viewport.width} px, ${look.colorScheme}: axe finds nothing in the dialog, and nothing is cut off`, async (t) => {
    const { page, explainer, problems } = await visit(t, `${site.origin}/site/index.html`, look);
    await explainer.live();
    const opened = await dialog(explainer);
    await opened.locator("summary").evaluateAll((all) => all.forEach((summary) => (summary.parentElement.open = true)));
    await explainer.drawn();
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`),
      [],
    );
    const { right, inner } = await opened.evaluate((element) => ({
      right: element.getBoundingClientRect().right,
      inner: element.scrollWidth - element.clientWidth,
    }));
    assert.ok(right <= look.viewport.width && inner <= 0, `${right} px, ${inner} px too wide inside`);
    assert.deepEqual(problems, []);
  });
}

test("the dialog is opened, walked and closed by keys, and gives the focus back", async (t) => {
  const { page, explainer } = await visit(t, `${site.origin}/site/index.html`, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await explainer.live();
  await explainer.button("Share").focus();
  await page.keyboard.press("Enter");
  const opened = explainer.root.getByRole("dialog");
  await opened.getByRole("textbox", { name: "Link" }).waitFor();
  await opened.getByRole("button", { name: "Copy: Link" }).focus();
  await page.keyboard.press("Enter");
  await expect(opened, /Copied\./);
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    await opened.getByRole("textbox", { name: "Link" }).inputValue(),
  );
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "detached" });
  await expectEqual(
    () => explainer.root.evaluate((element) => element.shadowRoot.activeElement?.textContent.trim()),
    "Share",
  );
});

test("without a clipboard the text is selected, so that the reader's own keys copy it", async (t) => {
  const { explainer } = await visit(t, `${site.origin}/site/index.html`, {
    before: () => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    },
  });
  await explainer.live();
  const opened = await dialog(explainer);
  await opened.getByRole("button", { name: "Copy: Link" }).click();
  await expect(opened, /Selected: copy it with Ctrl\+C/);
  const selected = await opened
    .getByRole("textbox", { name: "Link" })
    .evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd) === field.value);
  assert.ok(selected);
});

test("CITATION.cff is of this version and holds what CFF 1.2 asks for", () => {
  const root = new URL("../../", import.meta.url);
  const cff = readFileSync(new URL("CITATION.cff", root), "utf8");
  const [, version] = /^version = "(.+)"$/m.exec(readFileSync(new URL("Cargo.toml", root), "utf8"));
  const field = (name) => new RegExp(`^${name}: *"?(.*?)"?$`, "m").exec(cff)?.[1];
  assert.equal(field("version"), version);
  assert.deepEqual(["cff-version", "type"].map(field), ["1.2.0", "software"]);
  for (const name of ["message", "title", "abstract", "license"]) assert.ok(field(name)?.length > 3, name);
  assert.match(cff, /^authors:\n  - (name|family-names): /m);
});
