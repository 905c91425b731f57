/** The model and its data, from the manifest. Its metrics are read by name where known and listed as they are else. */

import * as of from "../../../generated/words/model";
import type { Manifest } from "../../../types";
import { type Classes, classesNamed, ofClass } from "../../writing/classes";
import { count, decimal, megabytes, percent } from "../../writing/numbers";
import { type Sentence, paragraph, tell, tellPlain, yes } from "../../writing/sentence";
import { LEVEL, tailFrom } from "../../ui/chance";
import { type Measured, type Part, type Reliability, type Report, isTrainedStepwise, reportOf } from "../../ui/report";

/** Sureness and success closer than this are called equal (a guess). */
const WELL_CALIBRATED = 0.01;
/** Fewer texts than this show nothing about probabilities (a guess). */
const FEW = 10;
/** Below so many weights the head of their file is too large a part of it to tell how they are stored. */
const MANY_WEIGHTS = 10_000;
/** Bytes for a weight: one in eight bits (a little more with the scales of rows), four in single precision. */
const EIGHT_BITS = 1.7;
const SINGLE_PRECISION = 3.5;

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

/** What the network is and how good, in short. */
export function modelSentence(manifest: Manifest): Sentence {
  const { cell, hidden: units, layers, directions } = manifest.config;
  const report = reportOf(manifest);
  const texts = report?.assumed === false ? manifest.counts?.["train"] : undefined;
  const both = yes(directions === "bidirectional");
  const what = tell(of.what, { cell, units, layers, both, known: yes(texts !== undefined), texts: texts ?? 0 });
  return paragraph(what, rightSentence(report));
}

/** How it reads and what it knows. */
export function shapeSentence(manifest: Manifest): Sentence {
  const { directions, readout, vocabulary: words, embedding: size } = manifest.config;
  const stepwise = isTrainedStepwise(manifest);
  return paragraph(
    tell(of.reads, { both: yes(directions === "bidirectional"), readout: readout === "max" ? "other" : readout }),
    classesSentence(manifest),
    tell(of.knows, { words, size }),
    tell(of.stepwise, { how: stepwise === null ? "other" : stepwise ? "yes" : "no" }),
    storedSentence(manifest),
  );
}

function classesSentence({ config: { outputs, activation }, classes }: Manifest): Sentence {
  const named = classesNamed(classes);
  const all = classes.map((_, at) => ofClass(named, at));
  if (outputs === 1) return tell(of.one_score, { first: all[0] ?? "", last: all.at(-1) ?? "" });
  return tell(of.scores, { each: yes(activation === "sigmoid"), n: all.length, classes: all });
}

/** How the weights are stored, by the size of their file, unless a sentence of its own says more. */
function storedSentence(manifest: Manifest): Sentence {
  const { config, files } = manifest;
  const [weights, report] = [weightsOf(config), reportOf(manifest)];
  const each = (files["weights.safetensors"]?.bytes ?? 0) / weights;
  if (weights < MANY_WEIGHTS || each === 0 || (report?.quantization ?? null) !== null) return [];
  return each < EIGHT_BITS ? tell(of.eight_bits) : each > SINGLE_PRECISION ? tell(of.single_precision) : [];
}

function weightsOf({ cell, vocabulary, embedding, hidden, layers, directions, outputs }: Manifest["config"]): number {
  const [ways, blocks] = [directions === "bidirectional" ? 2 : 1, cell === "lstm" ? 4 : 3];
  const below = embedding + (layers - 1) * hidden * ways;
  const recurrent = ways * blocks * hidden * (below + layers * (hidden + 2));
  return vocabulary * embedding + recurrent + outputs * (hidden * ways + 1);
}

/** How often it is right, and what that is worth. */
function rightSentence(report: Report | null): Sentence {
  const kept = report?.measured[0];
  if (report === null || kept === undefined) return tell(of.unmeasured);
  const { test, assumed } = report;
  const right = { right: percentExact(kept.accuracy), known: yes(kept.reviews !== null), n: kept.reviews ?? 0 };
  const said = assumed
    ? tell(of.right_assumed, right)
    : test === null
      ? tell(of.right, right)
      : tell(of.right_published, { ...right, published: percentExact(test.accuracy), m: test.reviews });
  return paragraph(said, doubt(kept));
}

/** What anybody would get right is no praise. */
function doubt({ accuracy, base }: Measured): Sentence {
  if (base === 1) return tell(of.one_label);
  return base !== null && accuracy <= base ? tell(of.no_better, { base: percentExact(base) }) : [];
}

/** Whether its probabilities can be taken at their word; from the texts of which it was surest. */
export function calibrationSentence({ reliability, measured: [first] }: Report): Sentence {
  const surest = reliability[reliability.length - 1];
  if (surest === undefined || first === undefined || first.base === 1) return [];
  const { examples: n, confidence: said, accuracy: right } = surest;
  const gap = said - right;
  const isMeant = Math.abs(gap) < WELL_CALIBRATED;
  if (n < FEW || (!isMeant && isByChance(surest))) return tell(of.too_few, { n, said, right });
  return tell(of.calibration, { how: isMeant ? "meant" : gap > 0 ? "over" : "other", n, said, right, gap: first.ece });
}

/** So many right are no surprise where all are as sure as they say. */
function isByChance({ examples: n, confidence, accuracy }: Reliability): boolean {
  const right = Math.round(accuracy * n);
  return Math.min(tailFrom(right, n, confidence), tailFrom(n - right, n, 1 - confidence)) >= LEVEL;
}

/** What dividing its scores by one number, fitted on the other half, does to that. */
export function temperatureSentence({ temperature, calibrated, measured: [before] }: Report): Sentence {
  if (temperature === null || calibrated === null || before === undefined || before.base === 1) return [];
  return tell(of.temperature, {
    temperature,
    way: calibrated.ece < before.ece ? "falls" : "other",
    before: decimal(before.ece * 100, 1),
    after: decimal(calibrated.ece * 100, 1),
  });
}

/** What storing the weights in eight bits changed. */
export function quantizationSentence({ quantization }: Report): Sentence {
  if (quantization === null) return [];
  const { label_changes: changed, mean_abs_dp: mean, max_abs_dp: most, examples } = quantization;
  return tell(of.quantization, {
    changed,
    known: yes(examples !== null),
    n: examples ?? 0,
    mean: decimal(mean * 100),
    most: decimal(most * 100, 1),
  });
}

/** What a half of the validation texts is called in the table. */
export function partName(part: Part | "published", known: boolean): string {
  if (part === "choose") return tellPlain(of.part_choose, { known: yes(known) });
  return tellPlain({ assess: of.part_assess, validation: of.part_validation, published: of.part_published }[part]);
}

/** How many texts each side of the split has. */
export function countFacts(manifest: Manifest): Fact[] {
  const known = yes(reportOf(manifest)?.assumed === false);
  const name = (side: string) => {
    if (side === "train") return tellPlain(of.split_train, { known });
    if (side === "choose") return tellPlain(of.split_choose, { known });
    if (side === "assess") return tellPlain(of.split_assess);
    return side === "validation"
      ? tellPlain(of.split_validation, { known })
      : tellPlain(of.split_other, { name: side });
  };
  return Object.entries(manifest.counts ?? {}).map(([side, value]) => ({ name: name(side), value: count(value) }));
}

const SHARES = /accuracy|recall|coverage/;
/** Measures that have a name; others are shown by their own. */
const NAMED = [
  "accuracy",
  "log_loss",
  "ece",
  "label_changes",
  "mean_abs_dp",
  "max_abs_dp",
  "int8",
  "f32",
  "choose",
  "assess",
  "validation",
  "value",
] as const;

function measureName(name: string): string | undefined {
  if (name === "examples") return tellPlain(of.measure_examples);
  if (name === "test") return tellPlain(of.measure_test);
  const key = NAMED.find((known) => known === name);
  return key === undefined ? undefined : tellPlain(of.measure, { key, name });
}
/** What a confusion table counts: the texts of a label (1 the last class) by the class that they are judged to be of. */
const CONFUSION: Record<string, [label: number, judged: number]> = {
  true_positive: [1, 1],
  false_negative: [1, 0],
  true_negative: [0, 0],
  false_positive: [0, 1],
};
/** Known to be of interest to few; the table and the download have everything. */
const ASIDE = /confusion|temperature|epoch|seed/;

/** Metrics as rows, the measure first and in brackets what it was measured on. */
export function metricFacts(manifest: Manifest, all: boolean): Fact[] {
  const classes = classesNamed(manifest.classes);
  const shown = leaves(manifest.metrics).filter(({ path }) => all || !ASIDE.test(path.join(" ")));
  return shown.map(({ path, value }) => {
    const [last = "", ...others] = [...path].reverse();
    const name = (key: string) => measureName(key) ?? confusionName(key, classes) ?? key.replaceAll("_", " ");
    const on = others.reverse().map(name).join(", ");
    return { name: on === "" ? name(last) : `${name(last)} (${on})`, value: inFigures(last, value) };
  });
}

function confusionName(key: string, classes: Classes): string | undefined {
  const [label, judged] = CONFUSION[key] ?? [];
  if (label === undefined || judged === undefined) return undefined;
  return tellPlain(of.confused, { label: ofClass(classes, label), judged: ofClass(classes, judged) });
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
  return reviews.length === 0 ? rows : [...rows, { name: tellPlain(of.review_texts), value: megabytes(bytes) }];
}
