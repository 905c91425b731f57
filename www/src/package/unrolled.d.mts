/** Importing this defines <unrolled-explainer>. */
export { EngineClient } from "./types/engine/client.js";
export type { Callbacks, LoadProgress, Running } from "./types/engine/client.js";

/** The events of the element; they bubble, out of shadow roots too. */
export interface UnrolledEvents {
  /** `selection` is a half-open range of the text's words, from 0. */
  "unrolled-change": CustomEvent<{
    text: string;
    preset: string | null;
    review: number | null;
    selection: [number, number] | null;
    probability: number | null;
  }>;
  "unrolled-result": CustomEvent<{ method: string; text: string; settings: object; result: unknown }>;
  /** `kind` is stable, `message` one sentence for the reader. */
  "unrolled-error": CustomEvent<{ method: string | null; kind: string; message: string }>;
}

/** The element. Its properties are its attributes; null takes one away. */
export interface UnrolledExplainer extends HTMLElement {
  base: string | null;
  preset: string | null;
  text: string | null;
  /** Words counted from 1, as "3-5". */
  select: string | null;
  tint: string | null;
  chapter: string | null;
  /** Views apart by spaces, as are `hide`, `lock` and `unfold`. */
  view: string | null;
  hide: string | null;
  lock: string | null;
  unfold: string | null;
  theme: string | null;
  loading: string | null;
  lesson: string | null;
  /** What the reading shows, as "river missing kept". */
  tracks: string | null;
  /** Words counted from 1, as "40-80". */
  zoom: string | null;
  gates: string | null;
  /** Counted from 0, as is `layer`. */
  unit: string | null;
  layer: string | null;
  /** A phrase of the rules' list, as "waste of time". */
  rule: string | null;
  compact: boolean;
  addEventListener<K extends keyof UnrolledEvents>(
    type: K,
    listener: (event: UnrolledEvents[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "unrolled-explainer": UnrolledExplainer;
  }
}
