/** How a part far below asks the element that owns the state for what it does not draw itself: what a file or a citation names. */

import type { State } from "./state";

/** Goes up; whoever owns the state puts it in. */
export class StateRequest extends Event {
  state: State | null = null;
  /** The network is another than the site's own. */
  isOther = false;

  constructor() {
    super(STATE_REQUEST, { bubbles: true, composed: true });
  }
}

export const STATE_REQUEST = "unrolled-state-request";

/** The state at this moment; its state is null for a part that stands in no element of ours. */
export function stateAround(part: EventTarget): Pick<StateRequest, "state" | "isOther"> {
  const request = new StateRequest();
  part.dispatchEvent(request);
  return request;
}
