/** Which of the engine's modules answers, and what of the training it may ask for: as the methods declare it. */

import { type Method, MODULES, NEEDS, USES } from "./generated/methods";
import type { Module, Need } from "./types";

/** A module that is fetched when one of its methods is first asked for. */
export type LaterModule = Exclude<Module, "main">;

/** The module that answers a question. What needs gradients as long as nothing is set needs none to leave words out. */
export function moduleOf(method: string, settings: object): Module {
  const leavesOut = "kind" in settings && settings.kind === "leave-out";
  const differentiates = of(NEEDS, method)?.includes("gradients") === true && !leavesOut;
  return differentiates ? "gradients" : (of(MODULES, method) ?? "main");
}

/** Whether a method needs or can use something. */
export function takes(method: string, need: Need): boolean {
  return [NEEDS, USES].some((table) => of(table, method)?.includes(need));
}

/**
 * What a table says of a method. A script may ask for any name, "toString" too, which every object has; Object.hasOwn is
 * younger than the oldest browsers that run the engine.
 */
function of<T>(table: Partial<Record<Method, T>>, method: string): T | undefined {
  return Object.keys(table).includes(method) ? table[method as Method] : undefined;
}
