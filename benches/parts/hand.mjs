// The speed of the hand: from a press to the next paint, how much the page jumps while it arrives, how much there is to read.
// Two builds in turn: the present one, and the one in the folder BEFORE, if that is named.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { PKG, launch } from "../../tests/browser/support.mjs";
import { arrive } from "../hand/arrival.mjs";
import { DRAGGED, GROUPS, press } from "../hand/presses.mjs";
import { TURNS } from "../paired.mjs";
import { SLOWER, host } from "../reader.mjs";
import { spread } from "../statistics.mjs";
import { fixed, range, table, whole } from "../table.mjs";

/** What a reader's window is: a desk's and a phone's. */
const WINDOWS = { "1280 × 800": { width: 1280, height: 800 }, "390 × 844": { width: 390, height: 844 } };
const LINES = { "this machine": false, "10 Mbit/s, 40 ms": true };

/** The folders of the builds, by what they are called in the table. */
function builds() {
  const named = { before: process.env.BEFORE, now: process.env.NOW ?? PKG };
  const given = Object.entries(named).filter(([, folder]) => folder !== undefined && folder !== "");
  for (const [name, folder] of given)
    if (!existsSync(resolve(folder, "site/index.html")))
      throw new Error(
        `${name.toUpperCase()}=${folder}: expected a built pkg, found no site/index.html in it: build that version and name its folder`,
      );
  return given.map(([name, folder]) => [name, resolve(folder)]);
}

/** The 95th percentile of [milliseconds, weight]. */
function p95(weighted) {
  const sorted = [...weighted].sort(([a], [b]) => a - b);
  const most = 0.95 * sorted.reduce((sum, [, weight]) => sum + weight, 0) - 1e-9;
  let sum = 0;
  return sorted.find(([, weight]) => (sum += weight) >= most)?.[0] ?? Number.NaN;
}

/** Presses of some kinds, every kind weighing the same, however often it was tried. */
const alike = (presses, groups) =>
  groups.flatMap((group) => presses[group].map((took) => [took, 1 / presses[group].length]));

/** {build: [what each turn found]}, one build after the other, and another one first in each turn. */
async function inTurn(builds, measure) {
  const found = Object.fromEntries(builds.map(([name]) => [name, []]));
  for (let turn = 0; turn < TURNS; turn++) {
    const first = turn % builds.length;
    for (const [name, url] of [...builds.slice(first), ...builds.slice(0, first)]) found[name].push(await measure(url));
  }
  return found;
}

/** A row: each build's median of a figure over the turns, and now ÷ before within a turn. */
function row(name, found, figure, write, goal) {
  const values = Object.values(found).map((turns) => turns.map(figure));
  const cell = (some) => (some.every(Number.isFinite) ? range(spread(some), write) : "not there");
  const ratios = values.length > 1 ? values[1].map((now, turn) => now / values[0][turn]) : [];
  const isRatio = ratios.length > 0 && ratios.every(Number.isFinite);
  return [
    name,
    ...values.map(cell),
    ...(values.length > 1 ? [isRatio ? range(spread(ratios), fixed(2)) : ""] : []),
    goal,
  ];
}

function pressRows(found, window) {
  const of = (groups) => (presses) => p95(alike(presses, groups));
  const pressed = GROUPS.filter((group) => group !== DRAGGED);
  return [
    row(`**${window}, every kind of press alike**`, found, of(pressed), whole, "100"),
    ...GROUPS.map((group) => row(group, found, of([group]), whole, group === DRAGGED ? "" : "100")),
  ];
}

function arrivalRows(found, window, line) {
  const slow = LINES[line];
  const rows = [
    row(`layout shift, ${window}, ${line}`, found, ({ shift }) => shift, fixed(3), ".02"),
    row(`all shifts added up, ${window}, ${line}`, found, ({ jump }) => jump, fixed(3), ""),
  ];
  if (slow)
    rows.push(
      row(`first paint, ms, ${window}, ${line}`, found, ({ paint }) => paint, whole, "1,000"),
      row(`first view, ms, ${window}, ${line}`, found, ({ view }) => view, whole, "1,000"),
      row(`live model, ms, ${window}, ${line}`, found, ({ live }) => live, whole, "4,000"),
    );
  return rows;
}

function sizeRows(found, window) {
  const goal = (value) => (window.startsWith("1280") ? value : "");
  return [
    row(`words of prose on the first screen, ${window}`, found, ({ screen }) => screen, whole, goal("120")),
    row(`words in pictures there, ${window}`, found, ({ pictures }) => pictures, whole, ""),
    row(`words of prose on the whole page, ${window}`, found, ({ all }) => all, whole, ""),
    row(`height in screens, ${window}`, found, ({ screens }) => screens, fixed(1), goal("2")),
  ];
}

const worstJumps = (found, where) =>
  Object.entries(found).map(
    ([build, [first]]) =>
      `${where}, ${build}: ${first.worst.value.toFixed(3)} after ${whole(first.worst.at ?? 0)} ms by ${first.worst.of || "nothing"}`,
  );

export async function hand() {
  const folders = builds();
  const hosts = await Promise.all(folders.map(([, folder]) => host(folder)));
  const urls = folders.map(([name], index) => [name, hosts[index].url]);
  const browser = await launch();
  const [presses, arrivals, sizes, jumps] = [[], [], [], []];
  try {
    for (const [window, viewport] of Object.entries(WINDOWS)) {
      for (const [line, isSlow] of Object.entries(LINES)) {
        const found = await inTurn(urls, (url) => arrive(browser, url, { line: isSlow, viewport }));
        arrivals.push(...arrivalRows(found, window, line));
        jumps.push(...worstJumps(found, `${window}, ${line}`));
        if (!isSlow) sizes.push(...sizeRows(found, window));
      }
      presses.push(...pressRows(await inTurn(urls, (url) => press(browser, url, { viewport })), window));
    }
    return describe({ names: urls.map(([name]) => name), presses, arrivals, sizes, jumps });
  } finally {
    await browser.close();
    for (const one of hosts) one.close();
  }
}

function describe({ names, presses, arrivals, sizes, jumps }) {
  const heads = (first) => [first, ...names, ...(names.length > 1 ? ["now ÷ before"] : []), "goal"];
  return `## The speed of the hand

${table(heads(`press to next paint, CPU ${SLOWER}× slower: 95th percentile, ms`), presses)}

${table(heads("while everything arrives"), arrivals)}

${table(heads("what there is to read"), sizes)}

The largest jumps: ${jumps.join("; ")}.
`;
}
