// Runs the parts named on the command line, or all of them, and writes target/bench/table.md, which the README quotes.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { openChromium } from "./chromium.mjs";
import { TURNS } from "./paired.mjs";
import { forward } from "./parts/forward.mjs";
import { growth } from "./parts/growth.mjs";
import { lime } from "./parts/lime.mjs";
import { page } from "./parts/page.mjs";
import { waits } from "./parts/waits.mjs";

const PARTS = { page, forward, lime, waits, growth };
const TABLE = fileURLToPath(new URL("../target/bench/table.md", import.meta.url));

function commit() {
  const git = (...words) =>
    execFileSync("git", words, { cwd: fileURLToPath(new URL(".", import.meta.url)), encoding: "utf8" }).trim();
  try {
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " and changes"}`;
  } catch {
    return "unknown, because this is no git checkout";
  }
}

function head(version) {
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${cpus().length} cores of ${model.trim()}, Chromium ${version}, Node.js ${process.version.slice(1)}, commit ${commit()}.
\`TURNS=${TURNS} ./build.sh bench\`: median (least–most); turns after a warm-up: ${TURNS}. Compare ratios; milliseconds are this machine's.
`;
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  console.error(`bench: unknown part ${unknown}: say ${Object.keys(PARTS).join(", ")} or nothing for all`);
  process.exit(2);
}

const chromium = await openChromium();
try {
  const sections = [head(chromium.version)];
  console.log(sections[0]);
  for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
    sections.push(await PARTS[name](chromium));
    console.log(sections.at(-1));
  }
  writeFileSync(TABLE, sections.join("\n"));
} finally {
  await chromium.close();
}
