/** The wasm modules, and which of them answers a method: what src/explain/catalogue.rs says. */

export type Module = "main" | "further" | "gradients";
/** A module that is fetched when one of its methods is first asked for. */
export type LaterModule = Exclude<Module, "main">;

/** Where methods live that do not live in the main module. */
const MODULES: Partial<Record<string, Module>> = {
  clamping: "further",
  "contextual-decomposition": "further",
  interactions: "further",
  "phrase-tree": "further",
  counterfactuals: "further",
  "integrated-gradients": "gradients",
  "gradient-input": "gradients",
  agreement: "gradients",
  "activation-maximization": "gradients",
};

/** The module that answers a question. To find words that replace others takes a gradient; to leave words out takes none. */
export function moduleOf(method: string, settings: object): Module {
  const replaces = method === "counterfactuals" && !("kind" in settings && settings.kind === "leave-out");
  return replaces ? "gradients" : (MODULES[method] ?? "main");
}
