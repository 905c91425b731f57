/** How often the network is right when it is so sure: each dot some texts, the line what sureness promises. */

import { type TemplateResult, css, html, nothing, svg } from "lit";
import * as of from "../../../generated/words/model";
import { define } from "../../ui/define";
import { tellPlain } from "../../writing/sentence";
import type { Reliability } from "../../ui/report";
import { base } from "../../ui/styles/base";
import { Chart } from "../../ui/chart";

const style = css`
  .promise {
    stroke: var(--edge);
    stroke-dasharray: 3 3;
  }
  .axis {
    stroke: var(--hairline);
  }
  .after {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .bin {
    fill: color-mix(in srgb, var(--ink) 70%, transparent);
  }
`;

const HEIGHT = 190;
const LEFT = 52;
const FOOT = 40;
const TOP = 14;
/** The dot of the fullest bin, in pixels; the others' areas are in proportion. */
const LARGEST = 13;
const SMALLEST = 2.5;
/** A verdict is the likelier class: never less sure than this. */
const LEAST_SURE = 0.5;

export class ReliabilityChart extends Chart {
  static override styles = [base, style];
  static override properties = {
    ...Chart.properties,
    bins: { attribute: false },
    calibrated: { attribute: false },
    across: { type: String },
  };
  declare bins: Reliability[];
  /** The same texts at the fitted temperature; perhaps none. */
  declare calibrated: Reliability[];
  /** What stands across, where it is no probability of being right: then it begins at 0 and promises nothing. */
  declare across: string;

  constructor() {
    super();
    this.calibrated = [];
    this.across = "";
  }

  protected override draw(width: number): TemplateResult {
    const right = Math.min(width, 460) - LARGEST;
    const bottom = HEIGHT - FOOT;
    const promises = this.across === "";
    const least = promises ? LEAST_SURE : 0;
    const x = (share: number) => LEFT + ((share - least) / (1 - least)) * (right - LEFT);
    // Of two classes half would be guessing; what is worse than that is drawn where it is.
    const lowest = [...this.bins, ...this.calibrated].some(({ accuracy }) => accuracy < LEAST_SURE) ? 0 : LEAST_SURE;
    const y = (share: number) => bottom - ((share - lowest) / (1 - lowest)) * (bottom - TOP);
    const most = this.bins.reduce((a, bin) => Math.max(a, bin.examples), 1);
    const ticks = [0.5, 0.75, 1];
    return html`<svg width=${right + LARGEST} height=${HEIGHT} role="img" aria-label=${this.label()}>
      <line class="axis" x1=${LEFT} x2=${right} y1=${bottom} y2=${bottom}></line>
      ${promises ? svg`<line class="promise" x1=${x(0.5)} y1=${y(0.5)} x2=${x(1)} y2=${y(1)}></line>` : nothing}
      ${(lowest === 0 ? [0, 0.5, 1] : ticks).map(
        (share) => svg`
        <text x=${LEFT - 8} y=${y(share) + 4} text-anchor="end">${share * 100}\u202F%</text>
      `,
      )}
      ${(promises ? ticks : [0, 0.5, 1]).map(
        (share) => svg`
        <text x=${x(share)} y=${bottom + 17} text-anchor=${share === 1 ? "end" : "middle"}>${share * 100}\u202F%</text>`,
      )}
      ${this.bins.map(
        (bin) => svg`<circle class="bin" cx=${x(bin.confidence)} cy=${y(bin.accuracy)}
        r=${Math.max(SMALLEST, LARGEST * Math.sqrt(bin.examples / most))}><title>${title(bin, this.across)}</title></circle>`,
      )}
      ${this.calibrated.map(
        (bin) => svg`<circle class="after" cx=${x(bin.confidence)} cy=${y(bin.accuracy)}
        r=${Math.max(SMALLEST, LARGEST * Math.sqrt(bin.examples / most))}><title>${tellPlain(of.calibrated_disc, { disc: title(bin, "") })}</title></circle>`,
      )}
      <text x=${x(1)} y=${HEIGHT - 4} text-anchor="end">
        ${tellPlain(of.axes, { across: promises ? "sure" : "other", name: this.across })}
      </text>
    </svg>`;
  }

  private label(): string {
    const all = (bins: Reliability[], across: string) => bins.map((bin) => title(bin, across)).join("; ");
    const bins = all(this.bins, this.across);
    if (this.calibrated.length > 0)
      return tellPlain(of.reliability_calibrated, { bins, calibrated: all(this.calibrated, "") });
    return tellPlain(of.reliability_by, { across: this.across === "" ? "sure" : "other", name: this.across, bins });
  }
}

function title(bin: Reliability, across: string): string {
  const places = { p: bin.confidence, name: across, right: bin.accuracy, n: bin.examples };
  return tellPlain(of.disc, { ...places, across: across === "" ? "sure" : "other" });
}

define("unrolled-reliability", ReliabilityChart);
