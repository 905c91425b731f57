/** The report on the page: a verdict in one sentence, what this browser allows, one line per check, and the same as JSON. */
import { css } from "lit";
import type { Environment, WorkerKind } from "./environment";
import type { Check, Report } from "./run";

const MARKS = { passed: "✔ passed", failed: "✘ failed", skipped: "– skipped" };
const WORKERS: Record<WorkerKind, string> = {
  file: "a worker from a file",
  blob: "a worker from a blob",
  data: "a worker from a data address",
  page: "the page’s own thread, in slices",
};

type Child = Node | string;

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const count = (many: number, word: string) => `${many} ${word}${many === 1 ? "" : "s"}`;

/** One sentence, the doubt first. */
export function verdictOf({ passed, failed, skipped, checks }: Report, running: boolean): string {
  if (running) return `Running: ${count(passed + failed + skipped, "check")} so far, ${failed} failed.`;
  const rest = skipped === 0 ? "" : ` ${skipped} skipped, with the reason.`;
  if (failed > 0) return `${failed} of ${count(passed + failed, "check")} failed in this browser.${rest}`;
  if (checks.every(({ method, outcome }) => method === "load" || outcome === "skipped"))
    return `Nothing was checked: the address names no method or text of this selftest.${rest}`;
  return `All ${count(passed, "check")} passed: this browser computes what the native build computed.${rest}`;
}

function shownDifference({ difference, outcome, method }: Check): string {
  if (difference === null || method === "load") return "";
  if (!Number.isFinite(difference)) return "other things were found";
  return difference === 0 && outcome === "passed" ? "none" : difference.toExponential(1);
}

function rowOf(check: Check): HTMLTableRowElement {
  const mark = make("td", { className: check.outcome }, MARKS[check.outcome]);
  const cells = [
    check.method,
    check.text,
    shownDifference(check),
    `${check.milliseconds.toLocaleString("en")} ms`,
    check.reason ?? "",
  ];
  return make("tr", {}, mark, ...cells.map((cell) => make("td", {}, cell)));
}

function facts(environment: Environment): [string, string][] {
  const { userAgent, protocol, opaqueOrigin, framed, simd, secureContext, storage, cores, worker } = environment;
  return [
    ["Browser", userAgent],
    ["WebAssembly SIMD", simd ? "yes" : "no: the live model cannot run here"],
    ["The engine runs in", worker === null ? "not yet known" : WORKERS[worker]],
    ["Opened by", `${protocol.replace(":", "")}${framed ? ", inside a frame" : ""}`],
    ["Origin", opaqueOrigin ? "opaque: a file or a sandboxed frame has none" : "its own"],
    ["Storage", storage ? "allowed, not used" : "refused, not needed"],
    ["Hashes of what is loaded", secureContext ? "checked" : "not checked: browsers do that on secure pages only"],
    ["Processor cores", cores === null ? "unknown" : String(cores)],
  ];
}

export class View {
  #verdict = make("p", { className: "verdict" });
  #facts = make("dl");
  #rows = make("tbody");
  #json = make("textarea", { readOnly: true, rows: 8, spellcheck: false });
  #message = make("p");
  #again = make("button", { type: "button", disabled: true }, "Run again");
  #copy = make("button", { type: "button" }, "Copy as JSON");
  #download = make("button", { type: "button" }, "Download as JSON");
  #rowOf = new Map<Check, HTMLTableRowElement>();

  /** Takes the place of what `root` held. */
  constructor(root: HTMLElement, again: () => void) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, style.styleSheet!];
    this.#verdict.setAttribute("role", "status");
    this.#message.setAttribute("role", "status");
    this.#json.setAttribute("aria-label", "The report as JSON");
    this.#again.onclick = again;
    this.#copy.onclick = () => void this.#copied();
    this.#download.onclick = () => this.#downloaded();
    const heads = ["Outcome", "Method", "Text", "Difference", "Time", "Why"].map((head) =>
      Object.assign(make("th", {}, head), { scope: "col" }),
    );
    const scroll = make(
      "div",
      { className: "scroll", tabIndex: 0 },
      make(
        "table",
        {},
        make("caption", {}, "One line for each check"),
        make("thead", {}, make("tr", {}, ...heads)),
        this.#rows,
      ),
    );
    Object.assign(scroll, { role: "region", ariaLabel: "The checks" });
    const json = make("details", {}, make("summary", {}, "The report as JSON"), this.#json);
    root.replaceChildren(
      make("h1", {}, "Check this on your machine"),
      make(
        "p",
        {},
        "This page asks the engine in your browser what the native build was asked before it was published: every method, on four short texts. Same seed, same bytes is promised for all but the methods that work with gradients, which may differ by 1e-5. It loads the whole site, some 30 MB; nothing leaves your machine.",
      ),
      this.#verdict,
      make("div", { className: "buttons" }, this.#again, this.#copy, this.#download),
      this.#message,
      json,
      make("h2", {}, "This browser"),
      this.#facts,
      make("h2", {}, "The checks"),
      scroll,
    );
  }

  begin(): void {
    this.#rows.replaceChildren();
    this.#rowOf.clear();
    this.#again.disabled = true;
  }

  show(report: Report, running: boolean): void {
    this.#verdict.textContent = verdictOf(report, running);
    this.#verdict.className = `verdict ${!running && report.failed > 0 ? "failed" : ""}`;
    this.#facts.replaceChildren(
      ...facts(report.environment).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
    );
    for (const check of report.checks) {
      if (this.#rowOf.has(check)) continue;
      this.#rowOf.set(check, rowOf(check));
      this.#rows.append(this.#rowOf.get(check)!);
    }
    this.#again.disabled = running;
    if (!running) this.#json.value = JSON.stringify(report, null, 1);
  }

  /** Where the clipboard is refused, the text itself stands ready to be copied by hand. */
  async #copied(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#json.value);
      this.#message.textContent = "The report is on the clipboard.";
    } catch {
      this.#json.closest("details")!.open = true;
      this.#json.select();
      this.#message.textContent =
        "This page may not write to the clipboard: the report is selected below, copy it from there.";
    }
  }

  #downloaded(): void {
    const url = URL.createObjectURL(new Blob([this.#json.value], { type: "application/json" }));
    make("a", { href: url, download: "unrolled-selftest.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.#message.textContent = "If no file arrives, this frame does not allow downloads: copy the report instead.";
  }
}

const style = css`
  main {
    max-width: 70rem;
    margin: 0 auto;
    padding: 1.5rem 1rem 4rem;
    color: var(--ink);
    font-family: var(--sans);
    line-height: 1.5;
  }
  h1,
  h2 {
    font-family: var(--serif);
    font-weight: 600;
    line-height: 1.25;
  }
  p {
    max-width: 46em;
  }
  .verdict {
    font-family: var(--serif);
    font-size: 1.35rem;
  }
  .failed {
    color: var(--negative);
  }
  .skipped {
    color: var(--muted);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  button {
    font: inherit;
    color: inherit;
    background: var(--card);
    border: 1px solid var(--edge);
    border-radius: 0.3rem;
    padding: 0.5rem 0.9rem;
    min-height: 44px;
  }
  button:disabled {
    color: var(--muted);
  }
  details {
    margin: 1rem 0;
  }
  summary {
    padding: 0.5rem 0;
    cursor: pointer;
  }
  textarea {
    box-sizing: border-box;
    width: 100%;
    font: 0.8rem/1.4 monospace;
    color: inherit;
    background: var(--card);
    border: 1px solid var(--edge);
  }
  dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 0.25rem 1.5rem;
    margin: 0;
  }
  dt {
    color: var(--muted);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-variant-numeric: tabular-nums;
    font-size: 0.9rem;
  }
  caption {
    text-align: start;
    color: var(--muted);
    padding-bottom: 0.5rem;
  }
  th,
  td {
    text-align: start;
    vertical-align: top;
    padding: 0.3rem 1rem 0.3rem 0;
    border-bottom: 1px solid var(--hairline);
  }
  th {
    font-weight: 600;
  }
  td:first-child,
  td:nth-child(2),
  td:nth-child(5) {
    white-space: nowrap;
  }
  td:last-child {
    min-width: 14em;
  }
  td:empty {
    min-width: 0;
  }
  @media (max-width: 35rem) {
    dl {
      grid-template-columns: 1fr;
      gap: 0;
    }
    dd {
      margin-bottom: 0.5rem;
    }
  }
  @media print {
    .buttons,
    details {
      display: none;
    }
    .scroll {
      overflow: visible;
    }
  }
`;
