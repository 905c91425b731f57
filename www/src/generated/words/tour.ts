/** Compiled from words/en/tour.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";

const _other_network = () => ["This step is about a different network from the one on this page, so its words would not be true here: go on to the next step."];
const _no_text = (d: { preset: Place }) => ["This step is about the text “", d.preset, "”, which this page does not have: go on to the next step."];
const _no_view = () => ["The view of this step is not on the page: it shows here when it has loaded. You can go on."];
export { _other_network as other_network, _no_text as no_text, _no_view as no_view };
