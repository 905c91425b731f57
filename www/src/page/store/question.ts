/**
 * What a view asks the engine. `views/NAME/ask.ts` declares the questions of its view, an entry for each slot that it fills,
 * and `deeds/questions.ts` gathers them; whatever else is done with a question follows from its entry.
 */

import type { Need } from "../../types";
import type { ViewName } from "../views";
import type { Ask, Method, State } from "./state";

export interface Question {
  /**
   * The question in this state; null while there is none. The text has been read and is not empty. What it reads of other
   * slots may be the answers to questions that `deeds/questions.ts` lists before it.
   */
  ask(state: State): Ask | null;
  /** Whether it is asked before anybody asks. Without this only a press asks it. */
  unasked?(state: State): boolean;
  /** The views that show the answer, or whose chapters tell it: it is computed while one of them is drawn. Without them it always is. */
  for?: readonly ViewName[];
  /**
   * The view that a reader must look at before anything more is fetched for what nobody asked; null: none is worth that, and
   * the training data come when all are asked for, a module of the engine when somebody is here to read. Without this a
   * module is fetched at once, and the training data never.
   */
  sight?: ViewName | null;
  /** A setting that reader or link chose shows the answer: what it needs is fetched, as for a view that a link names. */
  called?(state: State): boolean;
  /** What of the training this question takes beside what its method needs. */
  uses?(settings: Ask["settings"]): readonly Need[];
  /** What its method needs and this question does not. */
  spares?: readonly Need[];
  /** An answer about this text stays until the reader asks again, whatever is set. */
  stays?: boolean;
}

export type Questions = Partial<Record<Method, Question>>;

/** Longer texts are weighed word by word only when asked: the work grows with the square of the length. */
export const WEIGH_AT_ONCE = 1500;

export const isShort = ({ prediction }: State): boolean => (prediction?.kept ?? 0) <= WEIGH_AT_ONCE;

/** What the first views need goes first, and before the module that answers these is fetched. */
export const isWeighed = ({ slots }: State): boolean => slots["leave-one-out"].phase === "done";

/** What a view of the second script shows waits for that script. */
export const isHere = ({ views }: State): boolean => views === "ready";
