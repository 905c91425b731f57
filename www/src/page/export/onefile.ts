/**
 * The analyzer with the present text as one HTML file that opens from disk and needs no network: the scripts, every module,
 * weights, vocabulary and our own examples; no index and no reviews. What is in it comes from the site or, in the offline file,
 * from the file itself.
 */

import { modules } from "unrolled:build";
import { Bundle } from "../../engine/bundle";
import { isGzip } from "../../engine/gunzip";
import { beside, home } from "../../engine/home";
import { END } from "../../engine/inlined";
import type { Source } from "../../engine/source";
import type { Manifest, Preset, Presets } from "../../types";
import { dataUrl } from "./download";

const SCRIPTS = ["unrolled.js", "unrolled.inside.js", "unrolled.chapters.js"];
const PROGRAMS = Object.values(modules);
const FILES = ["weights.safetensors", "vocab.txt"];

const LAST = `<script type="application/octet-stream" id="unrolled/${END}"></script>\n`;

export interface OneFile {
  /** Where the bundle lies; null if it is the one that came with the script. */
  base: URL | null;
  /** Of the element: the state. */
  attributes: [name: string, value: string][];
  title: string;
}

/** What it will weigh, roughly: base64 makes three bytes four letters. */
export function roughBytes({ files }: Manifest): number {
  const sizes = [...PROGRAMS, ...FILES.map((name) => files[name])];
  return (4 / 3) * sizes.reduce((sum, file) => sum + (file?.bytes ?? 0), 0) + 400_000;
}

export async function oneFile({ base, attributes, title }: OneFile): Promise<Blob> {
  const bundle = Bundle.at(base).source;
  const program = home();
  const [scripts, small, large, programs] = await Promise.all([
    scriptTexts(),
    smallFiles(bundle),
    Promise.all(FILES.map(async (name) => asset(name, await bundle.read(name)))),
    Promise.all(PROGRAMS.map(async ({ name }) => asset(name, await program.read(name)))),
  ]);
  return new Blob(
    [head(title), element(attributes), ...small, ...scripts, ...programs, ...large, LAST, "</body>\n</html>\n"],
    { type: "text/html;charset=utf-8" },
  );
}

/** Manifest and examples, as far as they are of use without index and reviews; examples that quote reviews stay away. */
async function smallFiles(bundle: Source): Promise<string[]> {
  const json = async (name: string) => JSON.parse(new TextDecoder().decode(await bundle.read(name))) as unknown;
  const manifest = (await json("manifest.json")) as Manifest;
  const { presets } = (await json("presets.json")) as Presets;
  const files = Object.fromEntries(Object.entries(manifest.files).filter(([name]) => FILES.includes(name)));
  const written = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return Promise.all([
    asset("manifest.json", written({ ...manifest, files, texts: null, counts: null })),
    asset("presets.json", written({ presets: presets.filter(({ source }) => source === "own").map(recallingNothing) })),
  ]);
}

/** Without what was found in the training reviews, passages of them among it. */
const recallingNothing = (preset: Preset): Preset => ({ ...preset, token_search: null, activation_similarity: null });

/** As build.mjs writes them into the offline file. */
async function asset(name: string, bytes: Uint8Array): Promise<string> {
  const isPacked = isGzip(bytes); // which it may not be any more, whatever its name
  const packed = isPacked ? bytes : await gzip(bytes);
  const letters = (await dataUrl(new Blob([packed as BlobPart]))).replace(/^[^,]*,/, "");
  return `<script type="application/octet-stream" id="unrolled/${name}"${isPacked ? "" : ' data-encoding="gzip"'}>${letters}</script>\n`;
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function scriptTexts(): Promise<string[]> {
  const texts = beside === null ? ownScripts() : await Promise.all(SCRIPTS.map(fetched));
  return texts.map((text) => `<script>${inScript(text)}</script>\n`);
}

/** Of the offline file; its assets have a type of their own. */
const ownScripts = () =>
  [...document.scripts].filter((script) => script.type === "" && script.src === "").map((script) => script.text);

const fetched = async (name: string) => new TextDecoder().decode(await home().read(name));

/** A script's text may not end its own element. */
const inScript = (text: string) => text.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");

/** The page around; title and attributes are written by the browser itself, which knows what to escape. */
function head(title: string): string {
  const named = inert("title", []);
  named.textContent = title;
  return `<!doctype html>
<html lang="en" data-unrolled="page">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${named.outerHTML}
<link rel="icon" href="data:,">
</head>
<body>
`;
}

function element(attributes: [string, string][]): string {
  // A parser would make another line break of a carriage return.
  const tag = inert("unrolled-explainer", [["linked", ""], ...attributes]).outerHTML.replaceAll("\r", "&#13;");
  return `<main>${tag}\n<noscript>Unrolled runs a neural network in your browser and needs JavaScript for it.</noscript></main>\n`;
}

/** In a document in which nothing runs. */
function inert(name: string, attributes: [string, string][]): Element {
  const made = document.implementation.createHTMLDocument("").createElement(name);
  for (const [key, value] of attributes) made.setAttribute(key, value);
  return made;
}
