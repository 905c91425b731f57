// selftest.html can fail: what is wrong is counted, named and explained, and a hostile file of figures does no harm.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { PKG, launch, openPage, require, servePackage } from "./support.mjs";

const FIXTURES = "/site/selftest.json";
const fixtures = JSON.parse(readFileSync(`${PKG}site/selftest.json`, "utf8"));
const QUICK = "#methods=predict,leave-one-out&texts=with an emoji,the empty text";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const send = (body) => (_request, response) =>
  response.writeHead(200).end(typeof body === "string" ? body : JSON.stringify(body));
const notFound = (_request, response) => response.writeHead(404).end();

/** The report and the page's sentence. */
async function run(t, { faults = {}, fragment = QUICK } = {}) {
  const server = await servePackage();
  for (const [path, fault] of Object.entries(faults)) server.faults.set(path, fault);
  const opened = await openPage(browser, `${server.origin}/site/selftest.html${fragment}`);
  t.after(() => Promise.all([opened.close(), server.close()]));
  const report = await opened.page.evaluate(() => globalThis.unrolledSelftest);
  return { ...opened, server, report, verdict: await opened.page.locator(".verdict").textContent() };
}

function changed(change) {
  const copy = structuredClone(fixtures);
  change(copy);
  return copy;
}

test("the file of figures asks for every method, on every text that has the words for it", () => {
  const methods = new Set(fixtures.checks.map(({ method }) => method));
  assert.ok(methods.size >= 22, [...methods].join());
  assert.ok(fixtures.checks.length >= 3 * methods.size);
});

test("all is well: one line for each check, and the same as JSON", async (t) => {
  const { page, problems, report, verdict } = await run(t);
  assert.equal(verdict, "All 6 checks passed: this browser computes what the native build computed.");
  assert.equal(await page.locator("tbody tr").count(), report.checks.length);
  assert.deepEqual(
    JSON.parse(await page.getByRole("textbox", { name: "The report as JSON", includeHidden: true }).inputValue()),
    report,
  );
  assert.deepEqual(problems, []);
  await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes[0].html]),
    [],
  );
});

test("another answer than the native build's is found, in a kernel method and in one with gradients", async (t) => {
  const wrong = changed(({ checks }) => {
    checks.find(({ method, text }) => method === "predict" && text === "with an emoji").digest = "0".repeat(14);
    checks.find(({ method, text }) => method === "gradient-input" && text === "with an emoji").numbers[0] += 2e-5;
  });
  const { report, verdict, page } = await run(t, {
    faults: { [FIXTURES]: send(wrong) },
    fragment: "#methods=predict,gradient-input&texts=with an emoji",
  });
  const failed = report.checks.filter(({ outcome }) => outcome === "failed");
  assert.deepEqual(
    failed.map(({ method, reason }) => [method, reason]),
    [
      ["predict", "Expected the very bytes of the native build."],
      ["gradient-input", "Expected the native build's figures to within 0.00001."],
    ],
  );
  assert.match(verdict, /^2 of \d+ checks failed/);
  assert.equal(await page.locator("td.failed").count(), 2);
});

test("figures of another model: one sentence, and the rest is skipped with the reason", async (t) => {
  const { report, verdict } = await run(t, {
    faults: { [FIXTURES]: send(changed((copy) => (copy.model = "0".repeat(64)))) },
  });
  assert.match(
    report.checks.find(({ outcome }) => outcome === "failed").reason,
    /those of another model: upload all files of one build/,
  );
  assert.equal(report.skipped, 4);
  assert.match(verdict, /^1 of 2 checks failed.+4 skipped, with the reason/);
});

test("a model that does not arrive: one sentence, and running again works", async (t) => {
  const weights = "/site/bundle/weights.safetensors";
  const { report, page, server } = await run(t, { faults: { [weights]: notFound } });
  assert.match(
    report.checks.find(({ outcome }) => outcome === "failed").reason,
    /weights\.safetensors is not at .+404/,
  );
  server.faults.clear();
  await page.getByRole("button", { name: "Run again" }).click();
  await page.locator(".verdict").filter({ hasText: "All 6 checks passed" }).waitFor();
});

for (const [name, body] of [
  ["is not there", notFound],
  ["is no JSON", send("<html>")],
  ["is of another kind", send({ format: 2 })],
  [
    "holds nonsense",
    send({
      format: 1,
      model: fixtures.model,
      texts: { "<img src=x onerror=alert(1)>": 7 },
      checks: [null, {}, { method: "<b>", text: "<img src=x onerror=alert(1)>", settings: null }],
    }),
  ],
]) {
  test(`a file of figures that ${name}: a sentence, no crash`, async (t) => {
    const { report, verdict, page } = await run(t, { faults: { [FIXTURES]: body }, fragment: "" });
    assert.ok(report.failed > 0);
    assert.match(verdict, /failed in this browser/);
    assert.equal(await page.locator("tbody img, tbody b").count(), 0);
  });
}

test("methods that there are none of: nothing was checked", async (t) => {
  const { verdict } = await run(t, { fragment: "#methods=tea-leaves" });
  assert.match(verdict, /^Nothing was checked/);
});
