// LIME's samples of a text and texts of any length: the same for every contender, on the page and in Node.

/** Numbers uniform in [0, 1) from a seed (the generator mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * `count` copies of a text by LIME's law: the first is whole; from each other one a number of distinct words, uniform
 * on 1 to all of them, is removed wherever it stands. Arrays of ids.
 */
export function limeSamples(ids, count, seed) {
  const next = random(seed);
  const words = [...new Set(ids)];
  return Array.from({ length: count }, (_, row) => {
    const removed = new Set(row === 0 ? [] : draw(words, 1 + Math.floor(next() * words.length), next));
    return ids.filter((id) => !removed.has(id));
  });
}

/** `count` of the words without replacement: the first steps of a shuffle, which reorders them for the next call. */
function draw(words, count, next) {
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(next() * (words.length - at));
    [words[at], words[other]] = [words[other], words[at]];
  }
  return words.slice(0, count);
}

export const steps = (texts) => texts.reduce((sum, text) => sum + text.length, 0);

/**
 * A text of `count` tokens for the growth curves: words drawn by Zipf's law from a vocabulary in order of frequency, so
 * that the distinct ones grow as in real texts. It says nothing, which costs the network the same.
 */
export function zipfText(vocabulary, count, seed) {
  const words = vocabulary.filter((word) => /^[a-z]+$/.test(word));
  const next = random(seed);
  // With density ∝ 1/rank the logarithm of the rank is uniform.
  const rank = () => Math.floor(words.length ** next());
  return Array.from({ length: count }, () => words[rank() - 1]).join(" ");
}
