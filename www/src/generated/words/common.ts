/** Compiled from words/en/common.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { count, megabytes } from "../../page/writing/numbers";
const _how = () => ["How this is computed, and when not to believe it"];
const _stop = () => ["Stop"];
const _stop_and_keep = () => ["Stop and keep what there is"];
const _again = () => ["Try again"];
const _loading = (d: { what: Place }) => ["Loading ", d.what];
const _loading_of = (d: { loaded: number; total: number; what: Place }) => ["Loading ", d.what, ": ", megabytes(d.loaded), " of ", megabytes(d.total)];
const _fewer = () => ["Show fewer"];
const _all = (d: { n: number }) => ["Show all ", count(d.n)];
const _settings = () => ["Settings"];
export { _how as how, _stop as stop, _stop_and_keep as stop_and_keep, _again as again, _loading as loading, _loading_of as loading_of, _fewer as fewer, _all as all, _settings as settings };
