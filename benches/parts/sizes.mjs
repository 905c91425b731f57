// What the build weighs, as www/sizes.mjs prints it.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { table } from "../table.mjs";

export async function sizes() {
  const printed = execFileSync("node", [fileURLToPath(new URL("../../www/sizes.mjs", import.meta.url))], {
    encoding: "utf8",
  });
  const lines = printed
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => /^ {2}(.+?): (.+?)(?: {2}(.+))?$/.exec(line));
  return `## What the build weighs\n\n${table(
    ["", "bytes", "budget"],
    lines.map(([, name, bytes, budget = ""]) => [name, bytes, budget]),
  )}\n`;
}
