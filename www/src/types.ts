/**
 * The shapes that the engine hands out and that presets.json and manifest.json hold, a file for each family of methods: one
 * place for the page, the worker and the build. Names are those of the command line's --json, so that its output can be
 * pasted in here.
 */

export type * from "./types/agreement";
export type * from "./types/anchors";
export type * from "./types/attribution";
export type * from "./types/basics";
export type * from "./types/bundle";
export type * from "./types/contribution";
export type * from "./types/counterfactuals";
export type * from "./types/credibility";
export type * from "./types/inside";
export type * from "./types/memory";
export type * from "./types/pattern";
export type * from "./types/phrases";
export type * from "./types/prediction";
export type * from "./types/reviews";
export type * from "./types/rules";
export type * from "./types/search";
