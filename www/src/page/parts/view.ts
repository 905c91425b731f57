/**
 * A view that is drawn in a turn of its own: a press is answered before the views below follow, those in sight first. Views
 * out of sight are drawn too, because readers search, print and are led there, but only when nothing else waits.
 */

import { type CSSResultGroup, type CSSResultOrNative, LitElement, css } from "lit";

/** This close to the screen counts as in sight. */
const NEAR = "300px";

/** A folded view is its question and the one-sentence answer. */
const folding = css`
  :host([folded]) section > :not(h2, .sentence:nth-child(2), .block:nth-child(2)), :host([folded]) .block > :not(.sentence) { display: none; }
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
    await turn(this);
    super.scheduleUpdate();
  }
}

const inSight = new WeakSet<Element>();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inSight.add(target);
    else inSight.delete(target);
  }
}, { rootMargin: NEAR });

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
