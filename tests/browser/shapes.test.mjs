// The page over networks of other shapes, without an index: every view that looks inside, or a reason why it is not there.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
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
  const explainer = new Explainer(page);
  await explainer.shown();
  return explainer;
}

for (const [cell, layers, readout] of [
  ["gru", 2, "last"],
  ["gru", 1, "max"],
  ["lstm", 2, "mean"],
]) {
  test(`${cell}, ${layers} layers, ${readout}: contributions add up, gates are shown, a unit can be silenced`, async (t) => {
    const explainer = await open(t, { cell, layers, readout });
    await explainer.select(2);
    const reading = await explainer.view("reading");
    await reading.locator("path.strand").first().waitFor({ state: "attached" });
    await explainer.explain(reading);
    await expect(reading, /At every word, all strands together make up the score; the largest error is 0\.0000/);
    if (layers > 1) await expect(reading, /This network has 2 layers: a strand is what the last one wrote/);
    const units = await explainer.view("units");
    await units.scrollIntoViewIfNeeded();
    await expect(units, cell === "gru" ? /update gate z/ : /forget gate f/);
    await explainer.button(/^Silence unit/, units).click();
    await expect(units, /With unit \d+ silenced/);
    if (layers > 1) {
      await units.getByRole("combobox", { name: "layer" }).selectOption("1");
      await expect(units, /6 units, those that moved most on top/);
    }
    await expect(await explainer.view("phrases"), /Words that work together/);
    await expect(await explainer.view("agreement"), /Do the methods agree/);
  });
}

test("a network that reads both ways has no course of its words, and nothing fails for it", async (t) => {
  const explainer = await open(t, { cell: "lstm", layers: 1, directions: 2 });
  await explainer.select(2);
  const reading = await explainer.view("reading");
  await expect(
    reading,
    /the score after each word.+This network reads the text both ways, so .+ only the score after each word/,
  );
  assert.equal(await reading.locator("path.strand").count(), 0);
  for (const view of ["cell", "units", "pattern", "rules"])
    await expect(await explainer.view(view), /This network reads a text both ways/);
  await expect(await explainer.card(/Did it move the decision/), /Did it move the decision\?.+without/);
  await expect(await explainer.view("phrases"), /Words that work together/);
  const agreement = await explainer.view("agreement");
  await explainer.button("Ask every method", agreement).click();
  await expect(agreement, /Kendall|first/);
});
