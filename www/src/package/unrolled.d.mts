/** Importing this defines <unrolled-explainer>. */
export { EngineClient } from "./types/engine/client.js";
export type { Callbacks, LoadProgress, Running } from "./types/engine/client.js";

declare global {
  interface HTMLElementTagNameMap {
    "unrolled-explainer": HTMLElement;
  }
}
