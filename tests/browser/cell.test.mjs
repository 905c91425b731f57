// The cell at the line: what is printed agrees with itself and with the network's own numbers, and moves with the line.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { UNROLLED, importNetwork } from "./network.mjs";
import { PKG, expect, expectAttribute, launch, openPage, pure, servePackage, until } from "./support.mjs";

const TEXT = "a slow start but the end is not bad at all , 8/10";
const OWN = "w3 w7 w2 w9 w3 w5 w4 w8";
const folder = mkdtempSync(join(tmpdir(), "unrolled-cell-"));
let browser, server;
before(async () => {
  browser = await launch();
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/site/unrolled.js" defer></script>
    <unrolled-explainer base="/own/" text="${OWN}" unfold="all"></unrolled-explainer>`;
  server = await servePackage({ pages: { "/own.html": page } });
});
after(async () => {
  await Promise.all([browser.close(), server.close()]);
  rmSync(folder, { recursive: true });
});

/** The parts of a record by the kind of cell, as the engine hands them out. */
const PARTS = {
  lstm: ["input", "forget", "candidate", "output", "cell", "hidden"],
  gru: ["candidate", "reset", "update", "hidden"],
};

/** One unit that was read for two words, from a formula; `size` is how large its memory gets. */
function made(kind, seed, size) {
  let state = seed + 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const [gate, sign] = [random, () => 2 * random() - 1];
  const word = (before) => {
    const [input, forget, candidate, output] = [gate(), gate(), sign(), gate()];
    if (kind === "gru")
      return { candidate, reset: output, update: forget, hidden: forget * before + (1 - forget) * candidate };
    const cell = forget * before + input * candidate;
    return { input, forget, candidate, output, cell, hidden: output * Math.tanh(cell) };
  };
  const first = { ...word(0), [kind === "gru" ? "hidden" : "cell"]: size * sign() };
  const words = [first, word(kind === "gru" ? first.hidden : first.cell)];
  const values = Float32Array.from(PARTS[kind].flatMap((part) => words.map((values) => values[part])));
  return { layer: 0, units: 1, parts: PARTS[kind], values };
}

const number = (text) => Number(text.replace("−", "-"));
/** What a reader who calculates a printed formula finds: products, tanh and one bracket inside a sum. */
function calculated(formula) {
  const value = (text) => {
    const [, tanh, inner] = /^(tanh)?\((.+)\)$/.exec(text) ?? [null, null, text];
    const found = inner.startsWith("1 − ") ? 1 - number(inner.slice(4)) : number(inner);
    return tanh ? Math.tanh(found) : found;
  };
  const products = formula.replaceAll("\u00A0", " ").split(" + ");
  return products.reduce((sum, text) => sum + text.split(" × ").reduce((product, one) => product * value(one), 1), 0);
}

test("whoever calculates a printed formula finds what is printed behind it, but for the last digit", async () => {
  const { cellOf } = await pure("views/cell/shape.ts");
  for (const kind of ["lstm", "gru"])
    for (const size of kind === "gru" ? [1] : [1, 8]) {
      let [short, all] = [0, 0];
      for (let seed = 0; seed < 4000; seed++) {
        const cell = cellOf(kind, made(kind, seed * 7919, size), 1, 0);
        for (const { left, result, makes } of cell.formulas) {
          const said = `${left} = ${result}`;
          assert.ok(Math.abs(number(result) - cell.value(makes)) <= 0.005 + 1e-9, said);
          assert.ok(Math.abs(calculated(left) - number(result)) <= 0.01 + 1e-9, said);
          all++;
          if (!/\.\d{3}/.test(left)) short++;
        }
        const [before, kept, written] = ["before", "kept", "written"].map((name) => number(cell.print(name)));
        const [keeps, after] = (kind === "lstm" ? ["forget", "cell"] : ["update", "hidden"]).map((name) =>
          number(cell.print(name)),
        );
        assert.ok(Math.abs(kept + written - after) <= 0.01 + 1e-9, "what is kept and written makes the memory");
        assert.ok(Math.abs(keeps * before - kept) <= 0.01 + 1e-9, "what the gate leaves of the memory is kept");
        if (kind === "gru") assert.equal((number(cell.print("rest")) + keeps).toFixed(6), "1.000000");
      }
      // Two digits do for nearly all, unless memories are large.
      assert.ok(short / all > (size === 1 ? 0.9 : 0.5), `${kind}, ${size}: ${short} of ${all}`);
    }
});

test("units stand in the order of what they moved the score by, or, of no read-out, of their change", async () => {
  const { movesAt } = await pure("views/cell/shape.ts");
  const held = { layer: 0, units: 3, parts: ["hidden"], values: Float32Array.from([0.5, 0, 0, 0.25, 0.5, -0.125]) };
  assert.deepEqual(
    movesAt(held, 1).map(({ unit, change, moved }) => [unit, change, moved]),
    [
      [1, 0.5, null],
      [0, -0.25, null],
      [2, -0.125, null],
    ],
  );
  assert.deepEqual(
    movesAt({ ...held, readout: [1, -1, 8] }, 1).map(({ unit, moved }) => [unit, moved]),
    [
      [2, -1],
      [1, -0.5],
      [0, -0.25],
    ],
  );
  assert.deepEqual(
    movesAt(held, 0).map(({ change }) => change),
    [0.5, 0, 0],
    "before the first word nothing is shown",
  );
});

test("every matrix of a network, with as many numbers as its files have", async () => {
  const { matricesOf } = await pure("views/cell/shape.ts");
  const count = (config) => matricesOf(config).reduce((sum, { numbers }) => sum + numbers, 0);
  for (const [cell, layers, directions, outputs] of [
    ["lstm", 1, 1, 1],
    ["gru", 2, 1, 3],
    ["lstm", 2, 2, 1],
  ]) {
    const bundle = importNetwork(folder, { cell, layers, directions, outputs, readout: "last" });
    const { config } = JSON.parse(readFileSync(join(bundle, "manifest.json"), "utf8"));
    const bytes = readFileSync(join(bundle, "weights.safetensors"));
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
    const stored = Object.values(header).filter(({ shape }) => shape !== undefined);
    assert.equal(
      count(config),
      stored.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0),
      `${cell}, ${layers} layers, ${directions} directions`,
    );
  }
});

/** What the command line says of a text, gates and all. */
const traceOf = (bundle, text) =>
  JSON.parse(execFileSync(UNROLLED, ["predict", "--bundle", bundle, "--trace", "--json"], { input: `${text}\n` }));

/** Every number of the record of one unit at one step, by the name it has in the picture. */
function ofTrace({ gates, cell, hidden }, step, unit) {
  const at = (rows, step) => (step < 0 ? 0 : rows[step][unit]);
  if (cell === null)
    return {
      "memory before": at(hidden, step - 1),
      "update gate": at(gates.z, step),
      candidate: at(gates.n, step),
      "reset gate": at(gates.r, step),
      "memory after": at(hidden, step),
    };
  return {
    "memory before": at(cell, step - 1),
    "forget gate": at(gates.f, step),
    "input gate": at(gates.i, step),
    candidate: at(gates.g, step),
    "output gate": at(gates.o, step),
    "memory after": at(cell, step),
    shown: at(hidden, step),
  };
}

/** What stands in the boxes of the picture: [name, number]. */
const boxesOf = (diagram) =>
  diagram.evaluate((element) => {
    const texts = [...element.shadowRoot.querySelectorAll("text.number")];
    return texts.map((text) => [text.previousElementSibling.textContent, text.textContent]);
  });

const send = (cell, action) =>
  cell.evaluate(
    (element, detail) =>
      element.dispatchEvent(new CustomEvent("unrolled-action", { detail, bubbles: true, composed: true })),
    action,
  );

async function open(t, shape = null) {
  if (shape !== null) {
    const bundle = importNetwork(folder, { directions: 1, outputs: 1, readout: "last", ...shape });
    for (const name of readdirSync(bundle)) {
      const bytes = readFileSync(join(bundle, name));
      server.faults.set(`/own/${name}`, (_, response) => response.writeHead(200).end(bytes));
    }
  }
  const { page, problems, close } = await openPage(
    browser,
    server.origin + (shape === null ? "/site/index.html" : "/own.html"),
  );
  t.after(async () => {
    await close();
    assert.deepEqual(problems, []);
  });
  const explainer = new Explainer(page);
  await explainer.live();
  const cell = explainer.root.locator("unrolled-cell");
  if (shape === null) await explainer.type(TEXT);
  await cell.scrollIntoViewIfNeeded();
  const diagram = cell.locator("unrolled-cell-diagram");
  await diagram.locator("svg").waitFor();
  const reading = (patch) =>
    explainer.root
      .evaluate(({ store }) => store.state.settings.reading)
      .then((now) => send(cell, { type: "settings", patch: { reading: { ...now, ...patch } } }));
  return { page, explainer, cell, diagram, reading };
}

for (const shape of [null, { cell: "gru", layers: 2 }, { cell: "lstm", layers: 2 }]) {
  const name = shape === null ? "the shipped network" : `a ${shape.cell} of two layers`;
  test(`${name}: the numbers in the picture are those of the command line's trace, at every word`, async (t) => {
    const { explainer, cell, diagram, reading } = await open(t, shape);
    const text = shape === null ? TEXT : OWN;
    const trace = traceOf(shape === null ? `${PKG}site/bundle` : join(folder, "bundle"), text);
    for (let step = 0; step < trace.kept; step++) {
      const unit = (step * 5) % trace.hidden[0].length;
      await reading({ unit });
      await send(cell, { type: "line", step });
      await explainer.drawn();
      const found = await boxesOf(diagram);
      const wanted = ofTrace(trace, step, unit);
      for (const [name, printed] of found.filter(([name]) => name in wanted)) {
        const digits = printed.split(".")[1].length;
        const half = 0.5 * 10 ** -digits + 2e-6;
        assert.ok(
          Math.abs(number(printed) - wanted[name]) <= half,
          `word ${step}, unit ${unit}: ${name} is ${wanted[name]}, drawn ${printed}`,
        );
      }
      assert.equal(found.filter(([name]) => name in wanted).length, Object.keys(wanted).length);
    }
    if (shape === null) return;
    // The layer below has numbers of its own, which agree with themselves and are said not to reach the score.
    await cell.getByRole("combobox", { name: "layer" }).selectOption("1");
    await expect(cell, /Layer 1 does not reach the score directly: layer 2 reads what it shows/);
    const below = await boxesOf(diagram);
    assert.notDeepEqual(below, await (await reading({ layer: 1 }), boxesAfter(explainer, diagram, below)));
  });
}

/** What stands in the boxes once that is something else than `before`. */
const boxesAfter = (explainer, diagram, before) =>
  until(
    async () => (await explainer.drawn(), boxesOf(diagram)),
    (now) => JSON.stringify(now) !== JSON.stringify(before),
  );

test("what all units moved the score by adds up to its step, and the first of them is named with its share", async (t) => {
  const { explainer, cell } = await open(t);
  const trace = traceOf(`${PKG}site/bundle`, TEXT);
  const { movesAt } = await pure("views/cell/shape.ts");
  const { signed } = await pure("writing/numbers.ts");
  const inside = () =>
    explainer.root.evaluate(({ store: { state } }) =>
      state.inside?.text !== state.text
        ? null
        : JSON.stringify(state.inside.held, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value)),
    );
  const held = JSON.parse(await until(inside, (found) => found !== null));
  for (let step = 0; step < trace.kept; step++) {
    const moves = movesAt(held, step);
    const all = trace.running_logit[step] - (step === 0 ? trace.zero_logit : trace.running_logit[step - 1]);
    const sum = moves.reduce((sum, { moved }) => sum + moved, 0);
    assert.ok(Math.abs(sum - all) < 1e-4, `word ${step}: ${sum} and ${all}`);
    if (step % 4 !== 0) continue;
    await send(cell, { type: "line", step });
    const [{ unit, moved }] = moves;
    const said = `Here unit ${unit} moved the score by ${signed(moved)}, more than any other; all units together moved it by ${signed(sum)}.`;
    await expect(cell, new RegExp(said.replace(/[.+]/g, "\\$&")));
  }
});

test("when the line moves only numbers and widths change: every node of the picture stays", async (t) => {
  const { explainer, cell, diagram } = await open(t);
  await send(cell, { type: "line", step: 1 });
  await explainer.drawn();
  const before = await boxesOf(diagram);
  await diagram.evaluate((element) => {
    globalThis.kept = [...element.shadowRoot.querySelectorAll("rect, circle, path.wire, text")];
  });
  await send(cell, { type: "line", step: 7 });
  assert.notDeepEqual(await boxesAfter(explainer, diagram, before), before);
  const stay = await diagram.evaluate((element) => {
    const now = [...element.shadowRoot.querySelectorAll("rect, circle, path.wire, text")];
    return now.length === globalThis.kept.length && now.every((node, i) => node === globalThis.kept[i]);
  });
  assert.ok(stay);
  await send(cell, { type: "line", step: null });
});

test("unit by unit: buttons, a number, and back to the one that moved most; the picture is said in words", async (t) => {
  const { explainer, cell, diagram } = await open(t);
  const picture = diagram.getByRole("img");
  const unit = cell.getByRole("spinbutton", { name: "unit" });
  const most = Number(await unit.inputValue());
  await expectAttribute(
    picture,
    "aria-label",
    new RegExp(
      `^Unit ${most} at .+\\. The forget gate keeps 0\\.\\d+ of the memory before \\([+−]?\\d\\.\\d+\\), and the input gate writes .+: the memory after is [+−]?\\d\\.\\d\\d\\. The output gate shows .+\\.$`,
    ),
  );
  assert.ok(await cell.getByRole("button", { name: "The unit that moved more" }).isDisabled());
  await cell.getByRole("button", { name: "The unit that moved less" }).click();
  await expect(cell, /no\. 2 of 128/);
  assert.notEqual(Number(await unit.inputValue()), most);
  await unit.fill("100");
  await unit.press("Enter");
  await expect(cell, /: unit 100/);
  await unit.fill("128");
  await unit.press("Enter");
  await explainer.drawn();
  assert.equal(await unit.inputValue(), "100", "there is no such unit");
  await explainer.table(cell.locator("unrolled-table"));
  await until(
    () =>
      cell
        .locator("tbody tr")
        .filter({ has: explainer.page.locator("td") })
        .count(),
    (rows) => rows >= 17,
  );
  await cell.getByRole("button", { name: /^the unit that moved/ }).click();
  await expect(cell, new RegExp(`: unit ${most}`));
  await explainer.select(3);
  await expect(cell, /The cell at “but”/);
});

test("a network that reads both ways has no cell at a word, and says so", async (t) => {
  const bundle = importNetwork(folder, { cell: "lstm", layers: 1, directions: 2, outputs: 1, readout: "last" });
  for (const name of readdirSync(bundle)) {
    const bytes = readFileSync(join(bundle, name));
    server.faults.set(`/own/${name}`, (_, response) => response.writeHead(200).end(bytes));
  }
  const { page, close } = await openPage(browser, `${server.origin}/own.html`);
  t.after(close);
  await expect(page.locator("unrolled-cell"), /This network reads a text both ways/);
  assert.equal(await page.locator("unrolled-cell-diagram").count(), 0);
});
