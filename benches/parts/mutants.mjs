// Which changes of the code no test notices: cargo-mutants on a sample of what computes.
//   SHARD=3/200 ./build.sh bench mutants             another sample; every mutant of a shard is a build and a run of the tests
//   FILES="src/model/score.rs" ./build.sh bench mutants   all mutants of a file, with SHARD=0/1
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { table, whole } from "../table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OUT = `${ROOT}target/bench/`;
const SHARD = process.env.SHARD ?? "0/200";
const FILES = (process.env.FILES ?? "src/explain/** src/index/** src/model/**").split(" ");
/** Tests that start processes, train or read the sources: slow, or blind to what is mutated here. */
const SKIPPED = ["cli::", "reproduce::", "architecture::", "types::", "circles::"];
/** Nothing survived; some did; some ran for ever. */
const FINISHED = [0, 2, 3];

const lines = (name) => {
  const file = `${OUT}mutants.out/${name}.txt`;
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
};

export async function mutants() {
  const files = FILES.flatMap((file) => ["--file", file]);
  const tests = ["--lib", "--test", "suite", "--", ...SKIPPED.flatMap((name) => ["--skip", name])];
  const { status } = spawnSync(
    `${OUT}bin/cargo-mutants`,
    ["mutants", ...files, "--shard", SHARD, "--profile", "release", "--output", OUT, "--", ...tests],
    // Its own build folder is kept, so that only the first mutant pays for what the crate depends on.
    { cwd: ROOT, stdio: "inherit", env: { ...process.env, CARGO_TARGET_DIR: `${ROOT}target/mutants` } },
  );
  if (!FINISHED.includes(status)) throw new Error(`cargo-mutants ended with ${status}: see what it printed above`);
  const outcomes = ["caught", "missed", "timeout", "unviable"];
  const survivors = lines("missed").map((line) => `- \`${line}\``);
  return `## Changes that no test notices

Shard ${SHARD} of ${FILES.map((file) => `\`${file}\``).join(", ")}.

${table(["mutants", ...outcomes], [["", ...outcomes.map((name) => whole(lines(name).length))]])}

${survivors.length === 0 ? "None survived." : survivors.join("\n")}
`;
}
