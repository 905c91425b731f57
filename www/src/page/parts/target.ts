/** What is to be raised: the verdict's score, or one unit, cell or gate of the network. */

import { type TemplateResult, html, nothing } from "lit";
import type { Gate, InnerTarget, Manifest } from "../../types";
import { choice } from "./words";

type Kind = "logit" | Gate;

const NAMES: Record<Kind, string> = {
  logit: "the verdict’s score",
  hidden: "a hidden unit",
  cell: "a memory cell",
  input: "an input gate",
  forget: "a forget gate",
  candidate: "a candidate value",
  output: "an output gate",
  reset: "a reset gate",
  update: "an update gate",
};
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
    name: NAMES[value],
  }));
  const kind: Kind = target === "logit" ? "logit" : target.unit;
  const index = target === "logit" ? 0 : target.index;
  const pick = (value: Kind) => choose(value === "logit" ? "logit" : { unit: value, index });
  const number = (event: Event) => {
    const value = Math.round(Number((event.target as HTMLInputElement).value));
    if (kind !== "logit" && value >= 0 && value < units) choose({ unit: kind, index: value });
  };
  return html`<div class="row">
    ${choice("raise", kinds, kind, pick)}
    ${
      kind === "logit"
        ? nothing
        : html`<label class="field"
            ><span class="field-name">number (0 to ${units - 1})</span>
            <input type="number" min="0" max=${units - 1} .value=${String(index)} @change=${number}
          /></label>`
    }
  </div>`;
}
