/** What an author pastes into a page, a book, a slide or a course to have the present state there. */

import * as words from "../../generated/words/snippets";
import { tellPlain } from "../writing/sentence";

export interface Choices {
  compact: boolean;
  theme: "auto" | "light" | "dark";
  /** What is fixed. */
  lock: string[];
  /** Names of views and controls. */
  hide: string[];
}

export const NO_CHOICES: Choices = { compact: false, theme: "auto", lock: [], hide: [] };

export interface Embedding {
  /** The folder of the published site. */
  site: string;
  /** The state, as an address spells it. */
  fragment: string;
  text: string;
  /** Of another bundle than the site's own. */
  base: string | null;
  choices: Choices;
}

export interface Snippet {
  name: string;
  text: string;
  /** When to use it, and what to know. */
  note: string;
}

/** What stands for the address of a page that is not published yet. */
export const UNPUBLISHED = "https://your.site/unrolled/";

/** In which attributes the text can stand, in place of what an address says. */
const TEXT_KEYS = ["t", "z", "text"];
const LONGEST_TITLE = 60;

/** The state and the choices as keys of an address. */
export function keysOf({ fragment, choices }: Pick<Embedding, "fragment" | "choices">): URLSearchParams {
  const keys = new URLSearchParams(fragment);
  if (choices.compact) keys.set("compact", "1");
  if (choices.theme !== "auto") keys.set("theme", choices.theme);
  if (choices.lock.length > 0) keys.set("lock", choices.lock.join(" "));
  if (choices.hide.length > 0) keys.set("hide", choices.hide.join(" "));
  return keys;
}

/** The same as attributes of the element, but for the bundle; the text in plain letters, whatever its length. */
export function attributesOf(fragment: string, text: string, choices = NO_CHOICES): [string, string][] {
  const keys = [...keysOf({ fragment, choices })].filter(([name]) => name !== "v" && name !== "base");
  const named = keys.some(([name]) => name === "preset" || name === "review");
  const others = keys.filter(([name]) => !TEXT_KEYS.includes(name));
  return named ? others : [["text", text], ...others];
}

/** For an attribute between double quotes, also where blank lines or backticks would end a block of Markdown. */
export function quoted(value: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    '"': "&quot;",
    "<": "&lt;",
    ">": "&gt;",
    "\n": "&#10;",
    "\r": "&#13;",
    "`": "&#96;",
  };
  return value.replace(/[&"<>\n\r`]/g, (letter) => names[letter] ?? letter);
}

export function snippets(embedding: Embedding): Snippet[] {
  const { site, text } = embedding;
  const title = tellPlain(words.title, { text: shortened(text) });
  const link = `${site}index.html#${keysOf(embedding)}`;
  const source = `${site}embed.html#${keysOf(embedding)}`;
  const tags = `<script src="${quoted(site)}unrolled.js" defer></script>\n${elementOf(embedding)}`;
  const frame = (more: string) =>
    `<iframe src="${quoted(source)}" title="${quoted(title)}" width="100%" height="700" loading="lazy"\n  allow="clipboard-write; fullscreen"${more}></iframe>`;
  const host = `\n<script src="${quoted(site)}embed-host.js" defer></script>`;
  return [
    { name: tellPlain(words.link), text: link, note: tellPlain(words.link_note) },
    { name: tellPlain(words.page), text: tags, note: tellPlain(words.page_note) },
    { name: tellPlain(words.frame), text: frame("") + host, note: tellPlain(words.frame_note) },
    {
      name: tellPlain(words.sandboxed),
      text: frame('\n  sandbox="allow-scripts allow-downloads allow-popups"') + host,
      note: tellPlain(words.sandboxed_note),
    },
    { name: tellPlain(words.quarto), text: `\`\`\`{=html}\n${tags}\n\`\`\``, note: tellPlain(words.quarto_note) },
    { name: tellPlain(words.myst), text: anywidget(embedding), note: tellPlain(words.myst_note) },
    {
      name: tellPlain(words.slide),
      text: `<section>\n  <iframe data-src="${quoted(source)}" data-preload title="${quoted(title)}" width="100%" height="640"\n    allow="clipboard-write; fullscreen"></iframe>\n</section>`,
      note: tellPlain(words.slide_note),
    },
    { name: tellPlain(words.course), text: frame(""), note: tellPlain(words.course_note) },
    {
      name: tellPlain(words.picture),
      text: `[![${bracketed(title)}](unrolled.svg)](${link})`,
      note: tellPlain(words.picture_note),
    },
  ];
}

function elementOf({ fragment, text, base, choices }: Embedding): string {
  const attributes = [
    ...(base === null ? [] : [["base", base] as [string, string]]),
    ...attributesOf(fragment, text, choices),
  ];
  const written = attributes.map(([name, value]) => (name === "compact" ? " compact" : ` ${name}="${quoted(value)}"`));
  return `<unrolled-explainer${written.join("")}></unrolled-explainer>`;
}

function anywidget({ site, fragment, text, base, choices }: Embedding): string {
  const model = Object.fromEntries([
    ...(base === null ? [] : [["base", base]]),
    ...attributesOf(fragment, text, choices),
  ]) as Record<string, unknown>;
  if (model["compact"] !== undefined) model["compact"] = true;
  const json = JSON.stringify(model, null, 1).replaceAll("`", "\\u0060");
  return `\`\`\`{anywidget} ${site}unrolled.anywidget.mjs\n${json}\n\`\`\``;
}

const shortened = (text: string) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST_TITLE
    ? line
    : `${line
        .slice(0, LONGEST_TITLE)
        .toWellFormed()
        .replace(/\ufffd$/, "")}…`;
};
const bracketed = (text: string) => text.replace(/[\\[\]`*_<>]/g, "\\$&");
