/** Small templates that several parts share. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../generated/words/common";
import type { Progress } from "../../types";
import { send } from "../store/actions";
import { say } from "./say";
import { isInside } from "../deeds/brings";
import { megabytes } from "../writing/numbers";
import { type Sentence, tellPlain } from "../writing/sentence";
import type { Loading, Method, Slot } from "../store/state";

/** Folded text: how a number comes about and when not to believe it. */
export function how(body: TemplateResult): TemplateResult {
  return html`<details class="how">
    <summary>${tellPlain(words.how)}</summary>
    <div class="fold">${body}</div>
  </details>`;
}

/** The paragraphs behind a view's "i"; those that say nothing are passed over. */
export function explained(...paragraphs: Sentence[]): TemplateResult {
  return html`${paragraphs.filter((one) => one.length > 0).map((one) => html`<p>${say(one)}</p>`)}`;
}

/** The way to the rest of a list of which the first few are shown, and back. */
export function tail(length: number, first: number, all: boolean, toggle: () => void): TemplateResult | typeof nothing {
  if (length <= first) return nothing;
  return html`<button class="plain tail" aria-expanded=${all} @click=${toggle}>
    ${all ? tellPlain(words.fewer) : tellPlain(words.all, { n: length })}
  </button>`;
}

export function bar(value: Pick<Progress, "done" | "total"> | null, label: string): TemplateResult {
  const known = value !== null && value.total > 0;
  return known
    ? html`<progress aria-label=${label} max=${value.total} .value=${Math.min(value.done, value.total)}></progress>`
    : html`<progress aria-label=${label}></progress>`;
}

/** Progress of a long answer with its stop button; nothing while none runs. */
export function running(
  part: EventTarget,
  method: Method,
  slot: Slot<unknown>,
  label: string,
): TemplateResult | typeof nothing {
  if (slot.phase !== "running") return nothing;
  const keep = tellPlain(slot.result === null ? words.stop : words.stop_and_keep);
  return html`<div class="block loads">
    ${bar(slot.progress, label)}
    <div class="row"><button @click=${() => send(part, { type: "stop", method })}>${keep}</button></div>
  </div>`;
}

/** An explainer's error, with the way to try again. */
export function failure(part: EventTarget, method: Method, slot: Slot<unknown>): TemplateResult | typeof nothing {
  if (slot.phase !== "failed") return nothing;
  const again = () => send(part, { type: "run", method });
  return html`<div class="failed">
    <p>${slot.message}</p>
    <button class="plain" @click=${again}>${tellPlain(words.again)}</button>
  </div>`;
}

/** What a download weighs, in brackets after the offer of it; nothing where nothing is downloaded. */
export const weighing = (bytes: number): string => (isInside() ? "" : ` (${megabytes(bytes)})`);

/** A download on its way. */
export function arriving(loading: Loading, what: string): TemplateResult | typeof nothing {
  if (loading.phase === "failed") return html`<p class="failed">${loading.message}</p>`;
  if (loading.phase !== "loading") return nothing;
  const { loaded, total } = loading;
  const isKnown = total > 0 && !isInside();
  const says = isKnown ? tellPlain(words.loading_of, { what, loaded, total }) : tellPlain(words.loading, { what });
  return html`<div class="loads">
    <p class="quiet">${says}</p>
    ${bar({ done: loaded, total }, tellPlain(words.loading, { what }))}
  </div>`;
}

interface Choice<T> {
  value: T;
  name: string;
}

/** A choice of a few, as one row of buttons. */
export function segmented<T>(
  label: string,
  choices: Choice<T>[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult {
  const button = (choice: Choice<T>) =>
    html`<button aria-pressed=${choice.value === chosen} @click=${() => choose(choice.value)}>${choice.name}</button>`;
  return html`<div class="segmented" role="group" aria-label=${label}>${choices.map(button)}</div>`;
}

/** A choice that changes settings, with its name before it. */
export function choice<T extends string | number>(
  name: string,
  choices: Choice<T>[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult {
  const changed = (event: Event) => {
    const picked = choices[(event.target as HTMLSelectElement).selectedIndex];
    if (picked !== undefined) choose(picked.value);
  };
  const option = (item: Choice<T>) => html`<option .selected=${item.value === chosen}>${item.name}</option>`;
  return html`<label class="field"
    ><span class="field-name">${name}</span
    ><select @change=${changed}>
      ${choices.map(option)}
    </select></label
  >`;
}
