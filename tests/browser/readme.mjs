// The README's pictures, of the built page and a text of our own: node tests/browser/readme.mjs
import { fileURLToPath } from "node:url";
import { Explainer } from "./explainer.mjs";
import { expect, launch, openPage, servePackage } from "./support.mjs";

const WWW = fileURLToPath(new URL("../../www/", import.meta.url));
const browser = await launch();
const server = await servePackage();

async function picture(name, fragment, options, ready) {
  const { page, close } = await openPage(browser, `${server.origin}/site/index.html${fragment}`, options);
  const explainer = new Explainer(page);
  await explainer.live({ unfold: "" });
  await ready(explainer);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${WWW}${name}` });
  await close();
}

await picture("picture.png", "", { viewport: { width: 1120, height: 1200 } }, ({ root }) =>
  expect(root.locator("#formed"), /Read word by word/),
);
await picture(
  "lesson.png",
  "#lesson=tour&step=3&theme=dark",
  { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5 },
  ({ root }) => expect(root.locator("unrolled-tour"), /3 of/),
);
await browser.close();
await server.close();
