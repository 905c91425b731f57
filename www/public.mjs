// Makes pkg/public of pkg/site, but for the bundle and the figures of the selftest, which are its own already: the page, its
// scripts and documentation, and the lessons about texts that it has. `node public.mjs REPORT`: the paper's report without
// the reviews' texts. Only what is named here is copied, so that nothing gets there by lying in pkg/site.
// ADDRESS=https://your.site/unrolled/ is where it will lie: the picture that links are shown with has to be named in full.
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const [SITE, PUBLIC] = ["pkg/site", "pkg/public"].map((folder) => join(ROOT, folder));
/** Made for pkg/public itself. */
const OWN = ["bundle", "selftest.json"];
const COPIED = [
  "index.html",
  "card.png",
  "embed.html",
  "embed-host.js",
  "unrolled.js",
  "unrolled.inside.js",
  "unrolled.chapters.js",
  "unrolled.inside.mjs",
  "unrolled.chapters.mjs",
  "unrolled.worker.js",
  "unrolled.mjs",
  "unrolled.anywidget.mjs",
  "unrolled_bg.wasm.gz",
  "unrolled_further_bg.wasm.gz",
  "unrolled_gradients_bg.wasm.gz",
  "selftest.html",
  "selftest.js",
  "docs",
];

const [report] = process.argv.slice(2);
for (const name of OWN)
  if (!existsSync(join(PUBLIC, name)))
    throw new Error(`pkg/public/${name} is missing: run ./build.sh publish, which makes it`);
for (const name of readdirSync(PUBLIC)) if (!OWN.includes(name)) rmSync(join(PUBLIC, name), { recursive: true });
for (const name of COPIED) cpSync(join(SITE, name), join(PUBLIC, name), { recursive: true });
cpSync(report, join(PUBLIC, "reproduction.html"));
if (process.env.ADDRESS) {
  const page = join(PUBLIC, "index.html");
  const card = new URL("card.png", process.env.ADDRESS.replace(/\/?$/, "/")).href.replaceAll('"', "%22");
  writeFileSync(page, readFileSync(page, "utf8").replace('content="card.png"', `content="${card}"`));
}

const { presets } = JSON.parse(readFileSync(join(PUBLIC, "bundle/presets.json"), "utf8"));
const ids = presets.map(({ id }) => id);

/** The examples that a lesson's steps are about. */
function presetsOf({ steps }) {
  return steps.flatMap(({ state }) => new URLSearchParams(state).getAll("preset"));
}

for (const name of readdirSync(join(SITE, "lessons"))) {
  const text = readFileSync(join(SITE, "lessons", name), "utf8");
  const lesson = JSON.parse(text);
  const isSchema = lesson.steps === undefined;
  if (!isSchema && !presetsOf(lesson).every((id) => ids.includes(id))) continue;
  // What comes next may be about a text that is not here.
  const { next, ...rest } = lesson;
  const leads = isSchema || next === undefined || ids.includes(next.preset);
  cpSync(join(SITE, "lessons", name), join(PUBLIC, "lessons", name));
  if (!leads) writeFileSync(join(PUBLIC, "lessons", name), `${JSON.stringify(rest, null, 2)}\n`);
}
