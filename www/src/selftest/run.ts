/** Asks the engine of this page what the native build was asked, and compares. */
import { version } from "unrolled:build";
import type { EngineClient } from "../engine/client";
import { moduleOf, takes } from "../methods";
import { type Fingerprint, difference, fingerprint, isApproximate } from "./compare";
import { type Environment, environment } from "./environment";

/** What gradients may differ by between machines. */
const TOLERANCE = 1e-5;

type Expected = { method: string; text: string; settings: object } & (Fingerprint | { refused: string });

export interface Fixtures {
  format: number;
  model: string;
  texts: Record<string, string>;
  checks: Expected[];
}

export interface Check {
  /** A method of the engine, `predict`, or `load`. */
  method: string;
  /** Which text, or what was loaded. */
  text: string;
  outcome: "passed" | "failed" | "skipped";
  /** Why it is not passed. */
  reason: string | null;
  /** From the native build's figures; null where there is none. */
  difference: number | null;
  milliseconds: number;
}

export interface Report {
  format: 1;
  version: string;
  model: string | null;
  environment: Environment;
  checks: Check[];
  passed: number;
  failed: number;
  skipped: number;
  milliseconds: number;
}

/** Which of the checks are wanted; null is all. */
export interface Wanted {
  methods: Set<string> | null;
  texts: Set<string> | null;
}

const messageOf = (error: unknown) => (error instanceof Error && error.message !== "" ? error.message : String(error));

/** The fixtures that this page was built with, or a sentence. */
export function readFixtures(bytes: Uint8Array): Fixtures {
  const fixtures = parsed(new TextDecoder().decode(bytes));
  const isCheck = (check: Expected | null) =>
    typeof check?.method === "string" &&
    typeof check.text === "string" &&
    ("refused" in check || Array.isArray(check.numbers));
  if (
    fixtures?.format !== 1 ||
    typeof fixtures.texts !== "object" ||
    !Array.isArray(fixtures.checks) ||
    !fixtures.checks.every(isCheck)
  ) {
    throw new Error("selftest.json is not what this page expects: upload all files of one build.");
  }
  return fixtures;
}

function parsed(text: string): Fixtures | null {
  try {
    return JSON.parse(text) as Fixtures;
  } catch {
    return null;
  }
}

export class Run {
  readonly checks: Check[] = [];
  #client: EngineClient;
  #wanted: Wanted;
  #changed: () => void;
  #begun = performance.now();
  #model: string | null = null;
  #runs = false;

  /** `changed` is called after every check. */
  constructor(client: EngineClient, wanted: Wanted, changed: () => void) {
    this.#client = client;
    this.#wanted = wanted;
    this.#changed = changed;
  }

  report(): Report {
    const count = (outcome: Check["outcome"]) => this.checks.filter((check) => check.outcome === outcome).length;
    return {
      format: 1,
      version,
      model: this.#model,
      environment: environment(this.#runs),
      checks: this.checks,
      passed: count("passed"),
      failed: count("failed"),
      skipped: count("skipped"),
      milliseconds: Math.round(performance.now() - this.#begun),
    };
  }

  /** Nothing rejects: what goes wrong is a check that failed. */
  async all(read: () => Promise<Uint8Array>): Promise<void> {
    let fixtures: Fixtures | null = null;
    await this.#load("the figures to compare with", async () => (fixtures = readFixtures(await read())));
    if (fixtures === null) return;
    const { model, texts, checks } = fixtures as Fixtures;
    const asked = checks.filter((check) => this.#wants(check));
    const refusal = await this.#load("the model", () => this.#open(model));
    if (refusal === null) await this.#loadExtras(asked);
    for (const check of asked) await this.#check(check, String(texts[check.text] ?? ""), refusal);
  }

  #wants({ method, text }: Expected): boolean {
    const { methods, texts } = this.#wanted;
    return (methods?.has(method) ?? true) && (texts?.has(text) ?? true);
  }

  async #open(model: string): Promise<void> {
    await this.#client.ready();
    this.#runs = true;
    this.#model = (await this.#client.manifest).model_hash;
    if (this.#model !== model) {
      throw new Error("The figures to compare with are those of another model: upload all files of one build.");
    }
  }

  /** What only some methods need; without it each of them fails with its own sentence. */
  async #loadExtras(asked: Expected[]): Promise<void> {
    const { files } = await this.#client.manifest;
    const recalls = asked.some(({ method }) => takes(method, "index") || takes(method, "texts"));
    const names = recalls ? Object.keys(files) : [];
    if (names.includes("index.safetensors")) await this.#load("the activation index", () => this.#client.index());
    if (names.some((name) => name.startsWith("reviews-")))
      await this.#load("the reviews", () => this.#client.reviews());
    // The further one first: once it is here, nobody else answers for it.
    for (const module of ["further", "gradients"] as const)
      if (asked.some(({ method, settings }) => moduleOf(method, settings) === module))
        await this.#load(`the ${module} module`, () => this.#client.module(module));
  }

  /** The sentence of a failure, or null. */
  async #load(what: string, work: () => Promise<unknown>): Promise<string | null> {
    const begun = performance.now();
    const reason = await work().then(() => null, messageOf);
    this.#add({
      method: "load",
      text: what,
      outcome: reason === null ? "passed" : "failed",
      reason,
      difference: null,
      milliseconds: performance.now() - begun,
    });
    return reason;
  }

  async #check(expected: Expected, text: string, refusal: string | null): Promise<void> {
    const { method, text: name, settings } = expected;
    const begun = performance.now();
    const end = (outcome: Check["outcome"], reason: string | null, apart: number | null = null) =>
      this.#add({ method, text: name, outcome, reason, difference: apart, milliseconds: performance.now() - begun });
    if (refusal !== null) return end("skipped", "There is no model to ask.");
    if ("refused" in expected) return end("skipped", `The native build refuses this too: ${expected.refused}`);
    try {
      const answer =
        method === "predict"
          ? await this.#client.predict(text)
          : await this.#client.explain(method, text, settings).result;
      const [outcome, reason, apart] = judge(method, fingerprint(method, answer), expected);
      end(outcome, reason, apart);
    } catch (error) {
      end("failed", messageOf(error));
    }
  }

  #add(check: Check): void {
    this.checks.push({ ...check, milliseconds: Math.round(check.milliseconds) });
    this.#changed();
  }
}

/** Through the kernel, same seed, same bytes; gradients to the tolerance. */
export function judge(
  method: string,
  found: Fingerprint,
  expected: Fingerprint,
): ["passed" | "failed", string | null, number] {
  const apart = difference(found, expected);
  if (isApproximate(method)) {
    return apart <= TOLERANCE
      ? ["passed", null, apart]
      : ["failed", `Expected the native build's figures to within ${TOLERANCE}.`, apart];
  }
  return found.digest === expected.digest
    ? ["passed", null, 0]
    : ["failed", "Expected the very bytes of the native build.", apart];
}
