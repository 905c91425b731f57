// The README's pictures and the card of links, of the built page and a text of our own: node tests/browser/readme.mjs
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

const river = ({ root }) => root.locator("unrolled-reading svg").first().waitFor();
await picture("picture.png", "", { viewport: { width: 1280, height: 800 } }, river);
await picture(
  "card.png",
  "#view=reading&tracks=river&hide=tour,compare,examples,browse,copy,share,how,table,download",
  { viewport: { width: 1200, height: 630 } },
  river,
);
await picture(
  "lesson.png",
  "#lesson=tour&step=3&theme=dark",
  { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5 },
  ({ root }) => expect(root.locator("unrolled-tour"), /3 of/),
);
await browser.close();
await server.close();
