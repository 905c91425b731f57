// What each view asks the engine, when, and what may be fetched for it; and how a change of state becomes a question.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Explainer } from "./explainer.mjs";
import { importSource } from "./source.mjs";
import { launch, openPage, servePackage } from "./support.mjs";

const { ASKED, SLOTS, due, initialState, marker, nothingWanted, overtaken } = await importSource(
  "page/deeds/questions.ts",
  "page/deeds/asking.ts",
  "page/deeds/due.ts",
  "page/store/state.ts",
);

const READY = { phase: "ready", loaded: 0, total: 0, message: "" };
const WORDS = ["a", "dull", "and", "lovely", "film"];
const TEXT = WORDS.join(" ");
const MANIFEST = {
  classes: ["negative", "positive"],
  config: { cell: "lstm", directions: "unidirectional" },
  counts: { train: 25_000 },
  files: { "index.safetensors": { bytes: 1 }, "reviews-00.txt.gz": { bytes: 1 } },
  metrics: {},
};
const PREDICTION = {
  kept: WORDS.length,
  unknown: WORDS.map(() => false),
  classes: MANIFEST.classes,
  verdict: 1,
  class: 1,
};

/** A page whose model is here, with a text read and its second word chosen. */
function page(patch = {}, loaded = []) {
  const state = initialState();
  const assets = Object.fromEntries(["model", ...loaded].map((asset) => [asset, READY]));
  return {
    ...state,
    text: TEXT,
    predicted: TEXT,
    prediction: PREDICTION,
    selection: [1, 2],
    views: "ready",
    opening: null,
    manifest: MANIFEST,
    loading: { ...state.loading, ...assets },
    ...patch,
  };
}

const ALL = ["further", "gradients", "index", "reviews"];
/** The words have been weighed, so that what waits for that goes on. */
const weighed = (state, others = {}) =>
  answered(state, "leave-one-out", { tokens: WORDS, weights: [0, 1, 0, 0, 0] }, others);

/** The state with an answer to what the slot would be asked. */
function answered(state, slot, result, others = {}) {
  const marked = marker()(state);
  const { question } = marked.slots[slot];
  const filled = { ...marked.slots[slot], phase: "done", asked: question, answered: question, result, ...others };
  return { ...marked, slots: { ...marked.slots, [slot]: filled } };
}

const dueIn = (state, wanted = {}) => due(marker()(state), { ...nothingWanted(), ...wanted });

describe("what is due", () => {
  test("before the model is here, and of no text, nothing", () => {
    const idle = initialState().loading.model;
    assert.deepEqual(dueIn(page({ loading: { ...page().loading, model: idle } })), []);
    assert.deepEqual(dueIn(page({ text: "other" })), [], "the network reads another text");
    assert.deepEqual(dueIn(page({ prediction: { ...PREDICTION, kept: 0 } })), []);
  });

  test("whoever only opens the page: what the main module answers without the training data", () => {
    const first = ["leave-one-out", "contribution-over-time", "removal-over-time"];
    assert.deepEqual(dueIn(weighed(page())), first.slice(1));
    assert.deepEqual(dueIn(page()), first);
    assert.deepEqual(dueIn(page({ views: "waiting" })), ["leave-one-out"], "the first script draws no other view");
  });

  test("somebody is here to read: the further module too, and for a view in sight the training data", () => {
    const state = weighed(page({ chapter: "words" }));
    const more = dueIn(state, { stirred: true });
    assert.ok(more.includes("contextual-decomposition") && more.includes("phrase-tree"));
    assert.ok(!dueIn(state).includes("phrase-tree"), "nobody has done anything yet");
    assert.ok(dueIn(state, { seen: new Set(["phrases"]) }).includes("phrase-tree"), "a module is less than the data");
    const training = { ...state, chapter: "training" };
    assert.ok(!dueIn(training, { stirred: true }).includes("token-search"), "its view is not in sight");
    const seen = dueIn(training, { stirred: true, seen: new Set(["memory"]) });
    assert.ok(seen.includes("token-search") && seen.includes("activation-similarity"));
    assert.ok(!seen.includes("deep-knn") && !seen.includes("carrier-search"));
    assert.ok(!dueIn(training, { seen: new Set(["memory"]) }).includes("token-search"), "nobody has done anything yet");
    const unfolded = dueIn({ ...state, chapter: "network", unfolded: ["all"] }, { touched: true });
    assert.ok(unfolded.includes("deep-knn") && unfolded.includes("rule-list"));
    assert.ok(dueIn(state, { all: true }).includes("carrier-search"), "the summary's data come when all are asked for");
    const named = { ...state, chapter: "network", unfolded: ["rules"] };
    assert.ok(dueIn(named, { asked: new Set(["rules"]) }).includes("rule-list"));
  });

  test("what is here is used, whoever looks, for what is always in sight and for the open chapter", () => {
    const beside = ["leave-one-out", "contribution-over-time", "deep-knn", "phrase-tree", "phrase-rules"];
    const inside = {
      reading: ["removal-over-time"],
      words: ["cell-decomposition", "contextual-decomposition", "interactions"],
      looking: ["corpus-search", "pattern-units"],
      training: ["token-search", "activation-similarity"],
      trust: [],
      network: ["rule-list"],
    };
    const dueWith = (chapter) =>
      dueIn(weighed(page({ chapter, unfolded: ["rules"] }, ALL), { answered: null, asked: null }));
    for (const [chapter, slots] of Object.entries(inside)) {
      const found = dueWith(chapter);
      for (const slot of [...beside, ...slots]) assert.ok(found.includes(slot), `${slot} in ${chapter}`);
      const elsewhere = Object.entries(inside).flatMap(([other, theirs]) => (other === chapter ? [] : theirs));
      for (const slot of elsewhere) assert.ok(!found.includes(slot), `${slot} waits while ${chapter} is open`);
      for (const slot of ["agreement", "anchors", "integrated-gradients", "activation-maximization", "pattern-search"])
        assert.ok(!found.includes(slot), `${slot} waits for a press`);
    }
  });

  test("a track that is asked for asks for what it shows", () => {
    const manifest = { ...MANIFEST, average_word: [] };
    const { reading, ...settings } = page().settings;
    const tracks = (...names) =>
      page({ manifest, settings: { ...settings, reading: { ...reading, tracks: names } } }, ALL);
    assert.ok(dueIn(tracks("river", "lasting")).includes("lasting"));
    assert.ok(!dueIn(tracks("river", "kept")).includes("lasting"));
    assert.ok(!dueIn({ ...tracks("river", "lasting"), manifest: MANIFEST }).includes("lasting"), "no average word");
    // A track that needs the training data calls for them, where it is seen.
    const called = (names, patch = {}) =>
      dueIn({ ...tracks(...names), loading: page({}, ["further"]).loading, ...patch }).includes("deep-knn");
    assert.deepEqual([called(["river"]), called(["river", "familiar"])], [false, true]);
    assert.ok(!called(["familiar"], { chapter: "words" }), "the reading is not open");
    const frame = { ...initialState().frame, view: ["text"] };
    assert.ok(!called(["familiar"], { frame }), "nothing but the text is shown");
  });

  test("only for views that are shown", () => {
    const frame = { ...initialState().frame, view: ["text"] };
    assert.deepEqual(dueIn(weighed(page({ frame }, ALL))), ["deep-knn"], "which the verdict tells");
  });

  test("nothing that network or bundle lack", () => {
    const config = { ...MANIFEST.config, directions: "bidirectional" };
    const looking = (manifest) => dueIn(weighed(page({ chapter: "looking", manifest }, ALL)));
    const both = looking({ ...MANIFEST, config });
    assert.ok(!both.includes("contribution-over-time") && !both.includes("corpus-search") && both.includes("deep-knn"));
    const bare = looking({ ...MANIFEST, files: {} });
    assert.ok(!bare.includes("carrier-search") && !bare.includes("deep-knn") && bare.includes("corpus-search"));
    const three = looking({ ...MANIFEST, classes: ["a", "b", "c"] });
    assert.ok(!three.includes("deep-knn") && !three.includes("phrase-rules") && three.includes("corpus-search"));
  });

  test("a long text is weighed when asked", () => {
    const long = page({ prediction: { ...PREDICTION, kept: 1501 } }, ALL);
    assert.ok(!dueIn(long).includes("leave-one-out") && dueIn(long).includes("contribution-over-time"));
  });

  test("words together from two on", () => {
    assert.ok(!dueIn(page()).includes("span"));
    assert.ok(dueIn(page({ selection: [1, 3] }, ALL)).includes("span"));
    assert.ok(dueIn(page({ selection: [1, 3], chapter: "words" }, ALL)).includes("phrase"));
  });

  test("every slot asks something, but for one that no view shows", () => {
    const asked = ASKED.map(([slot]) => slot);
    assert.deepEqual(
      SLOTS.filter((slot) => !asked.includes(slot)),
      ["gradient-input"],
    );
  });
});

describe("the marks", () => {
  test("an answer is current as long as its question is asked", () => {
    const mark = marker();
    const state = mark(answered(page({}, ALL), "token-search", { train: {} }));
    assert.equal(state.slots["token-search"].current, true);
    const other = mark({ ...state, selection: [2, 3] });
    assert.deepEqual(other.slots["token-search"].question.settings, { span: [2, 3] });
    assert.equal(other.slots["token-search"].current, false);
    assert.equal(mark({ ...other, selection: [1, 2] }).slots["token-search"].current, true);
    assert.equal(mark({ ...other, text: "something else" }).slots["token-search"].question, null);
  });

  test("what a question is not made of leaves the state as it is; what says the same keeps its question", () => {
    const mark = marker();
    const state = mark(page());
    const moved = { ...state, line: 3, message: "loading" };
    assert.equal(mark(moved), moved);
    const again = mark({ ...state, settings: { ...state.settings }, selection: [1, 2] });
    for (const [slot] of ASKED) assert.equal(again.slots[slot].question, state.slots[slot].question, slot);
  });

  test("one pass is enough: a question may be made of the answer before it", () => {
    const own = { text: TEXT, rule: [1] };
    const settings = { ...page().settings, anchors: { ...page().settings.anchors, own } };
    const rule = { finished: true, rule: [1], training: null };
    const state = marker()(answered(page({ settings, chapter: "trust" }, ALL), "own-rule", rule));
    assert.deepEqual(state.slots["rule-training"].question.settings, { rule: [1], fresh: 0 });
    assert.ok(dueIn(state).includes("rule-training"));
  });

  test("an exact answer answers the quick question, too", () => {
    const state = answered(page({}, ALL), "activation-similarity", { items: [] });
    const slot = state.slots["activation-similarity"];
    const ask = { ...slot.question, settings: { ...slot.question.settings, exact: true } };
    const exact = {
      ...state,
      slots: { ...state.slots, "activation-similarity": { ...slot, asked: ask, answered: ask } },
    };
    assert.equal(marker()(exact).slots["activation-similarity"].current, true);
    assert.ok(!dueIn(exact).includes("activation-similarity"));
  });

  test("LIME's settings take effect when it is run again, a new text at once", () => {
    const tinted = page({ tint: "lime" });
    assert.ok(dueIn(tinted).includes("lime"));
    const run = answered(tinted, "lime", { weights: [] }, { phase: "running" });
    const lime = { ...run.settings.lime, samples: 100 };
    const set = marker()({ ...run, settings: { ...run.settings, lime } });
    assert.equal(set.slots.lime.current, false);
    assert.deepEqual([dueIn(set).includes("lime"), overtaken(set)], [false, []]);
    assert.deepEqual(overtaken(marker()({ ...run, text: "other" })), ["lime"]);
  });

  test("what runs for a question that is no longer asked is overtaken", () => {
    const run = answered(page({}, ALL), "pattern-search", null, { phase: "running", answered: null });
    assert.deepEqual(overtaken(marker()(run)), []);
    assert.deepEqual(overtaken(marker()({ ...run, selection: [0, 1] })), ["pattern-search"]);
  });
});

describe("the trip", () => {
  let browser, server;
  before(async () => {
    browser = await launch();
    server = await servePackage();
  });
  after(() => Promise.all([browser.close(), server.close()]));

  test("an arrow key held down asks about its end and not about every step", async (t) => {
    const { page, problems, close } = await openPage(browser, `${server.origin}/site/index.html`);
    t.after(async () => {
      await close();
      assert.deepEqual(problems, []);
    });
    const explainer = new Explainer(page);
    await explainer.live();
    await explainer.root.evaluate(({ desk }) => desk.act({ type: "chapter", chapter: "words" }));
    await explainer.select(1);
    await explainer.idle();
    const { asked, pauses } = await explainer.root.evaluate(async ({ desk }) => {
      const asked = [];
      const { engine } = desk;
      const explain = engine.explain.bind(engine);
      engine.explain = (method, text, settings, ...rest) => {
        if (method === "contextual-decomposition") asked.push(settings.span[0]);
        return explain(method, text, settings, ...rest);
      };
      const wait = (ms) => new Promise((done) => setTimeout(done, ms));
      let [last, pauses] = [performance.now(), 0];
      for (let at = 2; at <= 21; at += 1) {
        desk.act({ type: "select", span: [at, at + 1] });
        await wait(30);
        // A machine that is busy elsewhere makes a pause where the reader makes none.
        if (performance.now() - last > 120) pauses += 1;
        last = performance.now();
      }
      for (let tries = 0; tries < 300 && !asked.includes(21); tries += 1) await wait(100);
      return { asked, pauses };
    });
    assert.equal(asked.at(-1), 21, "the last one is asked about");
    assert.ok(asked.length <= 2 + pauses, `asked of ${asked.length} steps: ${asked.join()}, pauses: ${pauses}`);
  });
});
