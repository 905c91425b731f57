/** Compiled from words/en/sections.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";
import { megabytes } from "../../page/writing/numbers";
const _opening_review = (d: { n: Place }) => ["Text ", d.n, " of the corpus appears once the texts have loaded."];
const _waiting = () => ["The verdict appears once the model has loaded."];
const _loading = () => ["The model is loading."];
const _loading_of = (d: { loaded: number; total: number }) => ["The model is loading: ", megabytes(d.loaded), " of ", megabytes(d.total), "."];
const _load_again = () => ["Load the model again"];
const _computed_before = () => ["What you see was computed in advance. To change it, load the model."];
const _load = () => ["Load"];
const _views_failed = () => ["The views could not be loaded: check the network, and that unrolled.inside.js and unrolled.chapters.js lie beside unrolled.js."];
const _views_again = () => ["Load them again"];
export { _opening_review as opening_review, _waiting as waiting, _loading as loading, _loading_of as loading_of, _load_again as load_again, _computed_before as computed_before, _load as load, _views_failed as views_failed, _views_again as views_again };
