// Lessons as data: what ships is sound, and a lesson that is not gets one sentence, from the schema's point of view too.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { require } from "./support.mjs";

const WWW = fileURLToPath(new URL("../../www/", import.meta.url));
const LESSONS = join(WWW, "lessons");
const SCHEMA = JSON.parse(readFileSync(join(LESSONS, "lesson.schema.json"), "utf8"));
const SHIPPED = readdirSync(LESSONS).filter((name) => /^[\w-]+\.json$/.test(name));
const isByTheSchema = new (require("ajv/dist/2020"))().compile(SCHEMA);

let parser;
before(async () => {
  const { outputFiles } = await require("esbuild").build({
    entryPoints: [join(WWW, "src/page/lesson/lesson.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  parser = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
});

const STEP = { target: "text", text: "Look.", state: "preset=sequel" };
const LESSON = { title: "A lesson", summary: "About nothing.", language: "en", steps: [STEP] };
const withStep = (change) => ({ ...LESSON, steps: [STEP, { ...STEP, ...change }] });
const without = (key) => Object.fromEntries(Object.entries(LESSON).filter(([name]) => name !== key));

test("every lesson that ships is by the schema, and the page reads it; so do the three that there must be", () => {
  for (const name of SHIPPED) {
    const json = readFileSync(join(LESSONS, name), "utf8");
    assert.ok(isByTheSchema(JSON.parse(json)), `${name}: ${JSON.stringify(isByTheSchema.errors)}`);
    assert.equal(parser.parseLesson(json).steps.length, JSON.parse(json).steps.length);
  }
  assert.deepEqual(SHIPPED, ["negation.json", "tour.json", "toy-story.json"]);
});

test("their figures are of the network that ships, and they say so; the tour has words for any other", () => {
  const weights = readFileSync(join(WWW, "model/weights.safetensors"));
  const hash = createHash("sha256").update(weights).digest("hex");
  for (const name of SHIPPED) {
    const { model, steps } = parser.parseLesson(readFileSync(join(LESSONS, name), "utf8"));
    assert.ok(model !== null && hash.startsWith(model), `${name} is written for the model ${hash.slice(0, 12)}`);
    if (name === "tour.json") assert.ok(steps.every(({ otherwise }) => otherwise !== null && !/\d/.test(otherwise)));
  }
});

test("schema and page know the same targets", () => {
  assert.deepEqual(SCHEMA.properties.steps.items.properties.target.enum, parser.TARGETS);
});

test("schema and page know the same keys of a state", () => {
  const { pattern } = SCHEMA.properties.steps.items.properties.state;
  assert.deepEqual(/\(\((.+?)\)/.exec(pattern)[1].split("|").sort(), parser.stateKeys().sort());
  for (const state of [
    "",
    "#v=1&preset=sequel",
    "t=A%26B+film&select=2",
    "rule=not+good&",
    "compact",
    "view=text,formed&hide=how",
  ]) {
    assert.equal(isByTheSchema(withStep({ state })), true, state);
    assert.equal(parser.parseLesson(JSON.stringify(withStep({ state }))).steps.length, 2);
  }
});

test("the shortest lesson: no state means that the page stays as it is", () => {
  const { steps } = parser.parseLesson(JSON.stringify({ ...LESSON, steps: [{ target: "text", text: "Look." }] }));
  assert.deepEqual(steps, [{ target: "text", text: "Look.", otherwise: null, state: "" }]);
  assert.equal(
    parser.parseLesson(JSON.stringify(withStep({ state: "#preset=sequel" }))).steps[1].state,
    "preset=sequel",
    "as copied from an address",
  );
});

for (const [name, lesson, sentence] of [
  ["a list", [], /^it is a list: give an object with title, summary, language, steps\.$/],
  ["nothing", null, /^it is null: give an object/],
  ["a lesson without a title", without("title"), /^it has no “title”: give title, summary, language, steps\.$/],
  ["a lesson without steps", without("steps"), /^it has no “steps”/],
  ["an empty list of steps", { ...LESSON, steps: [] }, /^it has no steps: give at least one\.$/],
  ["steps that are a text", { ...LESSON, steps: "first" }, /^its “steps” are a text: give a list of steps\.$/],
  ["201 steps", { ...LESSON, steps: Array(201).fill(STEP) }, /^it has 201 steps: 200 are the most\.$/],
  ["a title that is a number", { ...LESSON, title: 7 }, /^it has a number as “title”: give a text\.$/],
  [
    "a title too long",
    { ...LESSON, title: "a".repeat(121) },
    /^it has a “title” of 121 characters: 120 are the most\.$/,
  ],
  [
    "a language that is none",
    { ...LESSON, language: "plain English" },
    /^its “language” is “plain English”: give a code such as "en"\.$/,
  ],
  [
    "a key that means nothing",
    { ...LESSON, author: "me" },
    /^it has “author”, which means nothing here: known are title/,
  ],
  [
    "a step that is a text",
    { ...LESSON, steps: [STEP, "then"] },
    /^step 2 is a text: give an object with target, text\.$/,
  ],
  ["a step without a target", withStep({ target: undefined }), /^step 2 has no “target”: give target, text\.$/],
  [
    "a target that is no view",
    withStep({ target: "heatmap" }),
    /^step 2 has the target “heatmap”, which no view is called: give one of verdict, text, .+ similar\.$/,
  ],
  [
    "a target from every object's prototype",
    withStep({ target: "constructor" }),
    /^step 2 has the target “constructor”, which no view/,
  ],
  [
    "a mistyped key",
    withStep({ sate: "preset=sequel" }),
    /^step 2 has “sate”, which means nothing here: known are target, text, state, otherwise\.$/,
  ],
  ["a text that is empty", withStep({ text: " " }), /^step 2 has an empty “text”: write something\.$/],
  [
    "a text too long",
    withStep({ text: "a".repeat(1201) }),
    /^step 2 has a “text” of 1201 characters: 1200 are the most\.$/,
  ],
  [
    "a state that is an object",
    withStep({ state: { preset: "sequel" } }),
    /^step 2 has an object as “state”: give a text\.$/,
  ],
  ["a model that is none", { ...LESSON, model: "IMDB" }, /^its “model” is “IMDB”: give the 12 digits/],
  ["an empty word for other networks", withStep({ otherwise: "" }), /^step 2 has an empty “otherwise”/],
  [
    "a mistyped key in a state",
    withStep({ state: "v=1&preste=sequel" }),
    /^step 2 has “preste” in its state, which means nothing there: known are v, t, .+ and rule\.$/,
  ],
  [
    "a state that is words",
    withStep({ state: "the sequel" }),
    /^step 2 has “the sequel” in its state, which means nothing there/,
  ],
  [
    "a next without a title",
    { ...LESSON, next: { lesson: "tour" } },
    /^its “next” has no “title”: give lesson, title\.$/,
  ],
  [
    "a next that names a list of examples",
    { ...LESSON, next: { lesson: "tour", title: "The tour", preset: ["sequel"] } },
    /^its “next” has a list as “preset”: give a text\.$/,
  ],
]) {
  test(`${name} is refused in one sentence, and by the schema`, () => {
    const json = JSON.stringify(lesson);
    assert.throws(
      () => parser.parseLesson(json),
      (error) => error instanceof parser.LessonError && sentence.test(error.message) && !error.message.includes("\n"),
    );
    assert.equal(isByTheSchema(JSON.parse(json)), false);
  });
}

test("what is not JSON is refused in one sentence", () => {
  for (const text of ["", "<!doctype html>", '{"title": "cut off', "\0".repeat(9)]) {
    assert.throws(() => parser.parseLesson(text), /^\w*Error: it is not JSON \(.+\)\.$/s);
  }
});
