// The page over networks of other shapes, without an index: every view that looks inside, or a reason why it is not there.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { importNetwork } from "./network.mjs";
import { expect, launch, openPage, servePackage } from "./support.mjs";

const TEXT = "w3 w7 w2 w9 w3 w5 w4 w8";
const folder = mkdtempSync(join(tmpdir(), "unrolled-shapes-"));
let browser, server;
before(async () => {
  browser = await launch();
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/site/unrolled.js" defer></script>
    <unrolled-explainer base="/own/" text="${TEXT}" unfold="all"></unrolled-explainer>`;
  server = await servePackage({ pages: { "/own.html": page } });
});
after(async () => {
  await Promise.all([browser.close(), server.close()]);
  rmSync(folder, { recursive: true });
});

async function open(t, shape) {
  const bundle = importNetwork(folder, { directions: 1, outputs: 1, readout: "last", ...shape });
  for (const name of readdirSync(bundle)) {
    const bytes = readFileSync(join(bundle, name));
    server.faults.set(`/own/${name}`, (_, response) => response.writeHead(200).end(bytes));
  }
  server.faults.set("/own/presets.json", (_, response) => response.writeHead(200).end(JSON.stringify({ presets: [] })));
  const { page, problems, close } = await openPage(browser, `${server.origin}/own.html`);
  t.after(async () => {
    await close();
    assert.deepEqual(problems, []);
  });
  const root = page.locator("unrolled-explainer");
  await expect(root.locator(".verdict"), /The network/);
  return root;
}

for (const [cell, layers, readout] of [
  ["gru", 2, "last"],
  ["gru", 1, "max"],
  ["lstm", 2, "mean"],
]) {
  test(`${cell}, ${layers} layers, ${readout}: contributions add up, gates are shown, a unit can be silenced`, async (t) => {
    const root = await open(t, { cell, layers, readout });
    await root.locator("unrolled-text [role=option]").nth(2).click();
    const courses = root.locator("unrolled-contribution");
    await expect(courses, /Every column, all words together, adds up/);
    if (layers > 1) await expect(courses, /This network has 2 layers: a row is what the last one wrote/);
    const motion = root.locator("unrolled-motion");
    await motion.scrollIntoViewIfNeeded();
    await expect(motion, cell === "gru" ? /update gate z/ : /forget gate f/);
    await motion.getByRole("button", { name: /^Silence unit/ }).click();
    await expect(motion, /With unit \d+ silenced/);
    if (layers > 1) {
      await motion.getByRole("combobox", { name: "layer" }).selectOption("1");
      await expect(motion, /6 units, those that moved most on top/);
    }
    await expect(root.locator("unrolled-phrases"), /Words that work together/);
    await expect(root.locator("unrolled-agreement"), /Do the methods agree/);
  });
}

test("a network that reads both ways has no course of its words, and nothing fails for it", async (t) => {
  const root = await open(t, { cell: "lstm", layers: 1, directions: 2 });
  await root.locator("unrolled-text [role=option]").nth(2).click();
  await expect(root, /Did it move the decision\?.+left|leave one out/);
  await expect(root.locator("unrolled-phrases"), /Words that work together/);
  await expect(root, /Not available: this network reads the text both ways/);
  assert.equal(await root.locator("unrolled-contribution").count(), 0);
  for (const view of ["unrolled-motion", "unrolled-pattern", "unrolled-rules"])
    await expect(root.locator(view), /This network reads a text both ways/);
  await root.getByRole("button", { name: "Ask every method" }).click();
  await expect(root.locator("unrolled-agreement"), /Kendall|first/);
});
