/** Compiled from words/en/cite.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
import { percent } from "../../page/writing/numbers";
const _read = (d: { class: Place; methods: Place; n: number; p: number; sha: Place }) => [d.methods, ", of a text of ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " token"], other: [number("en", d.n, 0), " tokens"] }), " (SHA-256 ", d.sha, "): ", percent(d.p), " ", d.class, "."];
const _unread = (d: { methods: Place; sha: Place }) => [d.methods, ", of a text (SHA-256 ", d.sha, ")."];
const _seen = (d: { day: Place; hash: Place; known: "other" | "yes"; link: Place; linked: "other" | "yes"; model: Place; version: Place }) => ["Unrolled ", d.version, select(d.known, { yes: [" with the model “", d.model, "”, ", d.hash], other: "" }), select(d.linked, { yes: [", ", d.link], other: "" }), ", seen on ", d.day, "."];
const _setting = (d: { key: Place; value: Place }) => [d.key, " ", d.value];
const _method = (d: { method: Place; stopped: "other" | "yes"; verdict: "other" | "yes" }) => [select(d.verdict, { yes: "the verdict", other: d.method }), select(d.stopped, { yes: ", stopped before its end", other: "" })];
const _method_set = (d: { method: Place; set: Place; stopped: "other" | "yes"; verdict: "other" | "yes" }) => [select(d.verdict, { yes: "the verdict", other: d.method }), " (", d.set, ")", select(d.stopped, { yes: ", stopped before its end", other: "" })];
const _authors = () => ["The Unrolled authors"];
const _title = (d: { name: Place }) => [d.name, ": see how a recurrent network reads a text"];
const _the_model = () => ["The model"];
const _note = (d: { hash: Place; known: "other" | "yes"; methods: Place; name: Place; sha: Place }) => [d.methods, ". ", select(d.known, { yes: ["Model “", d.name, "”, ", d.hash], other: "Model unknown" }), ". Text SHA-256 ", d.sha];
const _note_own = (d: { folder: Place; hash: Place; name: Place }) => ["In a checkout of this version after ./build.sh, with unrolled in target/release and the model “", d.name, "”, ", d.hash, ", in ", d.folder, ". The same text, model, settings and seed give the same numbers, to the last bit."];
const _note_other = (d: { folder: Place; hash: Place; name: Place }) => ["With unrolled of this version, and the folder of the bundle that holds “", d.name, "”, model ", d.hash, ", in place of ", d.folder, ". The same text, model, settings and seed give the same numbers, to the last bit."];
const _note_public = (d: { folder: Place; hash: Place; name: Place }) => ["In a checkout of this version after ./build.sh publish, with unrolled in target/release and the model “", d.name, "”, ", d.hash, ", in ", d.folder, ". The same text, model, settings and seed give the same numbers, to the last bit."];
export { _read as read, _unread as unread, _seen as seen, _setting as setting, _method as method, _method_set as method_set, _authors as authors, _title as title, _the_model as the_model, _note as note, _note_own as note_own, _note_other as note_other, _note_public as note_public };
