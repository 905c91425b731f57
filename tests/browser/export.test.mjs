// What a reader takes along of a view: pictures that stand alone, numbers that a second person gets again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Explainer } from "./explainer.mjs";
import {
  PATIENCE,
  PKG,
  expect,
  expectEqual,
  launch,
  openPage,
  pure,
  require,
  servePackage,
  until,
} from "./support.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
/** A quote, a tag, the end of a comment, a formula, a line break, a word from right to left. */
const HOSTILE = 'It isn\'t "funny", <spoiler>&amplify;\n=1+1 --> </script> שלום, a wonderful ending \u{1F600} 8/10';

let browser, server;
before(async () => {
  browser = await launch();
  server = await servePackage();
});
after(() => Promise.all([browser.close(), server.close()]));

async function open(t, url = `${server.origin}/site/index.html`, options = {}) {
  const { page, problems, close } = await openPage(browser, url, options);
  t.after(close);
  const explainer = new Explainer(page);
  await explainer.live();
  return { page, problems, explainer };
}

/** The views in which pictures stand that are not in sight from the beginning. */
const VIEWS = {
  moved: "move",
  interactions: "phrases",
  "phrase-tree": "phrases",
  "corpus-search": "looking",
  units: "pattern",
  "token-search": "memory",
  "activation-similarity": "memory",
  "inside-the-network": "units",
  reading: "reading",
};

/** The menu of one view, opened. */
async function menu(explainer, name) {
  if (name in VIEWS) await explainer.view(VIEWS[name]);
  await explainer.page.waitForFunction(
    (wanted) => {
      const all = (root) =>
        [...root.querySelectorAll("*")].flatMap((element) => [
          element,
          ...(element.shadowRoot ? all(element.shadowRoot) : []),
        ]);
      const found = all(document).find((element) => element.localName === "unrolled-table" && element.name === wanted);
      found?.setAttribute("data-wanted", wanted);
      return found !== undefined;
    },
    name,
    { timeout: 60_000 * PATIENCE },
  );
  return explainer.menu(explainer.page.locator(`unrolled-table[data-wanted="${name}"]`));
}

async function saved(page, within, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), within.getByRole("button", { name }).click()]);
  return readFileSync(await download.path());
}

/** The record of a view, saved again until all that it holds has been computed to the end. */
function finished(page, within) {
  const record = async () =>
    JSON.parse(await saved(page, within, "Save the numbers and how they were computed as JSON"));
  return until(record, ({ explanations }) => explanations.every((one) => one.finished), {
    wanted: "explanations that are finished",
  });
}

/** Draws a picture in a page in which nothing else is; gives its size and how many of its pixels differ from its first. */
async function looked(t, mime, bytes) {
  const { page, close } = await openPage(browser, null);
  t.after(close);
  return page.evaluate(
    async ({ mime, base64 }) => {
      const image = new Image();
      image.src = `data:${mime};base64,${base64}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let [other, blue, orange] = [0, 0, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] !== data[0] || data[i + 1] !== data[1] || data[i + 2] !== data[2]) other++;
        if (data[i + 2] > data[i] + 20) blue++;
        if (data[i] > data[i + 2] + 20) orange++;
      }
      return {
        width: canvas.width,
        height: canvas.height,
        share: other / (data.length / 4),
        blue,
        orange,
        corner: [...data.slice(0, 3)],
      };
    },
    { mime, base64: bytes.toString("base64") },
  );
}

test("SHA-256 is that of everybody else, also where a block ends", async () => {
  const { sha256 } = await pure("export/sha256.ts");
  for (const text of ["", "abc", "é\u{1F600}", ...[54, 55, 56, 63, 64, 65, 1000].map((length) => "x".repeat(length))]) {
    assert.equal(sha256(text), createHash("sha256").update(text).digest("hex"), text.slice(0, 10));
  }
});

test("tables for spreadsheets run nothing, tables for Markdown break nothing", async () => {
  const { csv, tsv, markdown } = await pure("export/download.ts");
  const table = {
    columns: ["word", "weight"],
    rows: [
      ["=1+1", -1.5],
      ['a,"b"\n', null],
      ["|`<b>", 2],
      ["@x", 0],
    ],
  };
  assert.equal(csv(table), 'word,weight\r\n\'=1+1,-1.5\r\n"a,""b""\n",\r\n|`<b>,2\r\n\'@x,0\r\n');
  assert.equal(tsv(table), "word\tweight\n'=1+1\t-1.5\na,\"b\" \t\n|`<b>\t2\n'@x\t0");
  assert.equal(markdown(table).split("\n")[4], "| \\|\\`\\<b\\> | 2 |");
});

for (const [colorScheme, corner] of [
  ["light", 250],
  ["dark", 32],
]) {
  test(`${colorScheme}: pictures parse and stand alone, the PNG twice as fine`, async (t) => {
    const { page, explainer, problems } = await open(t, undefined, { colorScheme });
    for (const name of ["weights-leave-one-out", "reading"]) {
      const within = await menu(explainer, name);
      const svg = await saved(page, within, "Save the picture as SVG");
      const text = String(svg);
      const said = await page.evaluate((source) => {
        const { documentElement: root } = new DOMParser().parseFromString(source, "image/svg+xml");
        const words = [...root.querySelectorAll("text")].map((element) => element.textContent).join(" ");
        const own = [...root.attributes].map(({ name }) => name);
        return {
          error: root.querySelector("parsererror")?.textContent ?? null,
          title: root.querySelector("title").textContent,
          desc: root.querySelector("desc").textContent,
          words,
          own,
        };
      }, text);
      assert.equal(said.error, null);
      assert.ok(said.title.length > 5 && /SHA-256 [0-9a-f]{12}.+99.% positive.+Unrolled \d/.test(said.desc), said.desc);
      assert.match(said.words, /predictable/);
      assert.match(said.words, /Unrolled \d+\.\d+\.\d+, IMDB reviews, LSTM [0-9a-f]{12}/);
      const foreign = /var\(|class=|style=|<script|(href|src)="http|color\(/.exec(text)?.[0] ?? null;
      assert.equal(foreign, null);
      const [alone, fine] = [
        await looked(t, "image/svg+xml", svg),
        await looked(t, "image/png", await saved(page, within, "Save the picture as PNG")),
      ];
      assert.ok(alone.share > 0.02 && alone.blue > 200 && alone.orange > 200, JSON.stringify(alone));
      assert.ok(fine.share > 0.02 && fine.blue > 800 && fine.orange > 800, JSON.stringify(fine));
      assert.deepEqual([fine.width, fine.height], [2 * alone.width, 2 * alone.height]);
      assert.ok(Math.abs(fine.corner[0] - corner) < 12, `the paper is ${fine.corner}`);
    }
    assert.deepEqual(problems, []);
  });
}

test("a canvas is in the picture, and a word of any script is in it letter by letter", async (t) => {
  const { page, explainer } = await open(t);
  await explainer.type(HOSTILE);
  await (await explainer.view("units")).scrollIntoViewIfNeeded();
  const map = await menu(explainer, "inside-the-network");
  const svg = String(await saved(page, map, "Save the picture as SVG"));
  assert.match(svg, /<image [^>]*href="data:image\/png;base64,[A-Za-z0-9+/]{200}/);
  const drawn = await looked(t, "image/png", await saved(page, map, "Save the picture as PNG"));
  assert.ok(drawn.share > 0.1, JSON.stringify(drawn));
  const sheet = String(await saved(page, await menu(explainer, "weights-leave-one-out"), "Save the picture as SVG"));
  for (const piece of ["שלום", "\u{1F600}", "&lt;", ">amplify<"]) assert.ok(sheet.includes(piece), piece);
});

/** What depends on the clock, or on what was asked before. */
const PASSING = ["seconds", "search_seconds", "kept_bytes", "remembered", "reread"];
/** The engine's numbers have 32 bits where they come from the network; the command line writes just so many digits. */
const lasting = (answer) =>
  JSON.parse(
    JSON.stringify(answer, (key, value) =>
      PASSING.includes(key) ? undefined : typeof value === "number" ? Math.fround(value) : value,
    ),
  );

test("the command that the page cites gives the page's numbers, bit by bit", async (t) => {
  const { page, explainer } = await open(t);
  await explainer.type(HOSTILE);
  await explainer.select(11); // which fetches the reviews; an answer of the time when some of them are here is not the command line's
  await until(
    () => explainer.root.evaluate(({ store: { state } }) => state.loading.reviews.phase),
    (phase) => phase === "ready",
  );
  await explainer.select(12);
  await expect(await explainer.card(/Has it seen this/), /appears in/, 60_000);
  await explainer.view("move");
  await explainer.button(/^Run LIME/).click();
  await explainer.explain(await explainer.card(/Did it move/));
  await expect(await explainer.card(/Did it move/), /LIME’s straight line explains/, 60_000);
  const { model_hash } = JSON.parse(readFileSync(`${PKG}site/bundle/manifest.json`, "utf8"));
  const views = [
    "reading",
    "weights-leave-one-out",
    "token-search",
    "activation-similarity",
    "corpus-search",
    "interactions",
    "phrase-tree",
    "units",
  ];
  for (const name of views) {
    const record = await finished(page, await menu(explainer, name));
    assert.equal(record.bundle.model_hash, model_hash);
    assert.deepEqual([record.bundle.format, record.text], [1, HOSTILE]);
    assert.equal(record.text_sha256, createHash("sha256").update(HOSTILE).digest("hex"));
    assert.match(record.link, /^http:\/\/127.+index\.html#/);
    // The reading is made of three answers, and cites all.
    const { prediction, contribution, removal } = record.answer;
    const three = { predict: prediction, "contribution-over-time": contribution, "removal-over-time": removal };
    const answers = name === "reading" ? three : { [record.explanations[0].method]: record.answer };
    for (const [method, answer] of Object.entries(answers)) {
      const { settings, command } = record.explanations.find((one) => one.method === method);
      assert.ok(typeof method === "string" && typeof settings === "object", name);
      assert.deepEqual(lasting(answer), lasting(ran(command)), `${name}: ${command}`);
    }
  }
  const { explanations } = await finished(page, await menu(explainer, "moved"));
  const lime = explanations.find(({ method }) => method === "lime");
  assert.deepEqual([lime.seed, lime.settings.samples], [0, 2500]);
  assert.equal(ran(lime.command).fidelity.r2, lime.fidelity.r2);
});

function ran(command) {
  const env = { ...process.env, PATH: `${ROOT}target/release:${process.env.PATH}` };
  return JSON.parse(
    execFileSync("sh", ["-c", command], {
      cwd: ROOT,
      encoding: "utf8",
      env,
      maxBuffer: 1e8,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
}

test("the menu opens and closes from the keyboard, cites in words and BibTeX, and axe finds nothing", async (t) => {
  const { page, explainer, problems } = await open(t);
  await explainer.idle();
  const within = await menu(explainer, "reading");
  await within.getByRole("button", { name: "Cite" }).click();
  const field = (name) => within.getByRole("textbox", { name }).inputValue();
  assert.match(
    await field("In words"),
    /The verdict; contribution-over-time[^;]*; removal-over-time[^;]*, of a text of 74 tokens \(SHA-256 [0-9a-f]{12}\): 99.% positive\. Unrolled/,
  );
  assert.match(
    await field("BibTeX"),
    /^@software\{unrolled-[0-9a-f]{8},\n[^]+note = \{the verdict; contribution-over-time[^;]*; removal-over-time[^;]*\. Model “IMDB reviews, LSTM”, [0-9a-f]{64}\. Text SHA-256 [0-9a-f]{64}\},\n\}$/,
  );
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`),
    [],
  );
  await within.getByRole("button", { name: "Cite" }).press("Escape");
  await within.waitFor({ state: "detached" });
  const focused = () =>
    page.evaluate(() => {
      let at = document.activeElement;
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at.ariaLabel;
    });
  await expectEqual(focused, "Table, save, cite: How the verdict formed");
  await page.keyboard.press("Enter");
  await within.waitFor();
  assert.deepEqual(problems, []);
});

test("the table goes to the clipboard, as text and as Markdown", async (t) => {
  const { page, explainer } = await open(t, undefined, { permissions: ["clipboard-read", "clipboard-write"] });
  const within = await menu(explainer, "reading");
  await within.getByRole("button", { name: "Copy table" }).click();
  await expect(within.getByRole("status").first(), /Copied/);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  assert.match(
    await clipboard(),
    /^no\.\tword\tprobability of positive after it\tscore after it\t[^\n]*\tknown\n0\t\(before the first word\)\t0\.\d+\t/,
  );
  await within.getByRole("button", { name: "Copy as Markdown" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("| no."));
  assert.equal((await clipboard()).split("\n").length, 2 + 1 + 74);
});

test("in a frame that forbids downloads, tabs and the clipboard everything can still be read off", async (t) => {
  const frame = (sandbox) =>
    `<!doctype html><title>A course</title><link rel="icon" href="data:,"><iframe sandbox="${sandbox}" title="Unrolled" width="900" height="900" src="site/embed.html#text=a%20wonderful%20film"></iframe>`;
  const cors = { "access-control-allow-origin": "*" };
  const pages = { "/closed.html": frame("allow-scripts"), "/open.html": frame("allow-scripts allow-popups") };
  const course = await servePackage({ pages, headers: cors });
  t.after(() => course.close());
  for (const name of ["closed", "open"]) {
    const { page, close } = await openPage(browser, `${course.origin}/${name}.html`);
    t.after(close);
    const explainer = new Explainer(page.frameLocator("iframe"));
    await expect(explainer.verdict, /positive/);
    const table = explainer.root.locator("unrolled-reading unrolled-table");
    const within = await explainer.menu(table);
    await within.getByRole("button", { name: "Save the picture as SVG" }).click();
    await expect(within, /If nothing came/);
    if (name === "open") {
      const [tab] = await Promise.all([
        page.waitForEvent("popup"),
        within.getByRole("button", { name: "Open in a new tab" }).click(),
      ]);
      await until(
        () => tab.evaluate(() => document.documentElement.outerHTML),
        (source) => /<svg[^]+How the verdict formed/.test(source),
      );
      continue;
    }
    await within.getByRole("button", { name: "Open in a new tab" }).click();
    await expect(within, /not allowed to open tabs/);
    await until(
      () => within.getByRole("textbox").inputValue(),
      (source) => /^<svg[^]+How the verdict formed[^]+<\/svg>$/.test(source),
    );
    await within.getByRole("button", { name: "Save the picture as PNG" }).click();
    await expect(within, /reading\.png.+If nothing came/);
    await within.getByRole("button", { name: "Open in a new tab" }).click();
    const image = within.getByRole("img", { name: /save it from its menu/ });
    await image.waitFor();
    await until(
      () => image.evaluate((element) => element.naturalWidth),
      (width) => width > 600,
    );
  }
});

test("the offline file gives the same, and says no link where there is none", async (t) => {
  const { page, explainer, problems } = await open(t, pathToFileURL(`${PKG}unrolled.html`).href, { offline: true });
  const within = await menu(explainer, "reading");
  assert.match(String(await saved(page, within, "Save the picture as SVG")), /^<svg/);
  assert.ok((await looked(t, "image/png", await saved(page, within, "Save the picture as PNG"))).share > 0.02);
  const record = JSON.parse(await saved(page, within, "Save the numbers and how they were computed as JSON"));
  assert.equal(record.link, null);
  assert.match(record.text_sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(problems, []);
});
