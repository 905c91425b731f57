// The river of the reading: what is drawn is what was answered. The paths are read back as a renderer reads them, by a reader
// that knows nothing of how they are made. No browser is needed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { UNROLLED } from "./network.mjs";
import { importSource } from "./source.mjs";
import { PKG } from "./support.mjs";
import { OWN } from "./owntexts.mjs";

const { riverShape, axisOf, middle, edge, barScale, barsOf } = await importSource(
  "page/views/reading/rivershape.ts",
  "page/views/reading/axisshape.ts",
  "page/views/reading/barshape.ts",
);
/** Widths and line must agree in the middle of every column to this (pixels). */
const PIXEL = 1;
/** What rounding explains. */
const ROUNDING = 0.1;

/** The curve of a path without its vertical ends, as pieces of cubics [x0, y0, y1, y2, y3, x3] whose points stand evenly. */
function pieces(path) {
  const numbers = (text) => text.split(",").map(Number);
  const found = [];
  let at = null;
  for (const [, kind, rest] of path.matchAll(/([MLC])([^MLCZ]*)/g)) {
    const [x, y, ...more] = numbers(rest);
    if (kind === "C") found.push([at[0], at[1], y, more[1], more[3], more[2]]);
    else if (kind === "L" && x > at[0]) found.push([at[0], at[1], at[1] + (y - at[1]) / 3, y - (y - at[1]) / 3, y, x]);
    at = kind === "C" ? more.slice(2) : [x, y];
  }
  return found;
}

function heightAt(curve, x) {
  const piece = curve.find(([from, , , , , to]) => x >= from - 1e-6 && x <= to + 1e-6);
  if (piece === undefined) return null;
  const [from, a, b, c, d, to] = piece;
  const t = (x - from) / (to - from);
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}

/** Everything that the picture claims, column by column. */
function check(found, { width = 700, zoom = null, most = 64, least = 0 } = {}) {
  const words = found.tokens.length;
  const axis = axisOf(zoom ?? [0, words], 40, 40 + width);
  const height = 200;
  const shape = riverShape({ found, zero: 0, running: [], axis, top: 10, height, most, least });
  const line = pieces(shape.line);
  const strands = shape.strands.map((strand) => ({ ...strand, curve: pieces(strand.path) }));
  const named = new Set(strands.map(({ source }) => source).filter((source) => typeof source === "number"));
  assert.ok(named.size <= most, `${named.size} strands of ${most}`);
  const sides = [true, false].map((isUp) => strands.filter((strand) => strand.isUp === isUp));
  for (let step = axis.from; step < axis.from + shape.columns; step++) {
    const x = Math.round(100 * middle(axis, step)) / 100;
    // Painted in order, so that the last that reaches somewhere is what is seen: the outermost comes first.
    const far = sides.map((side) =>
      side.reduce((most, { curve }) => Math.max(most, Math.abs((heightAt(curve, x) ?? shape.zero) - shape.zero)), 0),
    );
    const drawn = heightAt(line, x);
    const score = found.running_logit[step];
    assert.ok(Math.abs(shape.zero - score * shape.unit - drawn) <= PIXEL / 4, `the line misses the score at ${step}`);
    assert.ok(
      Math.abs(far[0] - far[1] - (shape.zero - drawn)) <= PIXEL,
      `blue minus orange misses the line at ${step}`,
    );
    assert.ok(drawn >= 9 && drawn <= 11 + height, `the line leaves the picture at ${step}`);
    for (const side of sides) {
      const here = side.filter(({ curve }) => heightAt(curve, x) !== null);
      here.forEach(({ source, isUp, curve }, i) => {
        if (typeof source !== "number") return;
        const below = here[i + 1] === undefined ? shape.zero : heightAt(here[i + 1].curve, x);
        const worth = found.rows.find(({ word }) => word === source).values[step - source] ?? 0;
        const wanted = Math.max(0, isUp ? worth : -worth) * shape.unit;
        const width = Math.abs(heightAt(curve, x) - below);
        assert.ok(Math.abs(width - wanted) <= ROUNDING, `word ${source} at ${step}: ${width} of ${wanted} pixels`);
      });
    }
  }
  checkEdges(shape, strands, found);
  return shape;
}

/** A strand begins in its word's own column, the last column ends as its word left it, and no two cross anywhere. */
function checkEdges({ axis, zero, columns }, strands, { tokens }) {
  for (const { source, curve, isUp } of strands) {
    if (typeof source === "number" && source >= axis.from)
      assert.ok(curve[0][0] >= edge(axis, source) - 0.02, `word ${source} begins before it is read`);
    const end = axis.from + columns;
    if (end !== tokens.length) continue;
    const [last, right] = [middle(axis, end - 1), edge(axis, end)].map((x) => heightAt(curve, x - 0.01));
    if (last !== null && right !== null)
      assert.ok(Math.abs(last - right) < 0.3, "the last column is as wide as the others");
    for (let x = axis.left; x < right; x += axis.column / 5) {
      const y = heightAt(curve, x);
      if (y !== null) assert.ok(isUp ? y <= zero + ROUNDING : y >= zero - ROUNDING, `word ${source} crosses zero`);
    }
  }
  for (const isUp of [true, false]) {
    const side = strands.filter((strand) => strand.isUp === isUp);
    for (let x = axis.left + 0.5; x < axis.right; x += axis.column / 5) {
      const heights = side.map(({ curve }) => heightAt(curve, x)).filter((y) => y !== null);
      const distances = heights.map((y) => Math.abs(y - zero));
      distances.forEach((distance, i) =>
        assert.ok(i === 0 || distance <= distances[i - 1] + ROUNDING, `two strands cross at ${x}`),
      );
    }
  }
}

/** The same numbers for the same seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** An answer of so many words with so many rows, whose columns add up; some turn their sign, some are nothing. */
function answer(next, words, rows = words) {
  const intercept = next() < 0.3 ? 0 : (next() - 0.5) * 10 * next();
  const size = 10 ** (2 * next() - 1);
  const all = Array.from({ length: words }, (_, word) => {
    let value = next() < 0.1 ? 0 : (next() - 0.5) * size;
    const values = Array.from({ length: words - word }, () => {
      const now = value;
      value = next() < 0.05 ? -value : value * (0.7 + 0.5 * next());
      if (next() < 0.02) value = 0;
      return Math.fround(now);
    });
    return { word, values };
  });
  const running = Array.from({ length: words }, (_, step) =>
    all.reduce((sum, { word, values }) => sum + (step < word ? 0 : values[step - word]), intercept),
  );
  const kept = all
    .slice()
    .sort(() => next() - 0.5)
    .slice(0, rows)
    .sort((a, b) => a.word - b.word);
  const tokens = all.map(({ word }) => `w${word}`);
  return { tokens, intercept, running_logit: running, rows: kept, words: [], fidelity: { done: words } };
}

test("whatever was answered, the drawn widths add up to the line in every column: 150 random answers", () => {
  const next = random(15);
  let [up, down, merged] = [0, 0, 0];
  for (let i = 0; i < 150; i++) {
    const words = 1 + Math.floor(next() * 60);
    const rows = next() < 0.3 ? Math.floor(next() * words) : words;
    const most = next() < 0.3 ? 1 + Math.floor(next() * 10) : 64;
    const from = next() < 0.3 ? Math.floor(next() * words) : 0;
    const zoom = from > 0 ? [from, Math.min(words, from + 1 + Math.floor(next() * 20))] : null;
    const found = answer(next, words, rows);
    if (next() < 0.2) found.fidelity.done = Math.ceil(next() * words);
    const { strands } = check(found, { width: 200 + next() * 1200, zoom, most, least: next() < 0.3 ? 2 * next() : 0 });
    up += strands.filter(({ isUp }) => isUp).length;
    down += strands.filter(({ isUp }) => !isUp).length;
    merged += strands.filter(({ source }) => source === "others").length;
  }
  for (const [kind, times] of Object.entries({ up, down, merged })) assert.ok(times > 40, `${kind}: ${times} times`);
});

test("a bias far larger than every word is drawn, and still the sum is the score", () => {
  const found = answer(random(3), 12);
  for (const bias of [-40, 40]) {
    const shifted = {
      ...found,
      intercept: found.intercept + bias,
      running_logit: found.running_logit.map((score) => score + bias),
    };
    const { strands } = check(shifted);
    const start = strands.find(({ source }) => source === "start");
    assert.equal(start.isUp, bias > 0);
  }
});

test("a long text is drawn with few strands of straight lines, whose paths stay small", () => {
  const found = answer(random(7), 900, 300);
  const { strands, line } = check(found, { most: 12, least: 0.8 });
  const length = strands.reduce((sum, { path }) => sum + path.length, line.length);
  assert.ok(length < 4e5, `${length} characters of paths`);
});

test("of 30 own texts, as the network reads them, the drawn widths add up to its score in every column", () => {
  assert.equal(OWN.length, 30);
  const args = ["explain", "contribution-over-time", "--json", "--bundle", `${PKG}site/bundle`];
  const lines = execFileSync(UNROLLED, args, { input: `${OWN.join("\n")}\n`, encoding: "utf8", maxBuffer: 1e9 });
  const answers = lines
    .trim()
    .split("\n")
    .map((one) => JSON.parse(one));
  assert.equal(answers.length, 30);
  for (const found of answers) for (const width of [240, 660]) check(found, { width, least: width < 500 ? 1.6 : 0.8 });
});

test("bars of what lasts are as long as their numbers, and all of them fit", () => {
  const axis = axisOf([0, 4], 50, 450);
  const [push, left] = [
    [0.5, -1.5, 2, 0],
    [0.1, -0.2, 1, 0],
  ];
  const { zero, unit } = barScale([push, left], 100, 44);
  assert.ok(Math.abs(unit - 44 / 3.5) < 1e-9);
  for (const values of [push, left]) {
    const { up, down } = barsOf(axis, values, zero, unit);
    const heights = [...`${up}${down}`.matchAll(/M([\d.]+),([\d.]+)v(-?[\d.]+)/g)].map((found) =>
      found.slice(1).map(Number),
    );
    const wanted = [0, 2, 1].map((step) => [50 + 100 * step + 1, zero, Math.round(-100 * unit * values[step]) / 100]);
    assert.deepEqual(heights, wanted);
    for (const [, y, height] of heights) assert.ok(y + height >= 99.9 && y + height <= 144.1);
  }
});
