/** What is to be raised: the verdict's score, or one unit, cell or gate of the network. */

import { type TemplateResult, html, nothing } from "lit";
import type { Gate, InnerTarget } from "../../types";
import { choice } from "./words";

type Kind = "logit" | Gate;

const KINDS: { value: Kind; name: string }[] = [
  { value: "logit", name: "the verdict’s score" },
  { value: "hidden", name: "a hidden unit" },
  { value: "cell", name: "a memory cell" },
  { value: "input", name: "an input gate" },
  { value: "forget", name: "a forget gate" },
  { value: "candidate", name: "a candidate value" },
  { value: "output", name: "an output gate" },
];

export function targetChoice(target: InnerTarget, units: number, choose: (target: InnerTarget) => void): TemplateResult {
  const kind: Kind = target === "logit" ? "logit" : target.unit;
  const index = target === "logit" ? 0 : target.index;
  const pick = (value: Kind) => choose(value === "logit" ? "logit" : { unit: value, index });
  const number = (event: Event) => {
    const value = Math.round(Number((event.target as HTMLInputElement).value));
    if (kind !== "logit" && value >= 0 && value < units) choose({ unit: kind, index: value });
  };
  return html`<div class="row">${choice("raise", KINDS, kind, pick)}
    ${kind === "logit" ? nothing : html`<label class="field"><span class="field-name">number (0 to ${units - 1})</span>
      <input type="number" min="0" max=${units - 1} .value=${String(index)} @change=${number}></label>`}</div>`;
}
