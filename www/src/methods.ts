/** Which of the engine's modules answers, and what of the training it may ask for: as the methods declare it. */

import { type Method, MODULES, NEEDS, USES } from "./generated/methods";
import type { Module, Need } from "./types";

/** Counterfactuals choose replacements by gradient; those that only leave words out need none. */
export function moduleOf(method: string, settings: object): Module {
  if (method === "counterfactuals") return "kind" in settings && settings.kind === "leave-out" ? "main" : "gradients";
  return MODULES[method as Method] ?? "main";
}

/** What a method needs or can use. */
export function takes(method: string, need: Need): boolean {
  return [NEEDS, USES].some((table) => table[method as Method]?.includes(need));
}
