// Pictures of the built page, to be looked at: node tests/browser/pictures.mjs FOLDER [engine…]
// Three engines, light and dark, as wide as a phone and as a laptop.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ENGINES, missing, open, poll } from "./drivers.mjs";
import { servePackage } from "./support.mjs";

const WIDTHS = { 390: 2600, 1280: 2600 };
const PAGES = { page: "site/index.html", selftest: "site/selftest.html#methods=predict,lime" };
const READY = {
  page: `!/The model is loading|^$/.test(document.querySelector("unrolled-explainer")?.shadowRoot?.querySelector(".verdict")?.textContent ?? "") && document.readyState === "complete"`,
  selftest: "globalThis.unrolledSelftest.then(() => true)",
};
/** The views come one after the other, with the second script and the model. */
const SETTLE_MS = 4000;

const [folder, ...named] = process.argv.slice(2);
if (folder === undefined) {
  console.error("pictures.mjs: expected a folder to write into: node tests/browser/pictures.mjs FOLDER [engine…]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const server = await servePackage();
for (const engine of named.length > 0 ? named : ENGINES) {
  if (missing(engine) !== null) {
    console.log(missing(engine));
    continue;
  }
  for (const dark of [false, true]) {
    const driver = await open(engine, { dark });
    for (const [name, address] of Object.entries(PAGES)) {
      for (const [width, height] of Object.entries(WIDTHS)) {
        const file = join(folder, `${name}-${engine}-${dark ? "dark" : "light"}-${width}.png`);
        await driver.resize(Number(width), height);
        await driver.goto("about:blank");
        await driver.goto(`${server.origin}/${address}`);
        await poll(driver, READY[name], 60);
        await new Promise((done) => setTimeout(done, SETTLE_MS));
        await driver.screenshot(file).then(() => console.log(file), (error) => console.log(`${file}: ${error.message}`));
      }
    }
    await driver.close();
  }
}
await server.close();
