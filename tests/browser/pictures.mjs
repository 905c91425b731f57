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

/** WebKit's small browser has a toolbar that cannot be narrower: there a narrow page stands in a frame. */
const NARROWEST_WINDOW = 450;
const FRAME = `<!doctype html><title>A frame</title><body><style>body { margin: 0 } iframe { border: 0; display: block }</style><script>
  const [size, url] = location.search.slice(1).split(/&(.*)/s);
  const [width, height] = size.split(",");
  document.body.append(Object.assign(document.createElement("iframe"), { width, height, src: url + location.hash }));
</script>`;

/** In a browser of its own: WebKit's driver does not always come back from a second picture. */
async function picture({ engine, dark, file, url, ready, size }) {
  const driver = await open(engine, { dark });
  try {
    const framed = engine === "webkit" && size[0] < NARROWEST_WINDOW;
    await driver.resize(...size);
    await driver.goto(framed ? `${new URL(url).origin}/frame.html?${size}&${url}` : url);
    await poll(driver, framed ? `frames[0].eval(${JSON.stringify(ready)})` : ready, 60);
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    await driver.screenshot(file);
    console.log(file);
  } catch (error) {
    console.log(`${file}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await driver.close();
  }
}

const [folder, ...named] = process.argv.slice(2);
if (folder === undefined) {
  console.error("pictures.mjs: expected a folder to write into: node tests/browser/pictures.mjs FOLDER [engine…]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const server = await servePackage({ pages: { "/frame.html": FRAME } });
for (const engine of named.length > 0 ? named : ENGINES) {
  if (missing(engine) !== null) {
    console.log(missing(engine));
    continue;
  }
  for (const dark of [false, true]) {
    for (const [name, address] of Object.entries(PAGES)) {
      for (const [width, height] of Object.entries(WIDTHS)) {
        const file = join(folder, `${name}-${engine}-${dark ? "dark" : "light"}-${width}.png`);
        await picture({
          engine,
          dark,
          file,
          url: `${server.origin}/${address}`,
          ready: READY[name],
          size: [Number(width), height],
        });
      }
    }
  }
}
await server.close();
