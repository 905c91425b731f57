/** Compiled from words/en/trouble.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";

const _no_drawing = () => ["This page’s Content-Security-Policy forbids Unrolled to draw: add “unrolled” to its trusted-types, or open Unrolled on a page of its own."];
const _no_folder = (d: { value: Place }) => ["base=", d.value, " was left out: expected the folder of a bundle, such as other-model/."];
const _elsewhere = (d: { value: Place }) => ["base=", d.value, " was left out: a link may only name a bundle of this site. The attribute base may name one on another host."];
export { _no_drawing as no_drawing, _no_folder as no_folder, _elsewhere as elsewhere };
