/**
 * A view that is drawn in a turn of its own: a press is answered before the views below follow, those in sight first. Views
 * out of sight are drawn too, because readers search, print and are led there, but only when nothing else waits.
 */

import { type CSSResultGroup, type CSSResultOrNative, LitElement, css } from "lit";
import { send } from "../store/actions";
import { paper } from "./paper";

/** This close to the screen counts as in sight. */
const NEAR = "300px";
/** Whoever scrolls past a view in less has not come to read it. */
const STAYS_MS = 250;

/** A folded view is its question and the one-sentence answer. */
const folding = css`
  :host([folded]) section > :not(h2, .heading:first-child, .sentence:nth-child(2), .block:nth-child(2)),
  :host([folded]) .heading > :not(h2, h3),
  :host([folded]) .block > :not(.sentence) {
    display: none;
  }
`;

export abstract class View extends LitElement {
  protected static override finalizeStyles(styles?: CSSResultGroup): CSSResultOrNative[] {
    return [...super.finalizeStyles(styles), folding];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    sight.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    sight.unobserve(this);
    inSight.delete(this);
  }

  protected override async scheduleUpdate(): Promise<void> {
    if (!paper.on) await turn(this);
    await super.scheduleUpdate();
  }
}

const inSight = new WeakSet<Element>();
/** Views that came into sight or went out of it, of which the page does not know yet. */
const moved = new Set<Element>();
let settling: ReturnType<typeof setTimeout> | undefined;

const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inSight.add(target);
      else inSight.delete(target);
      moved.add(target);
    }
    settle();
  },
  { rootMargin: NEAR },
);

function settle(): void {
  clearTimeout(settling);
  settling = setTimeout(tell, STAYS_MS);
}

/** Reports to the page what is in sight, so that it fetches what is wanted; not while views above may still grow. */
function tell(): void {
  if (awake) return settle();
  for (const view of moved)
    send(view, { type: "sight", view: view.localName.replace("unrolled-", ""), on: inSight.has(view) });
  moved.clear();
}

const waiting = new Map<View, () => void>();
let awake = false;

/** Resolves when it is this view's turn. */
function turn(view: View): Promise<void> {
  return new Promise((go) => {
    waiting.set(view, go);
    if (!awake) requestAnimationFrame(() => setTimeout(next));
    awake = true;
  });
}

/** One view a task, so that whatever the reader does in between is answered in between. */
function next(): void {
  const views = [...waiting.keys()];
  const view = views.find((candidate) => inSight.has(candidate)) ?? views[0];
  awake = view !== undefined;
  if (view === undefined) return;
  waiting.get(view)?.();
  waiting.delete(view);
  setTimeout(next);
}
