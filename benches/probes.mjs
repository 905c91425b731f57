// The machine's peak as a browser's WebAssembly reaches it: loops of nothing but the instruction in question.
import { createRequire } from "node:module";

/** Independent sums, so that no addition waits for the one before it: 8 reached 71, 12 reach 74 Gop/s. */
const SUMS = 12;
/** Repetitions in the loop's body, which hide its own instructions: 1 reached two thirds; 8 makes V8 spill registers. */
const REPEATED = 4;

/** Operations of one round of each loop. A dot is eight products and, with the addition after it, eight sums. */
export const OPERATIONS = { dot: 16 * SUMS * REPEATED, float: 8 * SUMS * REPEATED };
/** Bytes that one call of `read` loads. */
export const READ_BYTES = 128 * 2 ** 20;

const PAGE_BYTES = 2 ** 16;
const range = (count) => Array.from({ length: count }, (_, index) => index);
const get = (name) => `(local.get $${name})`;
const locals = (names) => names.map((name) => `(local $${name} v128)`).join(" ");
/** All sums in one number that is returned, or the compiler would drop the loop. */
const all = (names) => `(i32x4.extract_lane 0 ${names.map(get).reduce((sum, name) => `(v128.xor ${sum} ${name})`)})`;

/**
 * A function (rounds, seed) that multiplies x by the weights and adds up. x changes before every repetition: a product
 * of the same two values would be computed once and kept.
 */
function arithmetic(name, multiply, add, splat) {
  const sums = range(SUMS).map((index) => `sum${index}`);
  const weights = range(SUMS).map((index) => `weight${index}`);
  const set = (local, offset) => `(local.set $${local} ${splat(`(i32.add ${get("seed")} (i32.const ${offset}))`)})`;
  const step = (index) =>
    `(local.set $sum${index} (${add} ${get(`sum${index}`)} (${multiply} ${get("x")} ${get(`weight${index}`)})))`;
  const repetition = (at) =>
    `(local.set $x (${add} ${get("x")} ${get(`weight${at}`)})) ${range(SUMS).map(step).join(" ")}`;
  return `(func (export "${name}") (param $rounds i32) (param $seed i32) (result i32) ${locals([...sums, ...weights, "x"])}
    ${weights.map((weight, index) => set(weight, index + 1)).join(" ")} ${set("x", 0)}
    (loop $again ${range(REPEATED).map(repetition).join("\n")}
      (br_if $again (local.tee $rounds (i32.sub ${get("rounds")} (i32.const 1)))))
    ${all(sums)})`;
}

/** `fill` writes the memory, because untouched pages are all one page of zeros in the cache; `read` adds it up. */
function reading() {
  const sums = range(8).map((index) => `sum${index}`);
  const step = (sum, index) =>
    `(local.set $${sum} (i32x4.add ${get(sum)} (v128.load offset=${16 * index} ${get("at")})))`;
  return `(memory ${READ_BYTES / PAGE_BYTES})
  (func (export "fill") (memory.fill (i32.const 0) (i32.const 1) (i32.const ${READ_BYTES})))
  (func (export "read") (result i32) (local $at i32) ${locals(sums)}
    (loop $again ${sums.map(step).join(" ")}
      (br_if $again (i32.lt_u (local.tee $at (i32.add ${get("at")} (i32.const 128))) (i32.const ${READ_BYTES}))))
    ${all(sums)})`;
}

/** The probes as a wasm module. */
export async function compileProbes() {
  const wabt = await createRequire(import.meta.url)("wabt")();
  const dot = arithmetic("dot", "i32x4.dot_i16x8_s", "i32x4.add", (value) => `(i16x8.splat ${value})`);
  const float = arithmetic("float", "f32x4.mul", "f32x4.add", (value) => `(f32x4.splat (f32.convert_i32_s ${value}))`);
  const parsed = wabt.parseWat("probes.wat", `(module ${reading()} ${dot} ${float})`, {
    simd: true,
    bulk_memory: true,
  });
  return Buffer.from(parsed.toBinary({}).buffer);
}
