/** Compiled from words/en/common.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/sentence";
import { megabytes } from "../../page/numbers";
const _how = () => ["How this is computed, and when not to believe it"];
const _stop = () => ["Stop"];
const _stop_and_keep = () => ["Stop and keep what there is"];
const _again = () => ["Try again"];
const _loading = (d: { what: Place }) => ["Loading ", d.what];
const _loading_of = (d: { loaded: number; total: number; what: Place }) => ["Loading ", d.what, ": ", megabytes(d.loaded), " of ", megabytes(d.total)];
export { _how as how, _stop as stop, _stop_and_keep as stop_and_keep, _again as again, _loading as loading, _loading_of as loading_of };
