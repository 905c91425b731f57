// A reader's hand on the page: every kind of press that its versions know, one after the other, each timed to its next paint.
import { openReader, SLOWER } from "../reader.mjs";

const PAUSE_MS = 450;
/** Between two keys of one who types, and between two moves of one who drags. */
const TYPING_MS = 120;
const DRAGGING_MS = 40;

/**
 * Runs in the page before its scripts. `presses` are what the hand did, each from its beginning to that of the next. The
 * browser reports the interactions that took 16 ms and more, in steps of 8; for the others, and for moves, which it does not report,
 * a task that the frame after the event posts says when that frame was through.
 */
function watchPresses() {
  globalThis.presses = [];
  const late = (start, took, name) => {
    const press = presses.findLast(({ from }) => from <= start);
    if (press !== undefined) press[name] = Math.max(press[name] ?? 0, took);
  };
  new PerformanceObserver((list) => {
    for (const { interactionId, startTime, duration } of list.getEntries())
      if (interactionId > 0) late(startTime, duration, "reported");
  }).observe({ type: "event", durationThreshold: 16 });
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.addEventListener("message", () => {
    const now = performance.now();
    for (const start of waiting.splice(0)) late(start, now - start, "own");
  });
  channel.port1.start();
  const time = ({ timeStamp }) =>
    requestAnimationFrame(() => {
      waiting.push(timeStamp);
      channel.port2.postMessage(null);
    });
  for (const kind of ["pointerdown", "pointermove", "click", "keydown"])
    addEventListener(kind, time, { capture: true, passive: true });
}

/** The hand: notes what it is about to do, does it, and waits until that is over. */
function handOf(page) {
  return async (group, deed, pause = PAUSE_MS) => {
    await page.evaluate((group) => presses.push({ group, from: performance.now() }), group);
    await deed();
    await page.waitForTimeout(pause);
  };
}

const visible = async (locator) => {
  const all = await locator.all();
  const seen = await Promise.all(all.map((one) => one.isVisible()));
  return all.filter((_, index) => seen[index]);
};

/** Words in the text, the first ones and others on their way down. */
async function pressWords(root, hand) {
  const words = await visible(root.locator("unrolled-text [role=option], unrolled-text [data-token]"));
  for (const place of [3, 17, 30, 41, 52, 8, 25, 60].filter((place) => place < words.length))
    await hand("words in the text", () => words[place].click());
}

async function pressArrows(root, hand, page) {
  const [word] = await visible(root.locator("unrolled-text [role=option], unrolled-text [data-token]"));
  if (word === undefined) return;
  await word.click();
  const right = Array.from({ length: 12 }, () => "ArrowRight");
  for (const key of [...right, "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight"])
    await hand("arrow keys along the text", () => page.keyboard.press(key), PAUSE_MS / 2);
}

/** Chapters by their tabs, where the page has chapters; each twice, as a reader who comes back. */
async function openChapters(root, hand) {
  const tabs = root.locator("[role=tab], [data-chapter], nav.chapters a, nav.chapters button");
  const count = await tabs.count();
  for (const turn of [0, 1])
    for (let at = 0; at < count; at++)
      if (await tabs.nth(at).isVisible())
        await hand(turn === 0 ? "chapters, first time" : "chapters, again", () => tabs.nth(at).click());
  if (count > 0) await hand("chapters, again", () => tabs.first().click());
}

/** Every fold that can be seen, from above. */
async function openFolds(root, hand) {
  for (const fold of await root.locator("summary").all())
    if (await fold.isVisible()) await hand("views and folds", () => fold.click(), PAUSE_MS / 2);
}

async function switchTints(root, hand) {
  const tints = await visible(
    root.locator("unrolled-sheet, [data-tints]").getByRole("button", { name: /^(LIME|leave one out)$/i }),
  );
  for (const at of [1, 0, 1, 0]) if (tints[at] !== undefined) await hand("tints", () => tints[at].click());
}

/** The line of the reading, taken with the mouse and led over the text and back. */
async function dragLine(root, hand, page) {
  const wide = async (slider) => ((await slider.boundingBox())?.width ?? 0) > 200;
  let line;
  for (const slider of await visible(root.locator("unrolled-reading [role=slider], unrolled-running [role=slider]")))
    if (line === undefined && (await wide(slider))) line = slider;
  if (line === undefined) return;
  await line.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await line.boundingBox();
  const move = (share) => page.mouse.move(x + width * share, y + Math.min(height / 2, 120));
  await move(0.1);
  await page.mouse.down();
  for (let at = 0; at <= 60; at++)
    await hand(DRAGGED, () => move(0.5 - 0.4 * Math.cos((at * Math.PI) / 30)), DRAGGING_MS);
  await page.mouse.up();
}

async function typeText(root, hand, page) {
  const [edit] = await visible(root.getByRole("button", { name: /^Edit( the text)?$/ }));
  if (edit === undefined) return;
  await hand("the editor, opened and closed", () => edit.click());
  for (const key of " A dull and lovely film. I liked it.")
    await hand("typing", () => page.keyboard.type(key), TYPING_MS);
  const [done] = await visible(root.getByRole("button", { name: "Done", exact: true }));
  if (done !== undefined) await hand("the editor, opened and closed", () => done.click());
}

const DEEDS = [pressWords, pressArrows, switchTints, dragLine, openChapters, openFolds, pressWords, typeText];

/** A move of one who drags is no press: it is a frame of many. */
export const DRAGGED = "the line, a move";
/** Every kind of press that there may be, in the order in which they are shown. */
export const GROUPS = [
  "words in the text",
  "arrow keys along the text",
  "tints",
  DRAGGED,
  "chapters, first time",
  "chapters, again",
  "views and folds",
  "typing",
  "the editor, opened and closed",
];

/** One reader's session on a slow processor: {group: [milliseconds of each press]}; a group that this version lacks is empty. */
export async function press(browser, url, { viewport, ...context }) {
  const tab = await openReader(browser, url, { cpu: SLOWER, viewport, watch: watchPresses, ...context });
  try {
    await tab.page.waitForTimeout(3000);
    const hand = handOf(tab.page);
    const root = tab.page.locator("unrolled-explainer");
    for (const deed of DEEDS) await deed(root, hand, tab.page);
    await tab.page.waitForTimeout(500);
    const presses = await tab.page.evaluate(() => presses);
    const took = ({ reported, own }) => reported ?? own;
    return Object.fromEntries(
      GROUPS.map((name) => [name, presses.filter((one) => one.group === name && took(one) !== undefined).map(took)]),
    );
  } finally {
    await tab.close();
  }
}
