/** Compiled from words/en/cite.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { percent } from "../../page/numbers";
export const words = {
  read: (d: { class: Place; methods: Place; n: number; p: number; sha: Place }) => [d.methods, ", of a text of ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " token"], other: [number("en", d.n, 0), " tokens"] }), " (SHA-256 ", d.sha, "): ", percent(d.p), " ", d.class, "."],
  unread: (d: { methods: Place; sha: Place }) => [d.methods, ", of a text (SHA-256 ", d.sha, ")."],
  seen: (d: { day: Place; hash: Place; known: "other" | "yes"; link: Place; linked: "other" | "yes"; model: Place; version: Place }) => ["Unrolled ", d.version, select(d.known, { yes: [" with the model “", d.model, "”, ", d.hash], other: "" }), select(d.linked, { yes: [", ", d.link], other: "" }), ", seen on ", d.day, "."],
  setting: (d: { key: Place; value: Place }) => [d.key, " ", d.value],
  method: (d: { method: Place; stopped: "other" | "yes"; verdict: "other" | "yes" }) => [select(d.verdict, { yes: "the verdict", other: d.method }), select(d.stopped, { yes: ", stopped before its end", other: "" })],
  method_set: (d: { method: Place; set: Place; stopped: "other" | "yes"; verdict: "other" | "yes" }) => [select(d.verdict, { yes: "the verdict", other: d.method }), " (", d.set, ")", select(d.stopped, { yes: ", stopped before its end", other: "" })],
  authors: () => ["The Unrolled authors"],
  title: (d: { name: Place }) => [d.name, ": see how a recurrent network reads a text"],
  the_model: () => ["The model"],
  note: (d: { hash: Place; known: "other" | "yes"; methods: Place; name: Place; sha: Place }) => [d.methods, ". ", select(d.known, { yes: ["Model “", d.name, "”, ", d.hash], other: "Model unknown" }), ". Text SHA-256 ", d.sha],
  note_own: (d: { folder: Place; hash: Place; name: Place }) => ["In a checkout of this version after ./build.sh, with unrolled in target/release and the model “", d.name, "”, ", d.hash, ", in ", d.folder, ". The same text, model, settings and seed give the same numbers, to the last bit."],
  note_other: (d: { folder: Place; hash: Place; name: Place }) => ["With unrolled of this version, and the folder of the bundle that holds “", d.name, "”, model ", d.hash, ", in place of ", d.folder, ". The same text, model, settings and seed give the same numbers, to the last bit."]
}
