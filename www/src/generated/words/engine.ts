/** Compiled from words/en/engine.json by messages.mjs: not to be edited. */
import type { Place } from "../../page/writing/sentence";

const _memory = () => ["The browser ran out of memory. It is restarted and your text is kept: close other tabs or ask for less, then run it again."];
const _crashed = (d: { why: Place }) => ["The engine stopped unexpectedly (", d.why, "). It is restarted and your text is kept: run it again; if that fails too, reload the page."];
const _stopped = () => ["The engine stopped unexpectedly. It is restarted and your text is kept: run it again; if that fails too, reload the page."];
export { _memory as memory, _crashed as crashed, _stopped as stopped };
