/** How well LIME's straight line describes the network. */

import type { Lime } from "../../types";

/** Below this R² it does not describe the network here. */
export const POOR_FIT = 0.5;

export function poorFit(lime: Lime): boolean {
  return lime.fidelity.r2 !== null && lime.fidelity.r2 < POOR_FIT;
}
