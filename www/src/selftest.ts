/**
 * The script of selftest.html, and of the offline file opened with #selftest: runs the fixtures and every explainer in
 * this browser. The report is on the page, in the promise `unrolledSelftest`, and posted to the page around.
 *
 * The fragment may narrow it: `methods=predict,lime` and `texts=a sequel,the empty text`.
 */
import { EngineClient } from "./engine/client";
import { home } from "./engine/home";
import { dressPage } from "./page/element/dress";
import { watchWorkers } from "./selftest/environment";
import { type Report, Run, type Wanted } from "./selftest/run";
import { View } from "./selftest/view";

const FIXTURES = "selftest.json";

function listed(value: string | null): Set<string> | null {
  return value === null ? null : new Set(value.split(",").map((name) => name.trim()));
}

function wanted(fragment: string): Wanted {
  const asked = new URLSearchParams(fragment.replace(/^#(selftest&?)?/, ""));
  return { methods: listed(asked.get("methods")), texts: listed(asked.get("texts")) };
}

async function selftest(view: View, only: Wanted): Promise<Report> {
  const client = EngineClient.shared(EngineClient.defaultBase());
  view.begin();
  const run = new Run(client, only, () => view.show(run.report(), true));
  view.show(run.report(), true);
  await run.all(() => home().read(FIXTURES));
  const report = run.report();
  view.show(report, false);
  if (parent !== window) parent.postMessage({ type: "unrolled:selftest", report }, "*");
  return report;
}

function start(): void {
  const only = wanted(location.hash);
  watchWorkers();
  if (document.documentElement.dataset["unrolled"] === "selftest") dressPage();
  const root = document.querySelector("main") ?? document.body.appendChild(document.createElement("main"));
  const again = () => {
    (globalThis as { unrolledSelftest?: Promise<Report> }).unrolledSelftest = selftest(view, only);
  };
  const view = new View(root, again);
  again();
}

if (document.documentElement.dataset["unrolled"] === "selftest" || /^#selftest(&|$)/.test(location.hash)) start();
