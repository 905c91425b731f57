/** Which of the engine's modules answers, and what of the training it may ask for: as the methods declare it. */

import { type Method, MODULES, NEEDS, USES } from "./generated/methods";
import type { Module, Need } from "./types";

/** A module that is fetched when one of its methods is first asked for. */
export type LaterModule = Exclude<Module, "main">;

/** The module that answers a question. What needs gradients as long as nothing is set needs none to leave words out. */
export function moduleOf(method: string, settings: object): Module {
  const known = method as Method;
  const leavesOut = "kind" in settings && settings.kind === "leave-out";
  const differentiates = NEEDS[known]?.includes("gradients") === true && !leavesOut;
  return differentiates ? "gradients" : (MODULES[known] ?? "main");
}

/** Whether a method needs or can use something. */
export function takes(method: string, need: Need): boolean {
  return [NEEDS, USES].some((table) => table[method as Method]?.includes(need));
}
