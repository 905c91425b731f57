/** The model and its data, from the manifest. Its metrics are read by name where known and listed as they are else. */

import type { Manifest } from "../../types";
import { count, megabytes, percent } from "../numbers";
import { type Sentence, sentence, strong } from "../sentence";
import { type Report, reportOf } from "../shapes/report";

/** Sureness and success closer than this are called equal (a guess). */
const WELL_CALIBRATED = 0.01;

export interface Fact {
  name: string;
  value: string;
}

/** All numbers of a nested object with the path to each. */
export function leaves(value: unknown, path: string[] = []): { path: string[]; value: number | string }[] {
  if (typeof value === "number" || typeof value === "string") return [{ path, value }];
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

export function modelSentence(manifest: Manifest): Sentence {
  const { config, counts } = manifest;
  const cell = String(config.cell ?? "recurrent").toUpperCase();
  const layers = Number(config.layers ?? 1);
  const trained = counts?.train === undefined ? "" : `, trained on ${count(counts.train)} reviews`;
  const units = `${count(Number(config.hidden ?? 0))} units in ${layers === 1 ? "one layer" : `${layers} layers`}`;
  const words = `It knows ${count(Number(config.vocabulary ?? 0))} words.`;
  return sentence`${article(cell)} ${cell} of ${units}${trained}. ${words}${rightSentence(manifest)}`;
}

function rightSentence(manifest: Manifest): Sentence {
  const report = reportOf(manifest);
  const kept = report?.measured[0];
  if (report === null || kept === undefined) return [];
  const { test, assumed } = report;
  const reviews = kept.reviews === null ? "" : `${count(kept.reviews)} `;
  const right = percentExact(kept.accuracy);
  if (assumed)
    return sentence` It is right on ${strong(right)} of ${reviews}reviews set aside here; whether it was trained on them is not known.`;
  if (test === null)
    return sentence` It is right on ${strong(right)} of ${reviews}validation reviews, which it was not trained on.`;
  return sentence` It is right on ${strong(percentExact(test.accuracy))} of ${count(test.reviews)} published test reviews, and on ${right} of ${reviews}validation reviews; it was trained on neither.`;
}

/** Whether its probabilities can be taken at their word; from the reviews of which it was surest. */
export function calibrationSentence(report: Report): Sentence {
  const surest = report.reliability[report.reliability.length - 1];
  const first = report.measured[0];
  if (surest === undefined || first === undefined) return [];
  const gap = surest.confidence - surest.accuracy;
  const how =
    Math.abs(gap) < WELL_CALIBRATED
      ? "Its probabilities can be taken at their word"
      : gap > 0
        ? "It is surer than it should be"
        : "It is less sure than it could be";
  return sentence`${strong(how)}: on the ${count(surest.examples)} reviews of which it was surest it said ${percent(surest.confidence)} on average and was right on ${percent(surest.accuracy)}. Over all reviews the two differ by ${percent(first.ece)}.`;
}

/** What dividing its scores by one number, fitted on the other half, does to that. */
export function temperatureSentence({ temperature, calibrated, measured }: Report): Sentence {
  const before = measured[0];
  if (temperature === null || calibrated === null || before === undefined) return [];
  const change = calibrated.ece < before.ece ? "falls" : "rises";
  return sentence`Where the page says ${strong("calibrated")}, its score is divided by ${temperature.toFixed(2)}, a temperature fitted on reviews it was not trained on: on others, the gap between how sure it is and how often right ${change} from ${(before.ece * 100).toFixed(1)} to ${(calibrated.ece * 100).toFixed(1)} points. No verdict changes by it.`;
}

/** What storing the weights in eight bits changed. */
export function quantizationSentence({ quantization }: Report): Sentence {
  if (quantization === null) return [];
  const { label_changes: changed, mean_abs_dp: mean, max_abs_dp: most, examples } = quantization;
  const of = examples === null ? "" : ` of ${count(examples)}`;
  return sentence`Its weights are stored in eight bits: that changed ${count(changed)}${of} verdicts, and probabilities by ${(mean * 100).toFixed(2)} points on average, ${(most * 100).toFixed(1)} at most.`;
}

function article(noun: string): string {
  return /^[AEFHILMNORSX]/.test(noun) ? "An" : "A";
}

const SHARES = /accuracy|recall|coverage/;
/** What the measures are called; others are shown by their own names. */
const NAMES: Record<string, string> = {
  accuracy: "right",
  log_loss: "log-loss",
  ece: "calibration error",
  examples: "reviews measured",
  label_changes: "verdicts changed by quantization",
  mean_abs_dp: "mean change of probability by it",
  max_abs_dp: "largest change of probability by it",
  int8: "as shipped",
  f32: "before quantization",
  choose: "choosing half",
  assess: "assessed half",
  validation: "both halves",
  test: "published test reviews",
  value: "temperature",
};
/** Known to be of interest to few; the table and the download have everything. */
const ASIDE = /confusion|temperature|epoch|seed/;

/** Metrics as rows, the measure first and in brackets what it was measured on. */
export function metricFacts(manifest: Manifest, all: boolean): Fact[] {
  const shown = leaves(manifest.metrics).filter(({ path }) => all || !ASIDE.test(path.join(" ")));
  return shown.map(({ path, value }) => {
    const [last = "", ...others] = [...path].reverse();
    const name = (key: string) => NAMES[key] ?? key.replaceAll("_", " ");
    const on = others.reverse().map(name).join(", ");
    return { name: on === "" ? name(last) : `${name(last)} (${on})`, value: inFigures(last, value) };
  });
}

function inFigures(key: string, value: number | string): string {
  if (typeof value === "string") return value;
  if (SHARES.test(key) && value <= 1) return percentExact(value);
  if (Number.isInteger(value)) return count(value);
  return Math.abs(value) < 0.001 ? value.toFixed(5) : value.toFixed(3);
}

/** Two decimals: accuracies are compared at that grain. */
export function percentExact(share: number): string {
  return share > 0.9999 || share < 0.0001 ? percent(share) : `${(share * 100).toFixed(2)}\u202F%`;
}

export function fileFacts(manifest: Manifest): Fact[] {
  const reviews = Object.entries(manifest.files).filter(([name]) => name.startsWith("reviews-"));
  const bytes = reviews.reduce((sum, [, file]) => sum + file.bytes, 0);
  const others = Object.entries(manifest.files).filter(([name]) => !name.startsWith("reviews-"));
  const rows = others.map(([name, file]) => ({ name, value: megabytes(file.bytes) }));
  return reviews.length === 0 ? rows : [...rows, { name: "review texts", value: megabytes(bytes) }];
}
