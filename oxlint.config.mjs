// What the page's code is held to: npm --prefix www run lint. The first half is a table of rooms, as in ARCHITECTURE:
// imports point down it, and none go round in a circle.
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms of www/src from the ground up: [name, its files and folders or a pattern of their names, the rooms it may import]. The first entry that names a file counts. */
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
  ["writing", ["generated/words/", "page/writing/"], ["types"]],
  // The list of views is plain data, which the state goes by.
  ["list", ["page/views/index.ts"], []],
  ["store", ["page/store/"], ["types", "list"]],
  ["address", page("address", "url", "keys", "packing", "messages"), ["types", "writing", "list", "store"]],
  [
    "tools",
    ["page/ui/define.ts", ...page("export", "download", "sha256", "picture", "pictureink", "snippets")],
    ["writing"],
  ],
  ["door", page("element", "engine", "inside", "late", "script"), ["types", "engine"]],
  ["lesson", page("lesson", "lesson", "source", "faults"), ["types", "engine", "writing", "list", "store", "address"]],
  // What charts of any subject have in common, as figures.
  [
    "shapes",
    page("ui", "barshape", "excerpt", "fit", "histogramshape", "labels", "path", "tint", "report", "chance"),
    ["types", "writing", "list", "store"],
  ],
  // What the bundle brings, what is kept of it, and which words carried the verdict.
  ["facts", page("deeds", "brings", "kept", "carrier", "rulenamed"), ["types", "writing", "list", "store", "shapes"]],
  // What each view asks the engine: beside what it draws, and below what acts on it.
  ["asks", [/^page\/views\/[^/]+\/ask\.ts$/], ["types", "writing", "list", "store", "facts"]],
  ["questions", page("deeds", "questions", "needs"), ["types", "list", "store", "facts", "asks"]],
  // What acts: it drives the engine and the state.
  ["deeds", ["page/deeds/"], ["types", "writing", "list", "store", "address", "door", "facts", "questions"]],
  [
    "sharing",
    ["page/address/link.ts", ...page("export", "cite", "site", "onefile")],
    ["types", "engine", "writing", "list", "store", "address", "tools", "facts", "questions", "deeds"],
  ],
  // What is seen: charts, tables and folds, which know no view, and the views.
  ["styles", ["page/ui/styles/"], ["shapes"]],
  [
    "ui",
    ["page/ui/"],
    ["types", "writing", "list", "store", "address", "tools", "door", "shapes", "facts", "sharing", "styles"],
  ],
  [
    "views",
    ["page/views/", "page/lesson/", "page/export/"],
    [
      "types",
      "writing",
      "list",
      "store",
      "address",
      "tools",
      "door",
      "lesson",
      "shapes",
      "facts",
      "asks",
      "questions",
      "sharing",
      "styles",
      "ui",
    ],
  ],
  [
    "element",
    ["page/element/", "page/address/address.ts"],
    [
      "types",
      "engine",
      "writing",
      "list",
      "store",
      "address",
      "tools",
      "door",
      "lesson",
      "shapes",
      "facts",
      "asks",
      "questions",
      "deeds",
      "sharing",
      "styles",
      "ui",
      "views",
    ],
  ],
  [
    "entries",
    ["main.ts", "module.ts", "inside.ts", "chapters.ts"],
    ["engine", "door", "address", "tools", "deeds", "views", "element"],
  ],
  ["selftest", ["selftest.ts", "selftest/"], ["types", "engine", "element"]],
];

/** Single imports against the table, each for a reason. */
const EXCEPTIONS = {
  // A second network beside the first one runs in an engine of its own.
  "page/views/models/view.ts": ["engine"],
};

/** Rooms that draw or tell: the others compute, and could do so in any thread. */
const DRAWING = ["tools", "styles", "ui", "views", "element", "selftest"];

/** Of a view, what computes and what tells; `www/src/page/views/NAME/` has these beside what draws. */
const PURE = /^page\/views\/[^/]+\/(\w*shape|sentences|ask)\.ts$/;

const SRC = join(dirname(fileURLToPath(import.meta.url)), "www/src");

function page(folder, ...names) {
  return names.map((name) => `page/${folder}/${name}.ts`);
}

/** The room of a file, by its path from www/src. */
function roomOf(file) {
  const found = ROOMS.find(([, places]) =>
    places.some((place) =>
      place instanceof RegExp ? place.test(file) : file === place || (place.endsWith("/") && file.startsWith(place)),
    ),
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
    const drawing =
      DRAWING.includes(name) && !PURE.test(file) ? [] : [{ regex: "^lit(/|$)", message: `${file} draws nothing.` }];
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
