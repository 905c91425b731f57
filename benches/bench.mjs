// Runs the parts named on the command line, or all of them but those on demand; each writes its own section of benches/RESULTS.md.
import { provenance, record } from "./record.mjs";
import { TURNS } from "./paired.mjs";

/** Where each part stands; those of the browser share one Chromium, and those of a reader open their own. */
const IN_BROWSER = { forward: "forward", lime: "lime", waits: "waits", samplers: "samplers", growth: "growth" };
const AS_READER = { page: "page", hand: "hand" };
const OUTSIDE = { accuracy: "accuracy", test: "accuracy", sizes: "sizes", mutants: "mutants" };
/** Needs reviews that the build does not fetch, another build, or hours, so it runs only when it is named. */
const ON_DEMAND = new Set(["test", "mutants", "hand"]);
const FILES = { ...AS_READER, ...IN_BROWSER, ...OUTSIDE };

const named = process.argv.slice(2);
const unknown = named.find((name) => !(name in FILES));
if (unknown !== undefined) {
  console.error(`bench: unknown part ${unknown}: say ${Object.keys(FILES).join(", ")} or nothing for all`);
  process.exit(2);
}
if (named.includes("test") && process.env.REVIEWS === undefined) {
  console.error("bench: expected the published test reviews: say REVIEWS=aclImdb/test ./build.sh bench test");
  process.exit(2);
}
const asked = named.length > 0 ? named : Object.keys(FILES).filter((name) => !ON_DEMAND.has(name));

const chromium = asked.some((name) => name in IN_BROWSER)
  ? await (await import("./chromium.mjs")).openChromium()
  : null;

/** When, where, by which command and over how many turns. */
function originOf(name) {
  if (name in OUTSIDE) return provenance(`./build.sh bench ${name}`);
  const command = `TURNS=${TURNS} ./build.sh bench ${name}`;
  const median = `Median (least–most) of ${TURNS} turns`;
  return name in AS_READER
    ? `${provenance(command)}\n${median}, where there are turns.`
    : `${provenance(command, `Chromium ${chromium.version}`)}\n${median} after a warm-up, where there are turns.`;
}

try {
  for (const name of asked) {
    const part = (await import(`./parts/${FILES[name]}.mjs`))[name];
    const text = await part(chromium);
    console.log(text);
    record(name, text, originOf(name));
  }
} finally {
  await chromium?.close();
}
