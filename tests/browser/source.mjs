// Modules of the page that need no browser, bundled for Node.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { require } from "./support.mjs";

const SRC = fileURLToPath(new URL("../../www/src/", import.meta.url));

/** What the files of www/src export, all together. */
export async function importSource(...files) {
  const { build } = require("esbuild");
  const folder = mkdtempSync(join(tmpdir(), "unrolled-source-"));
  const outfile = join(folder, "source.mjs");
  const contents = files.map((file) => `export * from ${JSON.stringify(join(SRC, file))};`).join("\n");
  // What only the build knows; no test reads it.
  const made = {
    name: "made",
    setup: (b) => {
      b.onResolve({ filter: /^unrolled:/ }, ({ path }) => ({ path, namespace: "made" }));
      b.onLoad({ filter: /.*/, namespace: "made" }, () => ({
        contents:
          'export const beside = null, second = null, name = "", integrity = "", remedy = "", version = "", model = "", mainBytes = 0, modules = { main: {}, further: {}, gradients: {} };',
      }));
    },
  };
  await build({
    plugins: [made],
    stdin: { contents, resolveDir: SRC },
    bundle: true,
    format: "esm",
    outfile,
    target: "es2022",
    logLevel: "error",
  });
  const source = await import(pathToFileURL(outfile));
  rmSync(folder, { recursive: true });
  return source;
}
