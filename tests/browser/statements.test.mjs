// What the page says of thirty texts of our own, recomputed from the native build's figures.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { OWN } from "./owntexts.mjs";
import { importSource } from "./source.mjs";
import { PKG, expect, launch, openPage, servePackage, until } from "./support.mjs";

const { percent, signed } = await importSource("page/writing/numbers.ts");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** One answer for each text, in one run. */
function answers(...args) {
  const command = [...args, "--bundle", `${PKG}site/bundle`, "--json"];
  const out = execFileSync(`${PKG}../target/release/unrolled`, command, {
    input: `${OWN.join("\n")}\n`,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return out.trimEnd().split("\n").map(JSON.parse);
}

/** Where the running verdict became the last one, for good; null if it was that from the beginning. */
function decided({ probability, running_logit: scores }) {
  const up = probability > 0.5;
  const last = scores.findLastIndex((score) => score > 0 !== up);
  return last < 0 ? null : last + 1;
}

const strongest = (weights) =>
  weights.reduce((best, weight, i) => (Math.abs(weight) > Math.abs(weights[best]) ? i : best), 0);

const spoken = (text) => text.replace(/\s+/g, " ").replaceAll(/[“”]/g, "");

/** The share of the first effect that is said to remain, as the nearest of these. */
const SHARES = [
  [/: more than its/, 1.05, Infinity],
  [/: all of its/, 0.95, 1.05],
  [/: most of its/, 0.65, 0.95],
  [/: about half of its/, 0.42, 0.65],
  [/: about a third of its/, 0.29, 0.42],
  [/: about a quarter of its/, 0.19, 0.29],
  [/: little of its/, 0.05, 0.19],
  [/: next to nothing of its/, 0, 0.05],
  [/first effect .+ has reversed/, -Infinity, 0],
];

test("of 30 own texts, every figure of headline, notes and chapters is that of the native build", async (t) => {
  const [read, removed, left] = [
    answers("predict"),
    answers("explain", "removal-over-time", "--set", "rows=all"),
    answers("explain", "leave-one-out"),
  ];
  const server = await servePackage();
  const { page, problems, close } = await openPage(browser, `${server.origin}/site/`);
  t.after(async () => {
    await close();
    await server.close();
  });
  const explainer = new Explainer(page);
  await explainer.live();
  const reading = explainer.root.locator("unrolled-reading");
  const tab = (name) => explainer.root.getByRole("tab", { name: new RegExp(`^${name}`) });
  const seen = { remains: 0, silent: 0, turned: 0 };
  for (const [i, text] of OWN.entries()) {
    const [prediction, removal, { weights }] = [read[i], removed[i], left[i]];
    const chosen = strongest(weights);
    await explainer.type(text);
    await explainer.select(chosen);
    await explainer.idle();
    const state = await explainer.root.evaluate(({ store: { state } }) => ({
      tokens: state.prediction.tokens,
      words: state.prediction.spans.map(([from, to]) => state.text.slice(from, to)),
      zero: state.prediction.zero_probability,
      running: state.prediction.running_probability,
    }));
    assert.deepEqual(state.tokens, prediction.tokens, text);
    const course = removal.words[chosen];
    assert.equal(course.last, weights[chosen], "the last of removal is leave-one-out, to the bit");
    const headline = spoken(
      await until(
        () => reading.locator(".headline").innerText(),
        (said) => /Without it/.test(said),
      ),
    );
    const [before, after] = [chosen === 0 ? state.zero : state.running[chosen - 1], state.running[chosen]];
    assert.ok(
      headline.includes(spoken(`to ${percent(after)}.`)) || headline.includes(spoken(`at ${percent(after)}.`)),
      headline,
    );
    if (percent(before) !== percent(after))
      assert.ok(headline.includes(spoken(`from ${percent(before)} to`)), headline);
    if (signed(course.last) === "0") assert.match(headline, /would end the same/, text);
    else {
      const way = course.last < 0 ? "higher" : "lower";
      assert.match(headline, new RegExp(`would end ${Math.abs(course.last).toFixed(2)} ${way}`), headline);
    }
    const share = SHARES.find(([said]) => said.test(headline));
    if (share !== undefined) {
      seen.remains++;
      const left = course.last / course.read;
      assert.ok(left >= share[1] && left < share[2], `${headline} (${left})`);
      assert.ok(headline.includes(signed(course.read)), headline);
    }
    const silent = removal.words.filter((word) => Math.abs(word.read) < 0.1 && Math.abs(word.peak) >= 0.4);
    const notes = spoken((await reading.locator("unrolled-staves ~ .sentence").allInnerTexts()).join(" "));
    assert.equal(/almost nothing when read/.test(notes), silent.length > 0, `${text}: ${notes}`);
    if (silent.length > 0) {
      seen.silent++;
      const most = silent.reduce((a, b) => (Math.abs(b.peak) > Math.abs(a.peak) ? b : a));
      assert.ok(notes.includes(`almost nothing when read (${signed(most.read)})`), notes);
    }
    const name = prediction.probability > 0.5 ? "positive" : "negative";
    const at = decided(prediction);
    if (at === null || at === 0) await expect(tab("Reading"), new RegExp(`${name} from the first word to the last`));
    else {
      seen.turned++;
      const told = spoken(await tab("Reading").innerText());
      assert.ok(told.endsWith(`turned ${name} for good at ${state.words[at]}`), `${text}: ${told} (${at})`);
    }
    const verdict = spoken(await explainer.verdict.innerText());
    const p = Math.max(prediction.probability, 1 - prediction.probability);
    assert.ok(verdict.includes(name) && verdict.includes(spoken(percent(p))), `${verdict} (${p})`);
  }
  assert.ok(seen.remains > 10 && seen.turned > 10 && seen.silent > 1, JSON.stringify(seen));
  assert.deepEqual(problems, []);
});
