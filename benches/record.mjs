// benches/RESULTS.md: every figure that the project claims, each section with its day, machine and command.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const RESULTS = fileURLToPath(new URL("RESULTS.md", import.meta.url));

/** `document` with the section `name` replaced by `text`, or with it at the end; what stands between other marks stays as it is. */
export function withSection(document, name, text) {
  const [begin, end] = [`<!-- begin ${name} -->\n`, `<!-- end ${name} -->\n`];
  const section = `${begin}${text.trim()}\n${end}`;
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 && to < 0) return `${document.trimEnd()}\n\n${section}`;
  if (from < 0 || to < from)
    throw new Error(
      `RESULTS.md: expected ${begin.trim()} and then ${end.trim()}, found them otherwise: put them around the section`,
    );
  return document.slice(0, from) + section + document.slice(to + end.length);
}

function commit() {
  const git = (...words) =>
    execFileSync("git", words, { cwd: fileURLToPath(new URL(".", import.meta.url)), encoding: "utf8" }).trim();
  try {
    return `commit ${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " and changes"}`;
  } catch {
    return "no git checkout";
  }
}

/** When, where and by which command: one line for below a heading. */
export function provenance(command, ...programs) {
  const [{ model }] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${[day, `${cpus().length} cores of ${model.trim()}`, ...programs, `Node.js ${process.version.slice(1)}`, commit()].join(", ")}: \`${command}\`.`;
}

/** Writes a section, a heading and what follows, with `origin` below its heading. */
export function record(name, text, origin) {
  const stamped = text.replace(/^(## .+\n)/, `$1\n${origin}\n`);
  writeFileSync(RESULTS, withSection(readFileSync(RESULTS, "utf8"), name, stamped));
}
