// The page as a reader uses it: by what it says and what its buttons are called.
import { expect } from "./support.mjs";

/** One <unrolled-explainer> of a page; everything is found by role or words, through its shadow roots. */
export class Explainer {
  constructor(page, nth = 0) {
    this.page = page;
    this.root = page.locator("unrolled-explainer").nth(nth);
    this.verdict = this.root.locator(".verdict h2");
    this.facts = this.root.locator(".facts");
    this.status = this.root.locator(".status").getByRole("status");
  }

  card(question) {
    return this.root.locator("section.card", { has: this.page.getByRole("heading", { name: question }) });
  }

  button(name, within = this.root) {
    return within.getByRole("button", { name });
  }

  /** The first view is on screen; every view unfolded, unless the test is about folding. */
  async shown({ unfold = "all" } = {}) {
    await this.root.evaluate((element, unfold) => { element.unfold = unfold; }, unfold);
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
            const begun = performance.getEntriesByType("resource").some((entry) => /vocab\.txt$/.test(entry.name)) || location.protocol === "file:";
            if (begun && !loading) done();
            else setTimeout(look, 50);
          };
          setTimeout(look, 200);
        }),
    );
  }

  async type(text) {
    if (await this.button("Edit the text").isVisible()) await this.button("Edit the text").click();
    await this.root.getByRole("textbox", { name: "The text" }).fill(text);
    await this.button("Done").click();
  }

  async choosePreset(title) {
    await this.button("Examples").click();
    await this.root.getByRole("listitem").filter({ hasText: title }).getByRole("button").click();
  }

  /** Moves the selection to the word at `position`. */
  async select(position) {
    await this.root.getByRole("option").nth(position).click();
  }
}
