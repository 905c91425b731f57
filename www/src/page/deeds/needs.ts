/** What an answer needs: what must be loaded for it, and what network and bundle lack. */

import { NEEDS } from "../../generated/methods";
import { moduleOf } from "../../methods";
import type { Need } from "../../types";
import { type Ask, type Asset, type Method, type State, methodOf, readsForward } from "../store/state";
import { canLookUp, hasIndex, hasReviews, namesOnly } from "./brings";
import { QUESTIONS } from "./questions";

/** In the order in which they are loaded. */
const ASSETS: Asset[] = ["model", "further", "gradients", "index", "reviews"];

/**
 * What must be loaded before a question can be answered: what its method needs as long as nothing is set, and what it can
 * use of the training for this one.
 */
export function needs(slot: Method, { settings }: Ask, state: Pick<State, "manifest">): Asset[] {
  const needed = [...needsOf(slot), ...(QUESTIONS[slot]?.uses?.(settings) ?? [])];
  const wanted = new Set<string>(["model", moduleOf(methodOf(slot), settings)]);
  if (needed.includes("index")) wanted.add("index");
  if (needed.includes("texts") || (needed.includes("words") && !namesOnly(state))) wanted.add("reviews");
  return ASSETS.filter((asset) => wanted.has(asset));
}

/** Whether network and bundle have what a method may need. */
const HAS: Partial<Record<Need, (state: State) => boolean>> = {
  index: hasIndex,
  texts: hasReviews,
  words: canLookUp,
  "state-after-each-word": readsForward,
  "two-classes": ({ manifest }) => (manifest?.classes.length ?? 2) === 2,
  "average-word": ({ manifest }) => manifest === null || manifest.average_word !== undefined,
};

/** What the network or its bundle lacks for an answer, so that nothing can bring it; null if it can be had. */
export function lackOf(state: State, slot: Method): Need | null {
  return needsOf(slot).find((need) => HAS[need]?.(state) === false) ?? null;
}

function needsOf(slot: Method): Need[] {
  const spares = QUESTIONS[slot]?.spares ?? [];
  return (NEEDS[methodOf(slot)] ?? []).filter((need) => !spares.includes(need));
}
