// The engine client of the generated package in a real browser: every way of loading it badly gets one sentence,
// nothing is lost, and the next try works.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { PKG, launch, openPage, servePackage } from "./support.mjs";

const BLANK = '<!doctype html><html lang="en"><title>test</title><link rel="icon" href="data:,"><body></body></html>';
const BUNDLE = "/site/bundle/";
const TEXT = "I expected very little from this sequel , but the ending is beautiful . 8/10";
const file = (name) => readFileSync(`${PKG}site/bundle/${name}`);
const manifest = JSON.parse(file("manifest.json"));

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Runs `act(client, argument)` in a blank page; an EngineError comes back as {kind, message}. */
async function withEngine({ page, client }, act, argument) {
  const guarded = `async ([client, argument]) => {
    try {
      return { value: await (${act})(client, argument) };
    } catch (error) {
      return { kind: error.kind ?? "not an EngineError", message: error.message };
    }
  }`;
  return page.evaluate((0, eval)(guarded), [client, argument]); // eval here, not in the page: its CSP is under test
}

/** A blank page on a server of its own with a client of its bundle; both end with the test. */
async function blank(t, { headers } = {}) {
  const server = await servePackage({ pages: { "/blank.html": BLANK }, headers });
  const opened = await openPage(browser, `${server.origin}/blank.html`);
  t.after(() => Promise.all([opened.close(), server.close()]));
  const client = await opened.page.evaluateHandle(async (bundle) => {
    const { EngineClient } = await import("/unrolled.mjs");
    return EngineClient.shared(new URL(bundle, location.href));
  }, BUNDLE);
  return { ...server, ...opened, client };
}

const send =
  (body, headers = {}) =>
  (_request, response) =>
    response.writeHead(200, headers).end(body);
const notFound = (_request, response) => response.writeHead(404).end("no such file");
const dropAfterHalf = (body) => (_request, response) => {
  response.writeHead(200, { "content-length": body.length });
  response.write(body.subarray(0, body.length / 2), () => setTimeout(() => response.destroy(), 500)); // once it is on its way
};

/** The bytes with one in the middle turned over. */
function tampered(bytes) {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] ^= 0xff;
  return copy;
}

/** The next worker's copy of the script, in which what matches `names` throws. */
const broken = (names, error) => (_request, response) => {
  const trap = `{const Real=WebAssembly.Instance;WebAssembly.Instance=class{constructor(m,i){const e={...new Real(m,i).exports};
    for(const name of Object.keys(e))if(${names}.test(name))e[name]=()=>{throw ${error}};this.exports=e}}}`;
  response.writeHead(200, { "content-type": "text/javascript" }).end(trap + readFileSync(`${PKG}unrolled.worker.js`));
};

function manifestWith(change) {
  const copy = structuredClone(manifest);
  change(copy);
  return Buffer.from(JSON.stringify(copy));
}

/** index.safetensors that says it was made for another model, and a manifest that vouches for it. */
function foreignIndex() {
  const text = file("index.safetensors").toString("latin1");
  const bytes = Buffer.from(text.replace(manifest.model_hash, "0".repeat(64)), "latin1");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {
    bytes,
    manifest: manifestWith((copy) => (copy.files["index.safetensors"] = { bytes: bytes.length, sha256 })),
  };
}

const ready = (client) => client.ready();
const WEIGHTS = `${BUNDLE}weights.safetensors`;
const MANIFEST = `${BUNDLE}manifest.json`;

describe("a bundle that does not arrive, or is not what it should be, gets one sentence and a second chance", () => {
  const weights = file("weights.safetensors");
  const cases = [
    ["the weights are not there", WEIGHTS, notFound, "network", /weights\.safetensors is not at .+HTTP 404.+try again/],
    [
      "the connection drops half-way",
      WEIGHTS,
      dropAfterHalf(weights),
      "network",
      /connection dropped after 1\.\d MB of weights\.safetensors/,
    ],
    [
      "the weights were cut off",
      WEIGHTS,
      send(weights.subarray(0, 1000)),
      "bundle",
      /weights\.safetensors has 1,000 bytes instead of/,
    ],
    ["one byte of the weights differs", WEIGHTS, send(tampered(weights)), "bundle", /SHA-256 differs/],
    [
      "the wasm is another build's",
      "/unrolled_bg.wasm.gz",
      send(Buffer.alloc(5000)),
      "bundle",
      /unrolled_bg\.wasm\.gz has 5,000 bytes/,
    ],
    [
      "the manifest was cut off",
      MANIFEST,
      send(file("manifest.json").subarray(0, 99)),
      "bundle",
      /manifest\.json is cut off/,
    ],
    ["the manifest is something else", MANIFEST, send("{}"), "bundle", /manifest\.json is not one of ours/],
    [
      "the bundle is older",
      MANIFEST,
      send(manifestWith((m) => (m.format = 0))),
      "bundle",
      /format 0 and the page reads format 1/,
    ],
    [
      "the bundle names no weights",
      MANIFEST,
      send(manifestWith((m) => delete m.files["weights.safetensors"])),
      "bundle",
      /has no weights\.safetensors/,
    ],
  ];
  for (const [name, path, fault, kind, sentence] of cases) {
    test(name, async (t) => {
      const here = await blank(t);
      const { faults } = here;
      faults.set(path, fault);
      const failed = await withEngine(here, ready);
      assert.equal(failed.kind, kind, failed.message);
      assert.match(failed.message, sentence);
      faults.clear();
      assert.deepEqual(await withEngine(here, ready), { value: undefined }, "the second try works");
    });
  }

  test("the index belongs to another model", async (t) => {
    const here = await blank(t);
    const { faults } = here;
    const foreign = foreignIndex();
    faults.set(MANIFEST, send(foreign.manifest)).set(`${BUNDLE}index.safetensors`, send(foreign.bytes));
    const failed = await withEngine(here, (client) => client.index());
    assert.equal(failed.kind, "index", failed.message);
    assert.match(failed.message, /unrolled index|build\.sh/);
    assert.ok((await withEngine(here, (client, text) => client.predict(text), TEXT)).value, "predictions go on");
  });

  test("the reviews stop half-way and come at the second try", async (t) => {
    const here = await blank(t);
    const { faults } = here;
    const shard = Object.keys(manifest.files).filter((name) => name.startsWith("reviews-"))[1];
    faults.set(BUNDLE + shard, dropAfterHalf(file(shard)));
    const failed = await withEngine(here, (client) => client.reviews());
    assert.equal(failed.kind, "network", failed.message);
    faults.clear();
    assert.deepEqual(await withEngine(here, (client) => client.reviews()), { value: undefined });
  });
});

describe("the index, which the browser keeps for the engine's thread to read", () => {
  const INDEX = `${BUNDLE}index.safetensors`;
  const index = file("index.safetensors");
  const cases = [
    ["it is not there", notFound, "network", /index\.safetensors is not at .+HTTP 404.+try again/],
    [
      "the connection drops half-way",
      dropAfterHalf(index),
      "network",
      /connection dropped after \d\.\d MB of index\.safetensors/,
    ],
    ["it was cut off", send(index.subarray(0, 1000)), "bundle", /index\.safetensors has 1,000 bytes instead of/],
    ["one byte of it differs", send(tampered(index)), "bundle", /SHA-256 differs/],
  ];
  for (const [name, fault, kind, sentence] of cases) {
    test(name, async (t) => {
      const here = await blank(t);
      here.faults.set(INDEX, fault);
      const failed = await withEngine(here, (client) => client.index());
      assert.equal(failed.kind, kind, failed.message);
      assert.match(failed.message, sentence);
      here.faults.clear();
      assert.deepEqual(
        await withEngine(here, (client) => client.index()),
        { value: undefined },
        "the second try works",
      );
    });
  }

  test("its loading only grows, to the total; stopped, it can be taken up again", async (t) => {
    const here = await blank(t);
    const stopped = await withEngine(here, (client) => {
      const control = new AbortController();
      return client.index(() => control.abort(), control.signal);
    });
    assert.equal(stopped.kind, "cancelled", stopped.message);
    const { value } = await withEngine(here, async (client) => {
      const seen = [];
      await client.index((loaded, total) => seen.push([loaded, total]));
      return seen;
    });
    assert.ok(
      value.every(([loaded, of], i) => of === index.length && loaded >= (value[i - 1]?.[0] ?? 0)),
      JSON.stringify(value),
    );
    assert.equal(value.at(-1)[0], index.length);
  });

  test("the page's own thread hashes none of it", async (t) => {
    const here = await blank(t);
    await here.page.evaluate(() => {
      const { digest } = crypto.subtle;
      globalThis.hashed = [];
      crypto.subtle.digest = function (name, bytes) {
        hashed.push(bytes.byteLength);
        return digest.call(this, name, bytes);
      };
    });
    assert.deepEqual(await withEngine(here, (client) => client.index()), { value: undefined });
    const hashed = await here.page.evaluate(() => hashed);
    assert.ok(hashed.includes(file("weights.safetensors").length), "it does hash what it reads itself");
    assert.ok(!hashed.includes(index.length));
  });
});

describe("hosts that do odd things still work", () => {
  test("every file with a wrong MIME type", async (t) => {
    const here = await blank(t);
    const { faults } = here;
    for (const name of Object.keys(manifest.files))
      faults.set(BUNDLE + name, send(file(name), { "content-type": "text/plain" }));
    faults.set(
      "/unrolled_bg.wasm.gz",
      send(readFileSync(`${PKG}unrolled_bg.wasm.gz`), { "content-type": "text/html" }),
    );
    assert.deepEqual(await withEngine(here, ready), { value: undefined });
  });

  test("the loading counts every byte once and ends at the total", async (t) => {
    const here = await blank(t);
    const { value } = await withEngine(here, async (client) => {
      const seen = [];
      await client.ready((loaded, total) => seen.push([loaded, total]));
      return seen;
    });
    const total = value[0][1];
    assert.ok(
      value.every(([loaded, of], i) => of === total && loaded >= (value[i - 1]?.[0] ?? 0)),
      "it only grows",
    );
    assert.equal(value.at(-1)[0], total);
  });

  test("a load that is stopped can be taken up again", async (t) => {
    const here = await blank(t);
    const stopped = await withEngine(here, (client) => {
      const control = new AbortController();
      return client.ready(() => control.abort(), control.signal);
    });
    assert.equal(stopped.kind, "cancelled", stopped.message);
    assert.deepEqual(await withEngine(here, ready), { value: undefined });
  });
});

describe("pages and browsers that forbid something", () => {
  const policy = (value) => ({ headers: { "content-security-policy": value } });
  const allowed = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

  test("a browser without SIMD is told which browsers have it", async (t) => {
    const here = await blank(t);
    await here.page.evaluate(() => (WebAssembly.validate = () => false));
    const failed = await withEngine(here, ready);
    assert.equal(failed.kind, "unsupported");
    assert.match(failed.message, /SIMD.+Chrome 91, Firefox 113, Safari 16\.4/);
  });

  test("a page whose CSP forbids WebAssembly is told the word it lacks", async (t) => {
    const here = await blank(t, policy("default-src 'self'"));
    const failed = await withEngine(here, ready);
    assert.equal(failed.kind, "unsupported", failed.message);
    assert.match(failed.message, /'wasm-unsafe-eval'/);
  });

  test("no worker is allowed at all: the engine runs on the page in slices", async (t) => {
    const here = await blank(t, policy(`${allowed}; worker-src 'none'`));
    const { value } = await withEngine(here, (client, text) => client.predict(text), TEXT);
    assert.ok(value.probability > 0);
    assert.equal(here.page.workers().length, 0);
  });

  test("the worker file is used where blobs are forbidden", async (t) => {
    const here = await blank(t, policy(allowed));
    assert.deepEqual(await withEngine(here, ready), { value: undefined });
    assert.deepEqual(
      here.page.workers().map((worker) => new URL(worker.url()).pathname),
      ["/unrolled.worker.js"],
    );
  });

  test("a blob is used where the worker file is missing", async (t) => {
    const here = await blank(t);
    const { faults } = here;
    faults.set("/unrolled.worker.js", notFound);
    assert.deepEqual(await withEngine(here, ready), { value: undefined });
    assert.deepEqual(
      here.page.workers().map((worker) => new URL(worker.url()).protocol),
      ["blob:"],
    );
  });
});

describe("work in the engine", () => {
  let engine;
  const ends = [];
  after(() => Promise.all(ends.map((end) => end())));
  before(async () => {
    engine = await blank({ after: (end) => ends.push(end) });
    await withEngine(engine, ready);
  });

  test("of three predictions asked for at once only the last is answered", async () => {
    const { value } = await withEngine(engine, (client) => {
      const asked = ["good", "bad", "good film"].map((text) => client.predict(text));
      return Promise.allSettled(asked).then((all) => all.map((one) => one.reason?.kind ?? one.value.tokens.length));
    });
    assert.deepEqual(value, ["stale", "stale", 2]);
  });

  test("a long job shows snapshots, lets predictions through and keeps what it has when stopped", async () => {
    const { value } = await withEngine(
      engine,
      async (client, text) => {
        const order = [];
        const long = Array(40).fill(text).join(" ");
        const first = Promise.withResolvers();
        const snapshot = () => (order.push("snapshot"), first.resolve());
        const running = client.explain(
          "lime",
          long,
          { samples: 50000, features: "all", target: "logit" },
          { snapshot },
        );
        await first.promise;
        await client.predict(text).then(() => order.push("prediction"));
        running.stop();
        const kept = await running.result;
        return { order, samples: kept.fidelity.samples };
      },
      TEXT,
    );
    assert.equal(value.order[0], "snapshot");
    assert.ok(value.order.includes("prediction"));
    assert.ok(value.samples > 0 && value.samples < 50000, `${value.samples} samples`);
  });

  test("a cancelled job rejects at once and is not heard of again", async () => {
    const { value } = await withEngine(
      engine,
      async (client, text) => {
        let late = 0;
        const running = client.explain("lime", text, { samples: 50000 }, { progress: () => late++ });
        await new Promise((done) => setTimeout(done, 100));
        running.cancel();
        const kind = await running.result.catch((error) => error.kind);
        late = 0;
        await new Promise((done) => setTimeout(done, 100));
        return { kind, late };
      },
      TEXT,
    );
    assert.deepEqual(value, { kind: "cancelled", late: 0 });
  });

  test("a method or setting that does not exist is named, and the next call works", async () => {
    for (const [method, settings] of [
      ["tea-leaves", {}],
      ["lime", { samples: "many" }],
    ]) {
      const failed = await withEngine(
        engine,
        (client, { method, settings, text }) => client.explain(method, text, settings).result,
        { method, settings, text: TEXT },
      );
      assert.equal(failed.kind, "settings", failed.message);
    }
    assert.ok((await withEngine(engine, (client, text) => client.predict(text), TEXT)).value);
  });
});

test("how long a reader waits (printed, not judged: see benches/parts/waits.mjs)", async (t) => {
  const here = await blank(t);
  await withEngine(here, ready);
  const words = (count) => Array(40).fill(TEXT).join(" ").split(" ").slice(0, count).join(" ");
  const { value } = await withEngine(
    here,
    async (client, { short, long }) => {
      const timed = async (work) => {
        const begin = performance.now();
        await work();
        return Math.round(performance.now() - begin);
      };
      await client.predict(short);
      const prediction = await timed(() => client.predict(long));
      const first = Promise.withResolvers();
      const running = client.explain(
        "lime",
        short,
        {},
        { snapshot: ({ fidelity }) => fidelity.samples >= 200 && first.resolve() },
      );
      const estimate = await timed(() => Promise.race([first.promise, running.result]));
      const stopping = client.explain("lime", short, { samples: 20000 });
      await new Promise((done) => setTimeout(done, 200));
      const stop = await timed(() => (stopping.stop(), stopping.result));
      return { prediction, estimate, stop };
    },
    { short: words(200), long: words(250) },
  );
  t.diagnostic(
    `prediction of 250 words ${value.prediction} ms, first LIME estimate ${value.estimate} ms, stop answers in ${value.stop} ms`,
  );
});

const [FURTHER, GRADIENTS] = ["/unrolled_further_bg.wasm.gz", "/unrolled_gradients_bg.wasm.gz"];

describe("the further module", () => {
  const modules = (asked) => asked.filter((path) => path.endsWith(".wasm.gz"));
  const clamp = (client, text) =>
    client.explain("clamping", text, { clamps: [{ unit: "hidden", index: 3, value: 0 }] }).result;
  const leaveOut = (client, text) => client.explain("counterfactuals", text, { kind: "leave-out" }).result;

  test("it is loaded when one of its methods is first asked for, once, and never for what the main module answers", async (t) => {
    const here = await blank(t);
    const { asked } = here;
    await withEngine(
      here,
      async (client, text) => {
        await client.predict(text);
        for (const method of ["leave-one-out", "lime", "contribution-over-time", "removal-over-time"])
          await client.explain(method, text, {}).result;
      },
      TEXT,
    );
    assert.deepEqual(modules(asked), ["/unrolled_bg.wasm.gz"]);
    const held = await withEngine(here, clamp, TEXT);
    assert.notEqual(held.value?.logit, held.value?.before.logit, held.message);
    assert.equal((await withEngine(here, leaveOut, TEXT)).value.kind, "leave-out");
    assert.deepEqual(modules(asked), ["/unrolled_bg.wasm.gz", FURTHER]);
    assert.equal(asked.filter((path) => path.endsWith("weights.safetensors")).length, 1, "the weights are here");
  });

  test("where the gradients module is, it answers for the further one", async (t) => {
    const here = await blank(t);
    await withEngine(here, (client) => client.module("gradients"));
    const held = await withEngine(here, clamp, TEXT);
    assert.ok(held.value, held.message);
    assert.deepEqual(modules(here.asked), ["/unrolled_bg.wasm.gz", GRADIENTS]);
    assert.deepEqual((await withEngine(await blank(t), clamp, TEXT)).value, held.value, "in the same words");
  });

  test("it is not there: one sentence, the engine goes on, and the next run works", async (t) => {
    const here = await blank(t);
    here.faults.set(FURTHER, notFound);
    const failed = await withEngine(here, clamp, TEXT);
    assert.equal(failed.kind, "network", failed.message);
    assert.match(failed.message, /unrolled_further_bg\.wasm\.gz is not at .+HTTP 404.+try again/);
    assert.ok((await withEngine(here, (client, text) => client.predict(text), TEXT)).value);
    here.faults.clear();
    assert.ok((await withEngine(here, clamp, TEXT)).value);
  });
});

describe("the gradients module", () => {
  const maximize = (client, text) => client.explain("activation-maximization", text, { iterations: 20 }).result;

  test("it is not loaded before activation maximization is asked for, and then once, in a thread of its own", async (t) => {
    const here = await blank(t);
    const { asked, page } = here;
    await withEngine(
      here,
      (client, text) => client.index().then(() => client.explain("corpus-search", text, {}).result),
      TEXT,
    );
    assert.deepEqual([asked.includes(GRADIENTS), page.workers().length], [false, 1]);
    asked.length = 0;
    const { value } = await withEngine(here, maximize, TEXT);
    assert.ok(
      value.searched.score > 0 && value.items.every(({ count }) => Number.isInteger(count)),
      "with the index's counts",
    );
    assert.ok((await withEngine(here, maximize, TEXT)).value);
    assert.deepEqual(asked.sort(), [GRADIENTS, "/unrolled.worker.js"].sort(), "nothing else is loaded again");
    assert.equal(page.workers().length, 2);
  });

  test("an index that comes later is used by the next run", async (t) => {
    const here = await blank(t);
    const count = ({ value }) => value.items[0].count;
    assert.equal(count(await withEngine(here, maximize, TEXT)), null);
    await withEngine(here, (client) => client.index());
    assert.ok(
      count(await withEngine(here, maximize, TEXT)) >= 0 && count(await withEngine(here, maximize, TEXT)) !== null,
    );
  });

  test("two runs at once give its thread the index once", async (t) => {
    const here = await blank(t);
    await withEngine(here, (client) => client.index());
    const { value } = await withEngine(
      here,
      async (client, text) => {
        let given = 0;
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function (request, ...rest) {
          if (request.action === "index") given++;
          return postMessage.call(this, request, ...rest);
        };
        const run = () => client.explain("activation-maximization", text, { iterations: 2 }).result;
        const [first, second] = await Promise.all([run(), run()]);
        return { given, counted: [first, second].map(({ items }) => Number.isInteger(items[0].count)) };
      },
      TEXT,
    );
    assert.deepEqual(value, { given: 1, counted: [true, true] });
  });

  const cases = [
    ["is not there", notFound, "network", /unrolled_gradients_bg\.wasm\.gz is not at .+HTTP 404.+try again/],
    ["is another build's", send(Buffer.alloc(5000)), "bundle", /unrolled_gradients_bg\.wasm\.gz has 5,000 bytes/],
    [
      "has one byte turned over",
      send(tampered(readFileSync(`${PKG}unrolled_gradients_bg.wasm.gz`))),
      "bundle",
      /SHA-256 differs/,
    ],
  ];
  for (const [name, fault, kind, sentence] of cases) {
    test(`it ${name}: one sentence, the engine goes on, and the next run works`, async (t) => {
      const here = await blank(t);
      here.faults.set(GRADIENTS, fault);
      const failed = await withEngine(here, maximize, TEXT);
      assert.equal(failed.kind, kind, failed.message);
      assert.match(failed.message, sentence);
      assert.ok((await withEngine(here, (client, text) => client.predict(text), TEXT)).value);
      here.faults.clear();
      assert.ok((await withEngine(here, maximize, TEXT)).value);
    });
  }

  test("stop keeps what there is and cancel ends it, while the engine answers predictions", async (t) => {
    const here = await blank(t);
    const { value } = await withEngine(
      here,
      async (client, text) => {
        const begin = () => {
          const first = Promise.withResolvers();
          const running = client.explain(
            "activation-maximization",
            text,
            { iterations: 100000 },
            { progress: ({ done }) => done > 1 && first.resolve() },
          );
          return first.promise.then(() => running);
        };
        const stopped = await begin();
        const { probability } = await client.predict(text);
        stopped.stop();
        const { iterations } = await stopped.result;
        const cancelled = await begin();
        cancelled.cancel();
        return { probability, iterations, kind: await cancelled.result.catch((error) => error.kind) };
      },
      TEXT,
    );
    assert.ok(value.probability > 0 && value.iterations > 0 && value.iterations < 100000, JSON.stringify(value));
    assert.equal(value.kind, "cancelled");
  });

  test("its thread dies: the reader is told, the engine goes on, and the next run works", async (t) => {
    const here = await blank(t);
    await withEngine(here, ready);
    here.faults.set("/unrolled.worker.js", broken(/job_advance$/, 'new WebAssembly.RuntimeError("unreachable")'));
    const failed = await withEngine(here, maximize, TEXT);
    assert.equal(failed.kind, "crashed", failed.message);
    assert.match(failed.message, /stopped unexpectedly.+run it again/);
    here.faults.clear();
    here.asked.length = 0;
    assert.ok((await withEngine(here, (client, text) => client.predict(text), TEXT)).value);
    assert.ok((await withEngine(here, maximize, TEXT)).value);
    assert.deepEqual(here.asked, ["/unrolled.worker.js"], "only the worker's script is asked for again");
  });

  test("where no worker is allowed it runs on the page", async (t) => {
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";
    const here = await blank(t, { headers: { "content-security-policy": policy } });
    assert.ok((await withEngine(here, maximize, TEXT)).value);
    assert.equal(here.page.workers().length, 0);
  });
});

describe("an engine that dies is replaced", () => {
  const cases = [
    [
      "it traps",
      'new WebAssembly.RuntimeError("unreachable")',
      "crashed",
      /stopped unexpectedly.+restarted.+text is kept/,
    ],
    [
      "it runs out of memory",
      'new RangeError("Out of memory")',
      "memory",
      /out of memory.+restarted.+close other tabs/,
    ],
  ];
  for (const [name, error, kind, sentence] of cases) {
    test(`${name}: the reader is told and the next run works without loading anything again`, async (t) => {
      const here = await blank(t);
      const { faults, asked } = here;
      faults.set("/unrolled.worker.js", broken(/predict$/, error));
      await withEngine(here, ready);
      faults.clear();
      asked.length = 0;
      const failed = await withEngine(here, (client, text) => client.predict(text), TEXT);
      assert.equal(failed.kind, kind, failed.message);
      assert.match(failed.message, sentence);
      assert.ok((await withEngine(here, (client, text) => client.predict(text), TEXT)).value);
      assert.deepEqual(asked, ["/unrolled.worker.js"], "only the worker's script is asked for again");
    });
  }
});
