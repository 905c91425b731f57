// How prose is laid out: one sentence to a line, and nothing else is touched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOut } from "../../www/prose.mjs";

const CASES = [
  [
    "lines are joined and split",
    "One sentence\nover lines. Another one! A third?",
    "One sentence over lines.\nAnother one!\nA third?",
  ],
  [
    "an item's lines hang under its words",
    "1. **One.** Two.\n   Three.\n- Four\n- Five",
    "1. **One.**\n   Two.\n   Three.\n- Four\n- Five",
  ],
  [
    "quotes, emphasis and brackets close with the sentence",
    "“Why?” he said. (A. B.) “So.” *This.* End",
    "“Why?” he said.\n(A. B.)\n“So.”\n*This.*\nEnd",
  ],
  [
    "abbreviations, names and numbers end nothing",
    "Use e.g. J. Doe's .28, etc. of it; 1.5 MB.",
    "Use e.g. J. Doe's .28, etc. of it; 1.5 MB.",
  ],
  ["code spans are not looked at", "Run `a. B`. Then `c. D. E` ends.", "Run `a. B`.\nThen `c. D. E` ends."],
  ["a span of one letter is one too", "It is behind the `#`. So `host=` is.", "It is behind the `#`.\nSo `host=` is."],
  [
    "code spans are not looked at, nor brackets around them",
    "Run (`a. B`). `#`. Then `c. D. E` ends.",
    "Run (`a. B`).\n`#`.\nThen `c. D. E` ends.",
  ],
  ["a name in small letters begins a sentence", "It holds nothing. candle does.", "It holds nothing.\ncandle does."],
  [
    "code, tables, headings and markup stay",
    "# A. B.\n\n    a. b.\n\n| a. b. |\n\n```\na. b.\nc\n```\n<p>A. B.</p>",
    undefined,
  ],
];

for (const [name, given, wanted = given] of CASES) {
  test(`prose: ${name}`, () => {
    assert.equal(laidOut(given), wanted);
    assert.equal(laidOut(wanted), wanted);
  });
}
