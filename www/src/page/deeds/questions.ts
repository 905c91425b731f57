/** The questions of all views, gathered: what each slot would be asked now. */

import type { Question, Questions } from "../store/question";
import type { Ask, Method, Slot, State } from "../store/state";
import { questions as agreement } from "../views/agreement/ask";
import { questions as anchors } from "../views/anchors/ask";
import { questions as credibility } from "../views/credibility/ask";
import { questions as looking } from "../views/looking/ask";
import { questions as memory } from "../views/memory/ask";
import { questions as move } from "../views/move/ask";
import { questions as pattern } from "../views/pattern/ask";
import { questions as phrases } from "../views/phrases/ask";
import { questions as reading } from "../views/reading/ask";
import { questions as rules } from "../views/rules/ask";
import { questions as summary } from "../views/summary/ask";
import { questions as text } from "../views/text/ask";
import { questions as units } from "../views/units/ask";
import { questions as whatIf } from "../views/what-if/ask";

/** In the order in which they are asked: what stands first on the page goes first. */
export const QUESTIONS: Questions = {
  ...text,
  ...move,
  ...reading,
  ...units,
  ...looking,
  ...memory,
  ...credibility,
  ...pattern,
  ...phrases,
  ...summary,
  ...whatIf,
  ...anchors,
  ...agreement,
  ...rules,
};

/** The slots that ask something, and what: a method that no view asks has an empty one. */
export const ASKED = Object.entries(QUESTIONS) as [Method, Question][];

/** The question that a slot would be asked in this state, or null while there is none. */
export function questionOf(state: State, slot: Method): Ask | null {
  const { text, prediction, predicted } = state;
  if (prediction === null || predicted !== text || prediction.kept === 0) return null;
  return QUESTIONS[slot]?.ask(state) ?? null;
}

/** Whether two asks are the same question; an exact answer also answers the quick question. */
export function sameQuestion(a: Ask | null, b: Ask | null): boolean {
  if (a === null || b === null || a === b) return a === b;
  const { exact: _a, ...settingsA } = a.settings;
  const { exact: _b, ...settingsB } = b.settings;
  return a.text === b.text && JSON.stringify(settingsA) === JSON.stringify(settingsB);
}

/** A question with the parts of the state that it was made of. */
interface Made {
  question: Ask | null;
  parts: Map<keyof State, unknown>;
  slots: Map<Method, unknown>;
}

/**
 * What gives the slots of a state their marks: the present question, and whether the answer answers it. A question is made
 * anew when a part of the state changes that it was made of, and stays the same object while it says the same.
 */
export function marker(): (state: State) => State {
  const known = new Map<Method, Made>();
  return (state) => {
    const marked = { ...state, slots: { ...state.slots } };
    let isOther = false;
    for (const [name] of ASKED) {
      const slot: Slot<unknown> = marked.slots[name];
      const made = remade(known.get(name), marked, name);
      known.set(name, made);
      const { question } = made;
      const current = slot.answered !== null && sameQuestion(slot.answered, question);
      if (question === slot.question && current === slot.current) continue;
      isOther = true;
      Object.assign(marked.slots, { [name]: { ...slot, question, current } });
    }
    return isOther ? marked : state;
  };
}

function remade(before: Made | undefined, state: State, slot: Method): Made {
  if (before !== undefined && holds(before, state)) return before;
  const made: Made = { question: null, parts: new Map(), slots: new Map() };
  const question = questionOf(noting(state, made), slot);
  const isSame = before !== undefined && JSON.stringify(before.question) === JSON.stringify(question);
  return { ...made, question: isSame ? before.question : question };
}

function holds({ parts, slots }: Made, state: State): boolean {
  for (const [part, value] of parts) if (state[part] !== value) return false;
  for (const [slot, value] of slots) if (state.slots[slot] !== value) return false;
  return true;
}

/** The state, noting what is read of it. */
function noting(state: State, { parts, slots }: Made): State {
  const read = new Proxy(state.slots, {
    get: (all, slot: Method) => {
      slots.set(slot, all[slot]);
      return all[slot];
    },
  });
  return new Proxy(state, {
    get: (all, part: keyof State) => {
      if (part === "slots") return read;
      parts.set(part, all[part]);
      return all[part];
    },
  });
}
