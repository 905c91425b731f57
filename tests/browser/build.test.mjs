// What build.sh says to a wrong command line: one sentence, exit code 2, and nothing is built.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../build.sh", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "unrolled-build-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "empty.csv"), "");
mkdirSync(join(folder, "aclImdb"));

for (const [name, settings, verbs, sentence] of [
  ["a corpus that is missing", { DATA: join(folder, "nowhere.csv") }, [], /nowhere\.csv is missing or empty: give a CSV file with the columns text,label/],
  ["a corpus that is empty", { DATA: join(folder, "empty.csv") }, [], /empty\.csv is missing or empty/],
  ["a corpus folder without reviews", { DATA: join(folder, "aclImdb") }, [], /holds no review: expected an aclImdb folder/],
  ["a corpus that was forgotten", { DATA: "" }, [], /is missing or empty/],
  ["a policy for texts that does not exist", { TEXTS: "some" }, [], /TEXTS=some is unknown: say full, excerpts or none/],
  ["a verb that does not exist", {}, ["fly"], /unknown verb fly: say nothing, serve, train, test or bench/],
]) {
  test(name, () => {
    const { status, stdout, stderr } = spawnSync("bash", [SCRIPT, ...verbs], { env: { ...process.env, ...settings }, encoding: "utf8" });
    assert.equal(status, 2);
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split("\n").length, 1);
    assert.equal(stdout, "");
  });
}
