// Runs the parts named on the command line, or all of them but `test`; each writes its own section of benches/RESULTS.md.
import { provenance, record } from "./record.mjs";
import { TURNS } from "./paired.mjs";

/** Where each part stands; those of the browser share one Chromium. */
const IN_BROWSER = { page: "page", forward: "forward", lime: "lime", waits: "waits", growth: "growth" };
const OUTSIDE = { accuracy: "accuracy", test: "accuracy", sizes: "sizes", mutants: "mutants" };
/** Needs reviews that the build does not fetch, or hours, so it runs only when it is named. */
const ON_DEMAND = new Set(["test", "mutants"]);
const FILES = { ...IN_BROWSER, ...OUTSIDE };

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
try {
  for (const name of asked) {
    const part = (await import(`./parts/${FILES[name]}.mjs`))[name];
    const text = await part(chromium);
    const origin =
      name in IN_BROWSER
        ? `${provenance(`TURNS=${TURNS} ./build.sh bench ${name}`, `Chromium ${chromium.version}`)}\nMedian (least–most) of ${TURNS} turns after a warm-up, where there are turns.`
        : provenance(`./build.sh bench ${name}`);
    console.log(text);
    record(name, text, origin);
  }
} finally {
  await chromium?.close();
}
