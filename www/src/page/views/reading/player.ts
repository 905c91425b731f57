/** Reads the text slowly: the line goes on from word to word. */

import { send } from "../../store/actions";
import { isLocked } from "../../store/frame";
import { lineOf } from "../../store/state";
import { type Player, further } from "./more";

/** Three words a second: slow enough to read along. */
const STEP_MS = 330;

const timers = new WeakMap<Player, ReturnType<typeof setInterval>>();

function play(view: Player): void {
  const kept = view.state.prediction?.kept ?? 0;
  const from = view.state.line ?? 0;
  view.playing = true;
  send(view, { type: "line", step: from >= kept - 1 ? 0 : from });
  const next = () => {
    const line = lineOf(view.state) ?? 0;
    if (line < kept - 1) send(view, { type: "line", step: line + 1 });
    else pause(view);
  };
  timers.set(view, setInterval(next, STEP_MS));
}

function stop(view: Player): void {
  clearInterval(timers.get(view));
  if (view.playing) view.playing = false;
}

/** The page follows to where the reading stopped. */
function pause(view: Player): void {
  const { line, frame } = view.state;
  stop(view);
  if (line !== null && !isLocked(frame, "selection")) send(view, { type: "select", span: [line, line + 1] });
}

further.toggle = (view) => (view.playing ? pause(view) : play(view));
further.stop = stop;
