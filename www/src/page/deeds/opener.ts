/** Opens what an address or the attributes ask for. Whatever is wrong with it, something opens, and one sentence says why. */

import { NO_ORIGIN, type Store } from "../store/state";
import type { Place } from "../address/url";
import type { Desk } from "./desk";
import { openedSettings } from "./preset";

/** A text or a preset that is at hand. */
export function openPlace(store: Store, desk: Desk, place: Place): void {
  const { text, preset } = place;
  store.update({ editing: false });
  const isKnown = preset === null || store.state.presets.some(({ id }) => id === preset);
  if (text !== null) desk.setText(text, NO_ORIGIN);
  else openExample(store, desk, isKnown ? preset : null);
  const missing = `There is no example “${preset?.slice(0, 60)}” here: the first one is shown instead.`;
  dress(store, desk, isKnown || text !== null ? place : { ...place, wrong: missing });
  teach(store, place);
}

/** A copied address holds what the reader made of a lesson's step; a link to a step only names it. */
export function teach(store: Store, { lesson, step, text, packed, review, preset }: Place): void {
  if (lesson !== null)
    store.update({
      lesson: {
        name: lesson,
        step: step ?? 1,
        settled: step !== null && [text, packed, review, preset].some((one) => one !== null),
      },
    });
}

/** Shows what an address says, and all it leaves out as on a fresh page. A text that is there stays as it is. */
export function followPlace(store: Store, desk: Desk, place: Place): boolean {
  const { origin, text, presets } = store.state;
  const preset = presets.find(({ id }) => id === place.preset);
  const isNone = [place.text, place.preset, place.review, place.packed].every((one) => one === null);
  const here =
    preset === undefined ? isNone || place.text === text : origin.preset === preset.id && text === preset.text;
  // What is chosen already is not chosen anew: that would be a step of its own.
  const span = place.selection ?? preset?.selected ?? null;
  if (here) dress(store, desk, { ...place, selection: String(span) === String(store.state.selection) ? null : span });
  return here;
}

/** The example of this id, else the first one. */
export function openExample(store: Store, desk: Desk, id: string | null): void {
  const opened = id ?? store.state.presets[0]?.id;
  if (opened !== undefined) desk.openPreset(opened);
  else if (store.state.text !== "") desk.setText("", NO_ORIGIN);
  else store.update({ opening: null });
}

/** What is chosen and set, all of it as the place has it. */
export function dress(
  store: Store,
  desk: Desk,
  { selection, tint, settings, own, wrong }: Pick<Place, "selection" | "tint" | "settings" | "own" | "wrong">,
): void {
  const { state } = store;
  const opened = openedSettings(state);
  const anchors = {
    ...(settings.anchors ?? opened.anchors),
    own: own === null ? null : { text: state.text, rule: own },
  };
  store.update({
    settings: { ...opened, ...settings, anchors },
    tint: tint ?? "leave-one-out",
    message: state.message || wrong,
  });
  if (settings.rule != null) desk.showRule();
  if (selection !== null) desk.act({ type: "select", span: selection });
}
