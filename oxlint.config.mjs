// What the page's code is held to: npm --prefix www run lint. The first half is a table of rooms, as in ARCHITECTURE:
// imports point down it, and none go round in a circle.
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms of www/src from the ground up: [name, its files and folders, the rooms it may import]. The first entry that names a file counts. */
const ROOMS = [
  [
    "types",
    [
      "types.ts",
      "methods.ts",
      "generated/answers.ts",
      "generated/choices.ts",
      "generated/covers.ts",
      "generated/defaults.ts",
      "generated/methods.ts",
      "generated/text.ts",
    ],
    [],
  ],
  ["engine", ["engine/", "worker/protocol.ts"], ["types"]],
  ["worker", ["worker/"], ["types", "engine"]],
  ["package", ["package/"], ["engine"]],
  ["headless", ["headless.ts"], ["types", "engine", "package"]],
  // The page. First what holds still: how figures and sentences are written, what the page knows, how addresses spell it.
  // Messages are compiled into functions that format their numbers, and numbers have words of their own.
  ["writing", ["generated/words/", "page/numbers.ts", "page/sentence.ts", "page/classes.ts"], ["types"]],
  ["state", page("frame", "state", "actions", "ask", "contract", "notation", "carried"), ["types"]],
  ["addresses", page("url", "keys", "packing", "messages"), ["types", "writing", "state"]],
  ["tools", page("define", "download", "sha256", "picture", "pictureink", "snippets"), ["writing"]],
  ["door", page("engine", "inside", "late", "script"), ["types", "engine"]],
  ["lessons", page("lesson", "deeds/lessons", "deeds/faults"), ["types", "engine", "writing", "state", "addresses"]],
  ["shapes", ["page/shapes/"], ["types", "writing", "state"]],
  ["questions", page("deeds/asks", "deeds/brings", "deeds/kept"), ["types", "state", "shapes"]],
  ["sentences", ["page/sentences/"], ["types", "writing", "state", "shapes", "questions"]],
  // What acts: it drives the engine and the state.
  ["deeds", ["page/deeds/"], ["types", "writing", "state", "addresses", "door", "questions"]],
  [
    "sharing",
    page("cite", "link", "site", "onefile"),
    ["types", "engine", "writing", "state", "addresses", "tools", "questions", "deeds"],
  ],
  // What is seen.
  ["styles", ["page/styles/"], ["shapes"]],
  [
    "parts",
    ["page/parts/"],
    [
      "types",
      "writing",
      "state",
      "addresses",
      "tools",
      "door",
      "lessons",
      "shapes",
      "questions",
      "sentences",
      "sharing",
      "styles",
    ],
  ],
  [
    "element",
    page("explainer", "sections", "folds", "paling", "companion", "later", "address", "dress", "forbidden"),
    [
      "types",
      "engine",
      "writing",
      "state",
      "addresses",
      "tools",
      "door",
      "lessons",
      "shapes",
      "questions",
      "sentences",
      "deeds",
      "sharing",
      "styles",
      "parts",
    ],
  ],
  [
    "entries",
    ["main.ts", "module.ts", "inside.ts"],
    ["engine", "door", "addresses", "tools", "sentences", "parts", "element"],
  ],
  ["selftest", ["selftest.ts", "selftest/"], ["types", "engine", "element"]],
];

/** Single imports against the table, each for a reason. */
const EXCEPTIONS = {
  // It gathers the answers that are about the present words, which is what the questions know; they need shapes themselves.
  "page/shapes/moves.ts": ["questions"],
  // A second network beside the first one runs in an engine of its own.
  "page/parts/models.ts": ["engine"],
};

/** Rooms that draw or tell: the others compute, and could do so in any thread. */
const DRAWING = ["tools", "styles", "parts", "element", "selftest"];

const SRC = join(dirname(fileURLToPath(import.meta.url)), "www/src");

function page(...names) {
  return names.map((name) => `page/${name}.ts`);
}

/** The room of a file, by its path from www/src. */
function roomOf(file) {
  const found = ROOMS.find(([, places]) =>
    places.some((place) => file === place || (place.endsWith("/") && file.startsWith(place))),
  );
  if (found === undefined)
    throw new Error(`www/src/${file} belongs to no room: enter it in the table of oxlint.config.mjs`);
  return found;
}

/** For every file the imports it may not have, as it would write them. */
function boundaries() {
  const files = readdirSync(SRC, { recursive: true }).filter((file) => /(?<!\.d)\.ts$/.test(file));
  return files.map((file) => {
    const [name, , below] = roomOf(file);
    const allowed = [name, ...below, ...(EXCEPTIONS[file] ?? [])];
    const refused = files
      .filter((other) => !allowed.includes(roomOf(other)[0]))
      .map((other) => ({
        name: specifier(file, other),
        message: `The room “${name}” may not import “${roomOf(other)[0]}”: see the table in oxlint.config.mjs.`,
      }));
    const drawing = DRAWING.includes(name)
      ? []
      : [{ regex: "^lit(/|$)", message: `The room “${name}” draws nothing.` }];
    return {
      files: [`www/src/${file}`],
      rules: { "no-restricted-imports": ["error", { paths: refused, patterns: drawing }] },
    };
  });
}

function specifier(from, to) {
  const path = relative(dirname(from), to).replace(/\.ts$/, "");
  return path.startsWith(".") ? path : `./${path}`;
}

export default {
  plugins: ["typescript", "unicorn", "oxc", "import", "promise"],
  categories: { correctness: "error" },
  options: { typeAware: true },
  rules: {
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "import/no-self-import": "error",
    "import/no-duplicates": "error",
    "prefer-const": "error",
    "no-var": "error",
    // `== null` asks for null and undefined at once.
    eqeqeq: ["error", "always", { null: "ignore" }],
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    // A handler that is set may be async: whoever calls it has no use for its promise.
    "typescript/no-misused-promises": ["error", { checksVoidReturn: { variables: false } }],
    "typescript/only-throw-error": "error",
    "typescript/no-deprecated": "error",
    "typescript/no-unnecessary-type-assertion": "error",
    // An empty string or a zero is an answer, too.
    "typescript/prefer-nullish-coalescing": "error",
    "typescript/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    // Lit calls an element's handlers on the element.
    "typescript/unbound-method": "off",
    // What comes from outside is unknown until String() has made a text of it.
    "typescript/no-base-to-string": "off",
    // Where letters are counted or drawn one by one, code points are what is meant.
    "typescript/no-misused-spread": "off",
    // The bindings of the wasm are made by the build; before it their types are unknown.
    "typescript/no-redundant-type-constituents": "off",
    // What XML cannot hold is replaced.
    "no-control-regex": "off",
    // A copy is walked through where the walk takes things away.
    "unicorn/no-useless-spread": "off",
    // With a length and fill, nothing is unclear.
    "unicorn/no-new-array": "off",
    "unicorn/prefer-string-starts-ends-with": "off",
  },
  overrides: [
    ...boundaries(),
    {
      files: ["www/src/**"],
      rules: {
        "no-console": ["error", { allow: ["info"] }],
        // What a person typed is text, never markup.
        "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "insertAdjacentHTML" }],
      },
    },
    {
      // Plain JavaScript has no types to go by, and tests evaluate code of theirs in a page.
      files: ["**/*.mjs"],
      rules: {
        "typescript/restrict-template-expressions": "off",
        "typescript/require-array-sort-compare": "off",
        "typescript/prefer-nullish-coalescing": "off",
        "typescript/await-thenable": "off",
        "typescript/no-deprecated": "off",
        "no-eval": "off",
        "no-unused-expressions": "off",
      },
    },
  ],
};
