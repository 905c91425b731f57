/** What the network's classes are called, and in which colour: that of the class that is explained, or that of all others. */

import type { Manifest, Prediction } from "../../types";
import type { Piece } from "./sentence";

/** The classes of a network: their names in order, and which of them the page explains. */
export interface Classes {
  names: readonly string[];
  explained: number;
}

/** The last of two classes is explained, of more the verdict: the engine says which. */
export function classesOf({ classes, class: explained }: Prediction): Classes {
  return { names: classes, explained };
}

/** Before a text was read: of two classes the last. */
export function classesNamed(names: readonly string[]): Classes {
  return { names, explained: names.length - 1 };
}

/** Of what is on the page: as the text was read, or before that as the manifest names them. */
export function classesIn({
  prediction,
  manifest,
}: {
  prediction: Prediction | null;
  manifest: Manifest | null;
}): Classes {
  return prediction === null ? classesNamed(manifest?.classes ?? []) : classesOf(prediction);
}

/** Of a network whose training is recalled: all of that speaks of the last of two classes. */
export const lastClass = (classes: Classes): Piece => ofClass(classes, classes.names.length - 1);

/** A class by name, in its colour. For a message's place: `{class}`. */
export function ofClass({ names, explained }: Classes, at: number): Piece {
  return { text: names[at] ?? String(at), as: at === explained ? "positive" : "negative" };
}

/** The class that is explained. */
export const explainedClass = (classes: Classes): Piece => ofClass(classes, classes.explained);

/**
 * Towards the class that is explained, or to the other side: of two classes towards the other, of more away from it. For
 * messages: `{side, select, away {away from {class}} other {towards {class}}}`.
 */
export function sideOf(classes: Classes, up: boolean): { side: "away" | "other"; class: Piece } {
  const { names, explained } = classes;
  if (up || names.length !== 2) return { side: up ? "other" : "away", class: explainedClass(classes) };
  return { side: "other", class: ofClass(classes, 1 - explained) };
}
