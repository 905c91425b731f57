// The npm package as somebody who installs it has it: packed, unpacked elsewhere, imported by name. Nothing of this
// repository is in reach there.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { UNROLLED } from "./network.mjs";
import { expectEqual, inF32, launch, native, openPage, PATIENCE, PKG, require, servePackage } from "./support.mjs";

const TSC = require.resolve("typescript/package.json").replace("package.json", "bin/tsc");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "unrolled-consumer-")));
after(() => rmSync(folder, { recursive: true }));

before(() => {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder], {
      cwd: PKG,
      encoding: "utf8",
    }),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  execFileSync("npm", ["install", `./${filename}`, "--offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
  });
});

/** Runs a script in the consumer's folder; what it writes to standard output is JSON. */
function run(script) {
  writeFileSync(join(folder, "script.mjs"), script);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["script.mjs"], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000 * PATIENCE,
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

const [PRESET] = JSON.parse(readFileSync(`${PKG}bundle/presets.json`, "utf8")).presets;
const TEXT = JSON.stringify(PRESET.text);

describe("in Node", () => {
  test("the trained model of the package opens, answers like the native build, and the process ends by itself", () => {
    const answer = run(`
      import { openEngine } from "unrolled/engine";
      const engine = await openEngine();
      const prediction = await engine.predict(${TEXT});
      const lime = await engine.explain("lime", ${TEXT}, { target: "logit", features: "all" }).result;
      const inside = await engine.inside("a fine film");
      const gradient = await engine.explain("integrated-gradients", "a fine film").result;
      engine.dispose();
      console.log(JSON.stringify({ prediction, lime, units: inside.units, values: inside.values.length, weights: gradient.weights, name: engine.manifest.name }));
    `);
    assert.deepEqual(inF32(answer.prediction), inF32(native(["predict"], PRESET.text)));
    const set = ["--set", "target=logit", "--set", "features=all"];
    assert.deepEqual(answer.lime, native(["explain", "lime", ...set], PRESET.text));
    assert.deepEqual([answer.units, answer.values], [128, 6 * 128 * 3]);
    assert.equal(answer.weights.length, 3);
    assert.equal(typeof answer.name, "string");
  });

  test("what lasts needs no index, and what a unit moved the score by is its read-out times its step", () => {
    const { lasting, inside, running } = run(`
      import { openEngine } from "unrolled/engine";
      const engine = await openEngine();
      const lasting = await engine.explain("lasting", ${TEXT}).result;
      const { units, values, readout } = await engine.inside("a fine film");
      const { running_logit } = await engine.predict("a fine film");
      engine.dispose();
      console.log(JSON.stringify({ lasting, inside: { units, values: [...values], readout: [...readout] }, running: running_logit }));
    `);
    assert.deepEqual(inF32(lasting), inF32(native(["explain", "lasting"], PRESET.text)));
    // The hidden states stand last, word by word.
    const hidden = inside.values.slice(-3 * inside.units);
    const at = (word, unit) => hidden[word * inside.units + unit];
    for (const word of [1, 2]) {
      const moved = inside.readout.reduce((sum, w, unit) => sum + w * (at(word, unit) - at(word - 1, unit)), 0);
      assert.ok(Math.abs(moved - (running[word] - running[word - 1])) < 1e-5, `word ${word}: ${moved}`);
    }
  });

  test("a job tells its progress, stops with what it has, and is cancelled", () => {
    const answer = run(`
      import { openEngine } from "unrolled/engine";
      const engine = await openEngine();
      let told = 0, drawn = 0;
      const running = engine.explain("lime", ${TEXT}, { samples: 100000 }, { progress: () => told++, snapshot: () => { drawn++; running.stop(); } });
      const kept = await running.result;
      const cancelled = engine.explain("lime", ${TEXT}, { samples: 100000 });
      setTimeout(() => cancelled.cancel(), 50);
      const kind = await cancelled.result.catch((error) => error.kind);
      const left = engine.explain("lime", ${TEXT}, { samples: 100000 }).result.catch((error) => error.kind);
      await new Promise((done) => setTimeout(done, 50));
      engine.dispose();
      const closed = await engine.predict("a").catch((error) => error.message);
      console.log(JSON.stringify({ told, drawn, samples: kept.fidelity.samples, kind, left: await left, closed }));
    `);
    assert.ok(
      answer.told > 0 && answer.drawn > 0 && answer.samples > 0 && answer.samples < 100000,
      JSON.stringify(answer),
    );
    assert.deepEqual([answer.kind, answer.left], ["cancelled", "cancelled"]);
    assert.match(answer.closed, /was closed: open another/);
  });

  test("a bundle from a folder, with its index and reviews, and one from bytes", () => {
    const bundle = JSON.stringify(`${PKG}site/bundle`);
    const answer = run(`
      import { readFileSync } from "node:fs";
      import { openEngine } from "unrolled/engine";
      const seen = [];
      const engine = await openEngine({ bundle: ${bundle}, progress: (loaded, total) => seen.push([loaded, total]) });
      await engine.loadIndex();
      const found = await engine.explain("corpus-search", "a fine film").result;
      const rows = await engine.browse({ split: "validation", order: "surest", limit: 2 });
      engine.dispose();
      const names = ["manifest.json", "weights.safetensors", "vocab.txt"];
      const files = Object.fromEntries(names.map((name) => [name, readFileSync(${bundle} + "/" + name)]));
      const second = await openEngine({ bundle: files });
      const { probability } = await second.predict("a fine film");
      second.dispose();
      console.log(JSON.stringify({ last: seen.at(-1), items: found.items.length, rows: rows.length, probability }));
    `);
    assert.equal(answer.last[0], answer.last[1]);
    assert.ok(answer.items > 0 && answer.rows === 2 && answer.probability > 0.5, JSON.stringify(answer));
  });

  test("what is wrong is said in one sentence with a kind", () => {
    const { errors } = run(`
      import { EngineError, openEngine } from "unrolled/engine";
      const of = (error) => [error instanceof EngineError, error.kind, error.message, error.key, error.values];
      const errors = [await openEngine({ bundle: "nowhere" }).catch(of), await openEngine({ bundle: { "manifest.json": new TextEncoder().encode("{}") } }).catch(of)];
      const engine = await openEngine();
      // Names that every object has, too.
      for (const name of ["tea-leaves", "toString", "constructor", "__proto__"]) errors.push(await engine.explain(name, "a").result.catch(of));
      errors.push(await engine.explain("lime", "a", { samples: "many" }).result.catch(of), await engine.loadIndex().catch(of));
      errors.push(await engine.explain("lime", "a", { samples: 0 }).result.catch(of), await engine.inside("a", 7).catch(of));
      engine.dispose();
      console.log(JSON.stringify({ errors }));
    `);
    assert.deepEqual(
      errors.map(([ours, kind]) => [ours, kind]),
      [
        [true, "network"],
        [true, "bundle"],
        ...["tea-leaves", "toString", "constructor", "__proto__", "lime"].map(() => [true, "settings"]),
        [true, "bundle"],
        [true, "settings"],
        [true, "settings"],
      ],
    );
    assert.deepEqual(errors.at(-2).slice(3), [
      "explain_OutOfRange",
      { name: "samples", range: "between", low: "1", high: "1000000", found: "0" },
    ]);
    assert.deepEqual(errors.at(-1).slice(3), ["explain_Below", { name: "layer", limit: 1, found: 7 }]);
    assert.match(errors[0][2], /manifest\.json could not be read from .+nowhere\/.+ENOENT.+check that the folder/);
  });

  test("what is no text is refused before the engine sees it, which goes on answering", () => {
    const { errors, probability } = run(`
      import { EngineError, openEngine } from "unrolled/engine";
      const engine = await openEngine();
      const errors = [];
      const refused = async (ask) => { try { await ask(); errors.push(null); } catch (error) { errors.push([error instanceof EngineError, error.kind, error.message]); } };
      for (const text of [42, null, undefined, ["a"]]) await refused(() => engine.predict(text));
      await refused(() => engine.inside(7));
      await refused(() => engine.explain("lime", {}).result);
      await refused(() => engine.explain("lime", "a", null).result);
      const { probability } = await engine.predict("a fine film");
      engine.dispose();
      console.log(JSON.stringify({ errors, probability }));
    `);
    assert.deepEqual(errors, [
      ...[
        "a value of type number",
        "null",
        "undefined",
        "a list",
        "a value of type number",
        "a value of type object",
      ].map((found) => [true, "text", `Expected a text, found ${found}.`]),
      [true, "settings", "Expected settings as an object, found null."],
    ]);
    assert.ok(probability > 0.5);
  });

  test("many predictions asked for at once are all answered, those after a failure too", () => {
    const answer = run(`
      import { openEngine } from "unrolled/engine";
      const engine = await openEngine();
      const texts = ["a fine film", "a dull film", "a fine film"];
      const [first, second, third, none] = await Promise.all([...texts.map((text) => engine.predict(text)), engine.predict(3).catch(({ kind }) => kind)]);
      const late = engine.predict("a film").catch(({ kind }) => kind);
      engine.dispose();
      console.log(JSON.stringify({ all: [first, second, third].map(({ tokens }) => tokens.join(" ")), same: first.logit === third.logit, none, late: await late }));
    `);
    assert.deepEqual(answer, {
      all: ["a fine film", "a dull film", "a fine film"],
      same: true,
      none: "text",
      late: "cancelled",
    });
  });

  test("its methods are those of the command line", () => {
    const { methods } = run(
      'import { METHODS } from "unrolled/engine"; console.log(JSON.stringify({ methods: METHODS }));',
    );
    const help = execFileSync(UNROLLED, ["explain", "--help"], { encoding: "utf8" });
    assert.deepEqual(methods, /possible values: ([a-z, -]+)\]/.exec(help)[1].split(", "));
  });

  test("the bare engine is there for scripts that want nothing between", () => {
    const { probability } = run(`
      import { readFileSync } from "node:fs";
      import { Engine, initSync } from "unrolled/glue";
      const read = (name) => readFileSync(new URL(import.meta.resolve("unrolled/" + name)));
      initSync({ module: read("glue/wasm") });
      const engine = new Engine(String(read("bundle/manifest.json")), read("bundle/weights.safetensors"), String(read("bundle/vocab.txt")));
      console.log(JSON.stringify({ probability: engine.predict("a fine film").probability }));
    `);
    assert.ok(probability > 0.5);
  });
});

describe("types", () => {
  const CONSUMER = `
    import { type Answers, type Engine, EngineError, METHODS, openEngine } from "unrolled/engine";
    import { EngineClient, type UnrolledExplainer } from "unrolled";
    import { initSync } from "unrolled/glue";
    import widget from "unrolled/anywidget";
    import "unrolled/unrolled.js";
    const engine: Engine = await openEngine({ progress: (loaded: number, total: number) => console.log(loaded / total) });
    const verdict: number = (await engine.predict("a film")).probability;
    const running = engine.explain("lime", "a film", { samples: 500 }, { snapshot: (partial) => console.log(partial.fidelity.r2) });
    const lime: Answers["lime"] = await running.result;
    // @ts-expect-error: no such method
    engine.explain("tea-leaves", "a film");
    // @ts-expect-error: a number is no text
    engine.predict(1);
    const element: UnrolledExplainer = document.createElement("unrolled-explainer");
    element.text = "a film";
    element.rule = "waste of time";
    element.compact = true;
    element.addEventListener("unrolled-change", ({ detail: { text, selection, probability } }) => console.log(text.length, selection?.[0], probability?.toFixed(2)));
    element.addEventListener("unrolled-error", ({ detail }) => console.log(detail.message.length), { once: true });
    element.addEventListener("click", ({ clientX }) => console.log(clientX));
    // @ts-expect-error: a number is no text
    element.text = 1;
    const cleanup: () => void = widget.render({ model: { get: () => null }, el: element });
    console.log(verdict, lime.weights, METHODS.length, EngineError.name, EngineClient, initSync, cleanup);
  `;
  for (const [resolution, module] of [
    ["node16", "node16"],
    ["bundler", "esnext"],
  ]) {
    test(`a TypeScript file that uses all of it is sound with moduleResolution ${resolution}`, () => {
      writeFileSync(join(folder, "consumer.ts"), CONSUMER);
      const settings = [
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--target",
        "es2022",
        "--lib",
        "es2024,dom,dom.iterable",
        "--types",
        "",
        "--module",
        module,
        "--moduleResolution",
        resolution,
      ];
      const { status, stdout } = spawnSync(process.execPath, [TSC, ...settings, "consumer.ts"], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.equal(status, 0, stdout);
    });
  }

  test("publint finds nothing to say", async () => {
    const { publint } = await import(require.resolve("publint"));
    const { messages } = await publint({ pkgDir: PKG, strict: true });
    assert.deepEqual(messages, []);
  });
});

describe("in a browser", () => {
  const BLANK = '<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,"><body></body></html>';
  let browser, server;
  before(async () => ([browser, server] = [await launch(), await servePackage({ pages: { "/blank.html": BLANK } })]));
  after(() => Promise.all([browser.close(), server.close()]));

  async function blank(t) {
    const opened = await openPage(browser, `${server.origin}/blank.html`);
    t.after(opened.close);
    return opened;
  }

  test("the headless engine runs in a worker, without an element, and gives it back", async (t) => {
    const { page, problems } = await blank(t);
    const answer = await page.evaluate(async (text) => {
      const { openEngine } = await import("/engine.mjs");
      globalThis.engine = await openEngine();
      return {
        prediction: await globalThis.engine.predict(text),
        element: customElements.get("unrolled-explainer") === undefined,
      };
    }, PRESET.text);
    assert.deepEqual(inF32(answer.prediction), inF32(native(["predict"], PRESET.text)));
    assert.ok(answer.element);
    assert.equal(page.workers().length, 1);
    await page.evaluate(() => globalThis.engine.dispose());
    await expectEqual(() => page.workers().length, 0);
    assert.deepEqual(problems, []);
  });

  test("the anywidget lives in a foreign shadow root, follows its model, and leaves nothing behind", async (t) => {
    const { page, problems } = await blank(t);
    await page.evaluate(async () => {
      const { default: widget } = await import("/unrolled.anywidget.mjs");
      const values = { text: "a wonderful film", compact: true, theme: "dark", preset: null };
      const listeners = new Map();
      globalThis.model = {
        get: (key) => values[key],
        on: (event, callback) => listeners.set(event, [...(listeners.get(event) ?? []), callback]),
        off: (event, callback) =>
          listeners.set(
            event,
            listeners.get(event).filter((other) => other !== callback),
          ),
        set(key, value) {
          values[key] = value;
          for (const callback of listeners.get(`change:${key}`) ?? []) callback();
        },
        heard: () => [...listeners.values()].flat().length,
      };
      const host = document.body.appendChild(document.createElement("div"));
      globalThis.root = host.attachShadow({ mode: "open" });
      globalThis.cleanup = widget.render({
        model: globalThis.model,
        el: globalThis.root.appendChild(document.createElement("div")),
      });
    });
    const verdict = page.locator("unrolled-explainer .verdict h2");
    await verdict.filter({ hasText: "positive" }).waitFor();
    const attributes = () =>
      page.evaluate(() =>
        ["theme", "compact", "preset"].map((name) =>
          globalThis.root.querySelector("unrolled-explainer").getAttribute(name),
        ),
      );
    assert.deepEqual(await attributes(), ["dark", "", null]);
    await page.evaluate(() => globalThis.model.set("text", "a terrible film"));
    await verdict.filter({ hasText: "negative" }).waitFor();
    await page.evaluate(() => (globalThis.model.set("compact", false), globalThis.model.set("theme", {})));
    assert.deepEqual(await attributes(), [null, null, null]);
    const left = await page.evaluate(
      () => (globalThis.cleanup(), [globalThis.root.querySelector("unrolled-explainer"), globalThis.model.heard()]),
    );
    assert.deepEqual(left, [null, 0]);
    assert.deepEqual(problems, []);
  });
});
