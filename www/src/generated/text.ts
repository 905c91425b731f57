/**
 * Made from the Rust types, which say what is meant: not to be edited.
 * `UPDATE=1 cargo test --release --test suite types` makes it anew.
 */

/** What the tokenizer puts in the place of which characters. */
export const FOLDED: readonly (readonly [string, RegExp])[] = [
  ["\"", /[\u0093\u0094\u201c\u201d]/g],
  ["'", /[\u0060\u0091\u0092\u02bc\u2018\u2019\u2032]/g],
  ["--", /[\u0096\u0097\u2013\u2014\u2015]/g],
  ["...", /[\u0085\u2026]/g],
];
