/** The state that shows a preset: everything that was computed for it when the page was built, in place. */

import { LIME_SAMPLER } from "../../generated/defaults";
import type { Lime, Preset, Ranking } from "../../types";
import { type Method, type State, DEFAULT_SETTINGS, countsLead, emptySlot, emptySlots, lasting } from "../store/state";
import { questionOf } from "./questions";

export function presetState(state: State, preset: Preset): Partial<State> {
  const shown: State = {
    ...state,
    text: preset.text,
    predicted: preset.text,
    prediction: preset.prediction,
    origin: { preset: preset.id, review: preset.review, label: preset.label, split: null },
    editing: false,
    selection: preset.selected[1] > preset.selected[0] ? preset.selected : null,
    picked: false,
    tint: "leave-one-out",
    line: null,
    before: null,
    settings: {
      ...settingsOf(preset),
      flips: state.settings.flips,
      reading: { ...state.settings.reading, zoom: null },
    },
    opening: null,
    message: "",
  };
  return { ...shown, slots: slotsOf(shown, preset), loading: state.loading, browse: state.browse, views: state.views };
}

/** The settings with which the text opens: a preset's own, or the usual ones. */
export function openedSettings({ origin, presets }: Pick<State, "origin" | "presets">): State["settings"] {
  const preset = presets.find((candidate) => candidate.id === origin.preset);
  return preset === undefined ? DEFAULT_SETTINGS : settingsOf(preset);
}

/** The settings under which the preset was computed, so that its answers count as answers to the page's questions. */
function settingsOf(preset: Preset): State["settings"] {
  const { activation_similarity: similar, corpus_search: search, activation_maximization: free, lime } = preset;
  return {
    ...DEFAULT_SETTINGS,
    target: preset.leave_one_out.target,
    lime: limeOf(lime),
    similarity: similar ? { metric: similar.metric, from: similar.from } : DEFAULT_SETTINGS.similarity,
    search: search
      ? { from: search.from, minimum_count: search.minimum_count, target: search.target, ngrams: 1 }
      : DEFAULT_SETTINGS.search,
    maximization: { norm: free?.norm ?? DEFAULT_SETTINGS.maximization.norm },
  };
}

/** How LIME drew. Bundles made before it said so drew as the command line does by itself. */
function limeOf(lime: Lime | null): State["settings"]["lime"] {
  if (lime === null) return DEFAULT_SETTINGS.lime;
  const { samples_total: samples, sampler }: Partial<Lime["fidelity"]> & { samples_total: number } = lime.fidelity;
  return { ...DEFAULT_SETTINGS.lime, samples, sampler: sampler ?? LIME_SAMPLER };
}

function slotsOf(shown: State, preset: Preset): State["slots"] {
  const slot = <T>(method: Method, result: T | null | undefined) => {
    const asked = questionOf(shown, method);
    if (result === null || result === undefined || asked === null) return emptySlot<T>();
    return { ...emptySlot<T>(), phase: "done" as const, asked, answered: asked, result };
  };
  return {
    ...emptySlots(),
    ...lasting(shown),
    "leave-one-out": slot("leave-one-out", preset.leave_one_out),
    lime: slot("lime", preset.lime),
    "contribution-over-time": slot("contribution-over-time", preset.contribution_over_time),
    "removal-over-time": slot("removal-over-time", countsLead(shown) ? null : preset.removal_over_time),
    "token-search": slot("token-search", preset.token_search),
    "activation-similarity": slot("activation-similarity", preset.activation_similarity),
    "corpus-search": slot("corpus-search", fromHere(preset, preset.corpus_search)),
    "activation-maximization": slot("activation-maximization", preset.activation_maximization),
  };
}

/** Readings of one state agree to this (logit units): more is another state. */
const SAME_STATE = 1e-3;

/** The ranking, unless it began elsewhere than at the end of the selected words. */
function fromHere(preset: Preset, ranking: Ranking | null | undefined): Ranking | null {
  if (ranking === null || ranking === undefined) return null;
  if (ranking.from === "zero" || ranking.target !== "logit" || ranking.base === null) return ranking;
  const here = preset.prediction.running_logit[preset.selected[1] - 1];
  return here !== undefined && Math.abs(here - ranking.base) < SAME_STATE ? ranking : null;
}
