// The review that every contender reads: 200 tokens, 136 of them distinct, written for this project (review.txt).
import { readFileSync } from "node:fs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

export const REVIEW = read("review.txt").trim();
/** Tokens by id. */
export const VOCABULARY = read("../www/model/vocab.txt").trimEnd().split("\n");

const UNKNOWN = 1;
const idOf = new Map(VOCABULARY.map((token, id) => [token, id]));

export const idsOf = (tokens) => tokens.map((token) => idOf.get(token) ?? UNKNOWN);
