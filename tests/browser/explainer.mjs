// The page as a reader uses it: by what it says and what its buttons are called.
import { expect, pure, until } from "./support.mjs";

const { chapterOf } = await pure("views/index.ts");
/** What the chapters are called. */
const CHAPTERS = {
  reading: "Reading",
  words: "Words",
  looking: "Looking for",
  training: "Training",
  trust: "Trust",
  network: "Network",
};
/** The views of cards, by their questions. */
const CARDS = [
  [/Did it move/, "move"],
  [/Has it seen this/, "memory"],
  [/What was it looking/, "looking"],
];

/** How many elements have been given something that they have not drawn yet; views take turns. */
const undrawn = (element) => {
  const under = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? under(one.shadowRoot) : [])]);
  return [element, ...under(element.shadowRoot)].filter(({ isUpdatePending }) => isUpdatePending === true).length;
};

/** The methods that are being asked. */
const busy = ({ store: { state } }) =>
  Object.entries(state.slots)
    .filter(([, { phase }]) => phase === "running")
    .map(([method]) => method);

const hasChapters = ({ store: { state } }) => state.chapters === "ready";

/** The text on the page is the one that the network has read. */
const isRead = ({ store: { state } }) => state.predicted === state.text && state.opening === null;

/** One <unrolled-explainer> of a page; everything is found by role or words, through its shadow roots. */
export class Explainer {
  constructor(page, nth = 0) {
    this.page = page;
    this.root = page.locator("unrolled-explainer").nth(nth);
    this.verdict = this.root.locator(".verdict h2");
    /** The words of the text; an option by its role may be that of a choice elsewhere while the text is being read. */
    this.words = this.root.locator("unrolled-text [role=option]");
    this.facts = this.root.locator(".facts");
    this.status = this.root.locator(".status").getByRole("status");
  }

  /** Not a review that says "done". */
  get done() {
    return this.root.getByRole("button", { name: "Done", exact: true });
  }

  /** The card of the chosen word that answers this question, in its chapter. */
  async card(question) {
    const [, view] = CARDS.find(
      ([asked]) => asked.source.startsWith(question.source) || question.source.startsWith(asked.source),
    );
    await this.view(view);
    return this.root.locator("section.card", { has: this.page.getByRole("heading", { name: question }) });
  }

  /** The menu of a picture, opened: ways to save and cite, and the table; `table` is an <unrolled-table>. */
  async menu(table) {
    const button = table.getByRole("button", { name: /^Table, save, cite/ });
    if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    return table.locator("unrolled-export");
  }

  /** The numbers behind a picture, shown. */
  async table(table) {
    const menu = await this.menu(table);
    await menu.getByRole("button", { name: "Table", exact: true }).click();
    return menu.locator("table");
  }

  /** Every table shown, those in what is folded too. */
  async everyTable() {
    const press = (button) => button.dispatchEvent("click");
    const named = (within, name) => within.getByRole("button", { name, exact: true, includeHidden: true });
    for (const table of await this.root.locator("unrolled-table").all()) {
      // What stands beside the chapters may be open from before.
      const menu = named(table, /^Table, save, cite/);
      if ((await menu.getAttribute("aria-expanded")) === "false") await press(menu);
      const numbers = named(table.locator("unrolled-export"), "Table");
      if ((await numbers.getAttribute("aria-expanded")) !== "true") await press(numbers);
    }
    await this.drawn();
  }

  /** What stands behind each "i" within, opened: how it is computed. That of a view may come with a script that is on its way. */
  async explain(within = this.root) {
    const any = within.getByRole("button", { name: /^How this is computed/ }).first();
    if (within !== this.root) await any.waitFor();
    const closed = within.getByRole("button", { name: /^How this is computed/, expanded: false });
    while ((await closed.count()) > 0) await closed.first().click();
  }

  /** A view by the name it has in addresses, in its chapter; whatever that needs is loaded as for a reader. */
  async view(name) {
    const chapter = chapterOf(name);
    if (chapter !== null) await this.chapter(CHAPTERS[chapter]);
    return this.root.locator(`#${name}`);
  }

  /** The chosen word by name, as it stands over the views about it. */
  async chosen() {
    const head = this.root.locator(".chosen-head");
    if ((await head.count()) === 0) await this.chapter("Words");
    return head;
  }

  /** Opens a chapter by what it is called, where there are chapters and it is not open. */
  async chapter(name) {
    const tab = this.root.getByRole("tab", { name: new RegExp(`^${name}`) });
    const isStacked = () => this.root.evaluate(({ shadowRoot }) => shadowRoot.querySelector(".stacked") !== null);
    if ((await tab.count()) === 0 && (await isStacked())) return;
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await this.drawn();
  }

  /** Does this in each chapter in turn; where there are none, once. */
  async eachChapter(look) {
    const tabs = await this.root.getByRole("tab").count();
    if (tabs === 0) return [await look()];
    const found = [];
    for (const name of Object.values(CHAPTERS)) {
      await this.chapter(name);
      // The views of most come with a script of their own.
      if (name !== CHAPTERS.reading) await until(() => this.root.evaluate(hasChapters), Boolean);
      await this.drawn();
      found.push(await look(name));
    }
    return found;
  }

  button(name, within = this.root) {
    return within.getByRole("button", { name });
  }

  /** The first view is on screen, in the chapter of this name; every view unfolded, unless the test is about folding. */
  async shown({ unfold = "all", chapter = null } = {}) {
    await this.root.evaluate(
      (element, { unfold, chapter }) => {
        element.unfold = unfold;
        if (chapter !== null) element.chapter = chapter;
      },
      { unfold, chapter },
    );
    await expect(this.verdict, /The network|Before it reads/);
  }

  /** The live model answers. */
  async live(how) {
    await this.shown(how);
    await this.root.evaluate(
      (element) =>
        new Promise((done) => {
          const look = () => {
            const loading = element.shadowRoot.querySelector(".status").textContent.includes("The model is loading");
            const begun =
              performance.getEntriesByType("resource").some((entry) => /vocab\.txt$/.test(entry.name)) ||
              location.protocol === "file:";
            if (begun && !loading) done();
            else setTimeout(look, 50);
          };
          setTimeout(look, 200);
        }),
    );
  }

  /** Everything shows what it was last given: what is read off the page now is not of the time before. Answers may still come. */
  async drawn() {
    await until(
      () => this.root.evaluate(undrawn),
      (waiting) => waiting === 0,
      { wanted: "every view drawn" },
    );
  }

  /** The network has read the text, and the page shows it. */
  async read() {
    await until(() => this.root.evaluate(isRead), Boolean, { wanted: "the text read" });
    await this.drawn();
  }

  /** No answer is on its way, nor has one begun half a second later: methods are asked after a pause, some when others have answered. */
  async idle() {
    let quiet = 0;
    await until(
      () => this.root.evaluate(busy),
      (methods) => (quiet = methods.length === 0 ? quiet + 1 : 0) > 10,
      { wanted: "every answer finished" },
    );
    await this.drawn();
  }

  async type(text) {
    await this.button("Edit the text").or(this.done).first().waitFor();
    if (await this.button("Edit the text").isVisible()) await this.button("Edit the text").click();
    await this.root.getByRole("textbox", { name: "The text" }).fill(text);
    await this.done.click();
    await this.read();
  }

  /** The list of texts is open: the examples, or those to browse. */
  async texts(list = "Examples") {
    const opener = this.root.locator("header .texts");
    if ((await opener.getAttribute("aria-expanded")) !== "true") await opener.click();
    await this.root.locator("#texts").waitFor();
    const choice = this.button(list, this.root.getByRole("group", { name: "Where the texts come from" }));
    if ((await choice.count()) > 0) await choice.click();
  }

  async choosePreset(title) {
    await this.texts();
    await this.root.getByRole("listitem").filter({ hasText: title }).getByRole("button").click();
    await this.read();
  }

  /** Moves the selection to the word at `position`. */
  async select(position) {
    await this.words.nth(position).click();
    await this.drawn();
  }
}
