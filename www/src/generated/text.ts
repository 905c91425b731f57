/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

/** What the tokenizer puts in the place of which characters. */
export const FOLDED: readonly (readonly [string, RegExp])[] = [
  ["\"", /[\u0093\u0094\u201c\u201d\u201e\u201f]/g],
  ["'", /[\u0060\u0091\u0092\u02bc\u1fef\u2018\u2019\u201b\u2032]/g],
  ["-", /[\u2010\u2011\u2212]/g],
  ["--", /[\u0096\u0097\u2012\u2013\u2014\u2015]/g],
  ["...", /[\u0085\u2026]/g],
  [";", /[\u037e]/g],
];
