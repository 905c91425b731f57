// Runs test files side by side: node tests/browser/run.mjs FOLDER FILE…
// FOLDER gets the seconds of every file and test, a line each: `files` and `tests`.
import { appendFileSync, mkdirSync } from "node:fs";
import { basename } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/** At most so many at a time; those that measure how quick the page is run alone. */
const SIDE_BY_SIDE = 2;
const ALONE = ["workers.test.mjs"];
/** The longest first, so that none of them is left over at the end. */
const LONG = ["engines", "page", "bundlers", "place", "tour", "contract", "export", "accessibility", "engine"].map(
  (name) => `${name}.test.mjs`,
);

/** A file that takes longer hangs: the slowest takes a minute or two on two free cores. */
const LONGEST = 20 * 60_000;

const [folder, ...files] = process.argv.slice(2);
if (files.length === 0) {
  console.error("run.mjs: expected a folder and test files, found no file");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const rank = (file) => (LONG.includes(basename(file)) ? LONG.indexOf(basename(file)) : LONG.length);
const inOrder = [...files].sort((a, b) => rank(a) - rank(b));

const note = (name, milliseconds, what) =>
  appendFileSync(`${folder}/${name}`, `${(milliseconds / 1000).toFixed(1).padStart(8)}  ${what}\n`);

/** Resolves when all have run. A file is a test of its own, which completes when its process ends. */
async function runAll(some, concurrency) {
  const stream = run({ files: some, concurrency, timeout: LONGEST });
  stream.on("test:complete", ({ name, file, details }) => {
    if (some.includes(name)) note("files", details.duration_ms, basename(name));
    else if (details.type !== "suite") note("tests", details.duration_ms, `${basename(file)}: ${name}`);
  });
  stream.on("test:fail", () => (process.exitCode = 1));
  const shown = stream.compose(new spec());
  shown.pipe(process.stdout);
  await new Promise((done) => shown.on("end", done));
}

const isAlone = (file) => ALONE.includes(basename(file));
await runAll(
  inOrder.filter((file) => !isAlone(file)),
  SIDE_BY_SIDE,
);
await runAll(inOrder.filter(isAlone), 1);
