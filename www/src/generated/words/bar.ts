/** Compiled from words/en/bar.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { number, plural, select } from "@messageformat/runtime";
import { en } from "@messageformat/runtime/lib/cardinals";
const _network = (d: { cell: "gru" | "lstm" | "other"; n: number }) => ["Network: ", select(d.cell, { lstm: "LSTM", gru: "GRU", other: "recurrent" }), ", ", plural(d.n, 0, en, { one: [number("en", d.n, 0), " unit"], other: [number("en", d.n, 0), " units"] })];
const _text = () => ["Text"];
const _text_titled = (d: { title: Place }) => ["Text: ", d.title];
const _text_own = () => ["Text: your own"];
const _text_review = (d: { n: Place }) => ["Text: no. ", d.n, " of the corpus"];
const _tour = () => ["Tour"];
const _copy_link = () => ["Copy link"];
const _share = () => ["Share"];
const _nav = () => ["Texts, tour and sharing"];
const _texts = () => ["Where the texts come from"];
const _examples = () => ["Examples"];
const _browse = () => ["Browse the validation texts"];
const _private = () => ["Nothing you type leaves this page."];
const _docs = () => ["Documentation"];
export { _network as network, _text as text, _text_titled as text_titled, _text_own as text_own, _text_review as text_review, _tour as tour, _copy_link as copy_link, _share as share, _nav as nav, _texts as texts, _examples as examples, _browse as browse, _private as private, _docs as docs };
