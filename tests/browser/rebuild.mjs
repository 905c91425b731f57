// Tries to put reviews together again from the files of a folder, by whatever means those files offer.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const UNROLLED = fileURLToPath(new URL("../../target/release/unrolled", import.meta.url));
/** Text in a binary file is looked for in its longer runs of printable characters. */
const PRINTABLE = /[\x20-\x7e\n]{16,}/g;

/** Every file below a folder with its content, inflated where it is packed. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => String(name))
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { name, bytes: bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes };
    });
}

/** Reviews of a whole bundle, every `step`-th. */
export function reviewsOf(bundle, step) {
  const shards = readdirSync(bundle).filter((name) => name.startsWith("reviews-"));
  const all = shards.sort().flatMap((name) => JSON.parse(gunzipSync(readFileSync(join(bundle, name)))).reviews);
  return all.filter((_, at) => at % step === 0);
}

export const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function textOf(bytes) {
  if (!bytes.subarray(0, 65536).includes(0)) return bytes.toString("utf8");
  return (bytes.toString("latin1").match(PRINTABLE) ?? []).join("\n");
}

/** The longest run of consecutive words of a review that stands in a file as text, of at least `shortest`; null without any. */
export function longestInText(files, reviews, shortest) {
  const texts = files.map(({ name, bytes }) => ({ name, words: wordsOf(textOf(bytes)) }));
  const places = new Map();
  for (const { name, words } of texts)
    for (let at = 0; at + shortest <= words.length; at++)
      places.set(words.slice(at, at + shortest).join(" "), { name, words, at });
  let best = null;
  for (const { review, text } of reviews) {
    const own = wordsOf(text);
    for (let at = 0; at + shortest <= own.length; at++) {
      const there = places.get(own.slice(at, at + shortest).join(" "));
      if (there === undefined) continue;
      let length = shortest;
      while (at + length < own.length && own[at + length] === there.words[there.at + length]) length++;
      if (length > (best?.length ?? 0))
        best = { file: there.name, review, length, of: own.length, words: own.slice(at, at + length).join(" ") };
      at += length - shortest;
    }
  }
  return best;
}

/** The ids that the network reads of each text. */
export function idsOf(bundle, texts) {
  const vocabulary = new Map(
    readFileSync(join(bundle, "vocab.txt"), "utf8")
      .trimEnd()
      .split("\n")
      .map((token, id) => [token, id]),
  );
  const input = texts.map((text) => `${text.replaceAll(/\s+/g, " ")}\n`).join("");
  const lines = execFileSync(UNROLLED, ["predict", "--bundle", bundle, "--json"], { input, maxBuffer: 2 ** 30 });
  const tokens = String(lines)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).tokens);
  return tokens.map((list) => list.map((token) => vocabulary.get(token) ?? 1));
}

/** How a run of ids may be written down. */
const WRITTEN = {
  u16: (ids) => Buffer.from(Uint16Array.from(ids).buffer),
  u32: (ids) => Buffer.from(Uint32Array.from(ids).buffer),
  list: (ids) => Buffer.from(ids.join(",")),
};

/** A run of `length` ids, first, middle or last of one of these texts, that stands in a file in one of those ways; null without any. */
export function runOfIds(files, texts, length) {
  for (const { name, bytes } of files)
    for (const ids of texts)
      for (const at of [0, ids.length >> 1, ids.length - length].filter((at) => at >= 0 && at + length <= ids.length))
        for (const [how, write] of Object.entries(WRITTEN)) {
          if (bytes.includes(write(ids.slice(at, at + length)))) return { file: name, how, at };
        }
  return null;
}

const ARRAYS = { I8: Int8Array, U8: Uint8Array, U16: Uint16Array, U32: Uint32Array, F32: Float32Array };

/** The tensors of a safetensors file by name. */
export function tensorsOf(bytes) {
  const header = Number(bytes.readBigUInt64LE(0));
  const described = JSON.parse(bytes.subarray(8, 8 + header));
  const tensor = ([
    name,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ]) => {
    const copy = Uint8Array.from(bytes.subarray(8 + header + from, 8 + header + to));
    return [name, { shape, values: new ARRAYS[dtype](copy.buffer) }];
  };
  return new Map(
    Object.entries(described)
      .filter(([name]) => name !== "__metadata__")
      .map(tensor),
  );
}

/** The places of the reviews that hold each id, by src/index/format/postings.rs. */
export function postingsOf(tensors) {
  const counts = tensors.get("postings.reviews").values;
  const bits = tensors.get("postings.bits").values;
  const all = tensors.get("reviews.row").values.length;
  let at = 0;
  const bit = () => (bits[at >> 3] >> (at++ & 7)) & 1;
  return Array.from(counts, (count) => {
    const low = Math.max(0, Math.floor(Math.log2(Math.floor(((all - count) * 7) / (10 * Math.max(1, count))) || 1)));
    let next = 0;
    return Array.from({ length: count }, () => {
      let high = 0;
      while (bit() === 1) high++;
      let gap = high << low;
      for (let i = 0; i < low; i++) gap |= bit() << i;
      next += gap + 1;
      return next - 1;
    });
  });
}

const MASK = (1n << 64n) - 1n;

/** Whether the filter of common word pairs holds a pair, by src/index/format/word_pairs.rs. */
function isCommon(table, a, b) {
  let x = (((BigInt(a) << 32n) | BigInt(b)) + 0x9e3779b97f4a7c15n) & MASK;
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & MASK;
  x ^= x >> 31n;
  const [start, step] = [Number(x & 0xffffffffn), Number(x >> 32n) | 1];
  const hash = (i) => ((start + Math.imul(step, i)) >>> 0) % (8 * table.length);
  return [0, 1, 2, 3].every((i) => (table[hash(i) >> 3] & (1 << (hash(i) & 7))) !== 0);
}

/**
 * Orders the words of a review, a set, by which pairs are common in the language of all reviews, from a first word that is
 * given away: each next word is the one of the fewest ways on, as one walks a maze. How many of the review's own pairs of
 * neighbours the walk has, and how many words may follow each.
 */
export function ordered(table, bag, ids) {
  const known = bag.filter((id) => id > 1);
  const follow = new Map(known.map((a) => [a, known.filter((b) => isCommon(table, a, b))]));
  const left = new Set(known);
  const walk = [ids.find((id) => left.has(id))];
  for (;;) {
    left.delete(walk.at(-1));
    const open = follow.get(walk.at(-1)).filter((id) => left.has(id));
    if (open.length === 0) break;
    const ways = (id) => follow.get(id).filter((next) => left.has(next)).length;
    walk.push(open.reduce((best, id) => (ways(id) < ways(best) ? id : best)));
  }
  const choices = [...follow.values()].map((list) => list.length).sort((a, b) => a - b);
  return { longest: longestShared(walk, ids), choices: choices[choices.length >> 1] };
}

/** The longest run of ids that both have. */
export function longestShared(a, b) {
  let best = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) {
      let length = 0;
      while (i + length < a.length && a[i + length] === b[j + length]) length++;
      best = Math.max(best, length);
    }
  return best;
}
