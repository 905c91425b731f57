// What the machine can do at most, measured beside whatever it is compared with.
import { OPERATIONS, READ_BYTES } from "../probes.mjs";
import { fixed, range, table } from "../table.mjs";
import { spread } from "../statistics.mjs";

/** About 40 ms. */
const ROUNDS = 4_000_000;
/** The best of so many: a peak is what an undisturbed loop reaches. */
const TRIES = 5;

async function least(run) {
  const taken = [];
  for (let trial = 0; trial < TRIES; trial++) taken.push(await run());
  return Math.min(...taken);
}

/** Contenders for paired turns, in Gop/s and GB/s. */
export async function peakContenders(page) {
  await page.ask("peak", "peak.mjs", "open");
  const arithmetic = (name) => async () => {
    const milliseconds = await least(() => page.ask("peak", "peak.mjs", "arithmetic", { name, rounds: ROUNDS }));
    return (OPERATIONS[name] * ROUNDS) / milliseconds / 1e6;
  };
  const read = async () => READ_BYTES / (await least(() => page.ask("peak", "peak.mjs", "read"))) / 1e6;
  return { dot: arithmetic("dot"), float: arithmetic("float"), read };
}

export function peakTable({ dot, float, read }) {
  const row = (name, values, unit) => [name, `${range(spread(values), fixed(1))} ${unit}`];
  return table(
    ["measured peak of one core in WebAssembly", "median (least–most)"],
    [
      row("`i32x4.dot_i16x8_s` + `i32x4.add`, 16 operations", dot, "Gop/s"),
      row("`f32x4.mul` + `f32x4.add`, 8 operations", float, "Gop/s"),
      row("`v128.load` from 128 MB", read, "GB/s"),
    ],
  );
}
