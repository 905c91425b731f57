// What a reader sees while the page arrives: when it is there, by how much it jumps, how much there is to read and to scroll.
import { openReader } from "../reader.mjs";

/** Nothing has run and nothing has jumped for so long: all has arrived. */
const QUIET_MS = 1500;
const MOST_MS = 60_000;

/**
 * Runs in the page before its scripts: adds up every jump that no press caused, all of them (`sum`) and as browsers score
 * pages (`shift`): those of the worst five seconds without a second of rest.
 */
function watchJumps() {
  globalThis.jumps = { sum: 0, shift: 0, last: 0, worst: { value: 0, of: "" } };
  let spell = { from: 0, last: 0, sum: 0 };
  /** What stands where something has jumped to, by name and class: the browser names nothing inside of shadow roots. */
  const standing = ({ currentRect: { x, y, width, height } }) => {
    const under = (root) => {
      const found = root.elementFromPoint(x + width / 2, y + height / 2);
      if (found === null || !root.contains(found)) return null;
      return (found.shadowRoot && under(found.shadowRoot)) ?? found;
    };
    const found = under(document);
    return found === null ? "what has gone since" : [found.localName, ...found.classList].join(".");
  };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources, startTime } of list.getEntries()) {
      if (hadRecentInput) continue;
      jumps.sum += value;
      if (startTime - spell.last > 1000 || startTime - spell.from > 5000) spell = { from: startTime, sum: 0 };
      spell.sum += value;
      spell.last = startTime;
      jumps.shift = Math.max(jumps.shift, spell.sum);
      jumps.last = performance.now();
      if (value > jumps.worst.value)
        jumps.worst = { value, at: performance.now(), of: [...new Set(sources.map(standing))].join(", ") };
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** In the page: all has arrived, and the network has been asked everything that it is asked by itself. */
function isQuiet(quiet) {
  const slots = Object.values(document.querySelector("unrolled-explainer").store?.state.slots ?? {});
  if (slots.some(({ phase }) => phase === "running")) globalThis.busy = performance.now();
  const last = Math.max(jumps.last, seen.live, globalThis.busy ?? 0);
  return performance.now() - last > quiet;
}

/**
 * In the page: how many words it says, on the first screen and in all, through its shadow roots and without the text under
 * study; those of pictures apart, for a label is no prose. A word is what stands between spaces and has a letter or a figure.
 */
function countWords() {
  const counts = { screen: 0, all: 0, pictures: 0 };
  const inner = { width: innerWidth, height: innerHeight };
  const isOnScreen = (range) =>
    [...range.getClientRects()].some(
      ({ left, right, top, bottom }) =>
        right > 0 && bottom > 0 && left < inner.width && (top + bottom) / 2 < inner.height && right - left > 1,
    );
  const range = document.createRange();
  const read = (text, inPicture) => {
    for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
      if (!/[\p{L}\p{N}]/u.test(word)) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const seen = isOnScreen(range);
      if (inPicture) counts.pictures += seen ? 1 : 0;
      else {
        counts.all += 1;
        counts.screen += seen ? 1 : 0;
      }
    }
  };
  /** What only a screen reader reads is a box of a pixel. */
  const isShown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return getComputedStyle(element).display === "contents" || (width > 1 && height > 1);
  };
  const walk = (node, inPicture) => {
    if (node.nodeType === Node.TEXT_NODE) return read(node, inPicture);
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return;
    if (/^(style|script|template|noscript|unrolled-text)$/i.test(node.nodeName)) return;
    if (node.nodeType === Node.ELEMENT_NODE && !isShown(node)) return;
    const children = node.nodeName === "SLOT" ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
    for (const child of children) walk(child, inPicture || node.nodeName === "svg");
  };
  walk(document.body, false);
  return {
    ...counts,
    height: document.scrollingElement.scrollHeight,
    screens: document.scrollingElement.scrollHeight / innerHeight,
  };
}

/** One arrival: {paint, view, live, jump, shift, worst, screen, all, pictures, height, screens}. */
export async function arrive(browser, url, { line, viewport }) {
  const tab = await openReader(browser, url, { line, viewport, watch: watchJumps });
  try {
    await tab.page.waitForFunction(isQuiet, QUIET_MS, { timeout: MOST_MS, polling: 100 });
    const seen = await tab.page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
      view: globalThis.seen.preset,
      live: globalThis.seen.live,
      jump: jumps.sum,
      shift: jumps.shift,
      worst: jumps.worst,
    }));
    return { ...seen, ...(await tab.page.evaluate(countWords)) };
  } finally {
    await tab.close();
  }
}
