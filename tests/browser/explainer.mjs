// The page as a reader uses it: by what it says and what its buttons are called.
import { expect, until } from "./support.mjs";

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

  card(question) {
    return this.root.locator("section.card", { has: this.page.getByRole("heading", { name: question }) });
  }

  button(name, within = this.root) {
    return within.getByRole("button", { name });
  }

  /** The first view is on screen; every view unfolded, unless the test is about folding. */
  async shown({ unfold = "all" } = {}) {
    await this.root.evaluate((element, unfold) => {
      element.unfold = unfold;
    }, unfold);
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

  async choosePreset(title) {
    await this.button("Examples").click();
    await this.root.getByRole("listitem").filter({ hasText: title }).getByRole("button").click();
    await this.read();
  }

  /** Moves the selection to the word at `position`. */
  async select(position) {
    await this.words.nth(position).click();
    await this.drawn();
  }
}
