/** What is to be raised: the verdict's score, or one unit, cell or gate of the network. */

import { type TemplateResult, html, nothing } from "lit";
import * as words from "../../../generated/words/looking";
import type { Gate, InnerTarget, Manifest } from "../../../types";
import { tellPlain } from "../../writing/sentence";
import { choice } from "../../ui/pieces";

type Kind = "logit" | Gate;

/** What each kind of cell has. */
const PARTS: Record<string, Kind[]> = {
  lstm: ["logit", "hidden", "cell", "input", "forget", "candidate", "output"],
  gru: ["logit", "hidden", "reset", "update", "candidate"],
};

export function targetChoice(
  target: InnerTarget,
  manifest: Manifest | null,
  choose: (target: InnerTarget) => void,
): TemplateResult {
  const units = Number(manifest?.config.hidden ?? 1);
  const kinds = (PARTS[String(manifest?.config.cell ?? "lstm")] ?? ["logit", "hidden"]).map((value) => ({
    value,
    name: tellPlain(words.target, { target: value }),
  }));
  const kind: Kind = target === "logit" ? "logit" : target.unit;
  const index = target === "logit" ? 0 : target.index;
  const pick = (value: Kind) => choose(value === "logit" ? "logit" : { unit: value, index });
  const number = (event: Event) => {
    const value = Math.round(Number((event.target as HTMLInputElement).value));
    if (kind !== "logit" && value >= 0 && value < units) choose({ unit: kind, index: value });
  };
  return html`<div class="row">
    ${choice(tellPlain(words.to_raise), kinds, kind, pick)}
    ${
      kind === "logit"
        ? nothing
        : html`<label class="field"
            ><span class="field-name">${tellPlain(words.number, { last: units - 1 })}</span>
            <input type="number" min="0" max=${units - 1} .value=${String(index)} @change=${number}
          /></label>`
    }
  </div>`;
}
