/** What an author pastes into a page, a book, a slide or a course to have the present state there. */

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
  const title = `Unrolled reads: ${shortened(text)}`;
  const link = `${site}index.html#${keysOf(embedding)}`;
  const source = `${site}embed.html#${keysOf(embedding)}`;
  const tags = `<script src="${quoted(site)}unrolled.js" defer></script>\n${elementOf(embedding)}`;
  const frame = (more: string) =>
    `<iframe src="${quoted(source)}" title="${quoted(title)}" width="100%" height="700" loading="lazy"\n  allow="clipboard-write; fullscreen"${more}></iframe>`;
  const host = `\n<script src="${quoted(site)}embed-host.js" defer></script>`;
  return [
    {
      name: "Link",
      text: link,
      note: "Opens this text with these choices. A text of your own is in the link itself, after the #, where no server sees it.",
    },
    {
      name: "Web page",
      text: tags,
      note: "For any page that allows scripts. The script once, as many elements as you like; they share one network.",
    },
    {
      name: "iframe",
      text: frame("") + host,
      note: "For pages that allow frames. The small script gives the frame its height; without it the frame scrolls.",
    },
    {
      name: "iframe, sandboxed",
      text: frame('\n  sandbox="allow-scripts allow-downloads allow-popups"') + host,
      note: "The frame may touch nothing of the page around. The site has to answer with Access-Control-Allow-Origin: *, as GitHub Pages does.",
    },
    {
      name: "Quarto",
      text: `\`\`\`{=html}\n${tags}\n\`\`\``,
      note: "In a .qmd file. Leave embed-resources off, or use the iframe.",
    },
    {
      name: "MyST, Jupyter Book 2",
      text: anywidget(embedding),
      note: "In a .md file. The widget stands in the page itself, not in a frame.",
    },
    {
      name: "Reveal.js slide",
      text: `<section>\n  <iframe data-src="${quoted(source)}" data-preload title="${quoted(title)}" width="100%" height="640"\n    allow="clipboard-write; fullscreen"></iframe>\n</section>`,
      note: "Loads when the slide comes near. Arrow keys turn the slides again after a click beside the frame.",
    },
    {
      name: "Canvas, Moodle",
      text: frame(""),
      note: "Into the HTML editor of a page. Canvas follows the height by itself; Moodle keeps what stands in height.",
    },
    {
      name: "Markdown picture",
      text: `[![${bracketed(title)}](unrolled.svg)](${link})`,
      note: "For READMEs and wikis: save the picture of the text as unrolled.svg (Save or cite, below the text), put it beside, and it leads here.",
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
