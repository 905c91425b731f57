/** The keys of addresses that say with which settings something is explained; `url.ts` has those that name the text and the frame. */

import { ACTIVATION_SIMILARITY, ANCHORS, CORPUS_SEARCH, INTEGRATED_GRADIENTS, LIME } from "../../generated/choices";
import { folded, joinHolds, joinInner, joinPattern, readHolds, readInner, readPattern } from "../store/notation";
import { type ReadingSettings, type Settings, TRACKS, type Track } from "../store/state";
import { type Key, KEYS, LONGEST_NAME, present, readSpan, taken, whole, word } from "./url";

/** What the page offers; others are clamped to these. */
const LIME_SAMPLES = [500, 1000, 2500, 5000, 20000];

/** Room for as many units as can be held at once. */
const LONGEST_SETTING = 4000;
/** Words of the longest phrase of a list. */
const LONGEST_RULE = 5;

/** Whether it is on the list is known when that has been read. */
function readRule(value: string): ReturnType<Key["read"]> {
  const words = folded(value.slice(0, LONGEST_NAME + 1))
    .split(/\s+/)
    .filter((one) => one !== "");
  if (words.length <= LONGEST_RULE && value.length <= LONGEST_NAME)
    return { settings: { rule: words.length === 0 ? null : words } };
  return { wrong: `rule=${value.slice(0, 30)}… was left out: a phrase of the list has at most ${LONGEST_RULE} words.` };
}

/** A key of one part of the settings, written where it is not as the text opened with it. */
function setting<S extends keyof Settings>(
  name: string,
  part: S,
  join: (value: Settings[S]) => string,
  read: (parts: string[]) => Settings[S] | null,
): Key {
  return {
    name,
    write: ({ settings }, opened) => (join(settings[part]) === join(opened[part]) ? null : join(settings[part])),
    read: (value) => {
      const found = value.length > LONGEST_SETTING ? null : read(value.split("."));
      if (found === null) return null;
      return { settings: { [part]: found }, wrong: value === "" ? "" : taken(name, value, join(found)) };
    },
  };
}

/** A key of one thing about the reading, written where it is not as the text opened with it. */
function ofReading<R extends keyof ReadingSettings>(
  name: string,
  part: R,
  join: (value: ReadingSettings[R]) => string,
  read: (value: string) => ReadingSettings[R] | null,
  spelled = (value: string) => value,
): Key {
  return {
    name,
    write: ({ settings: { reading } }, opened) =>
      join(reading[part]) === join(opened.reading[part]) ? null : join(reading[part]),
    read: (value) => {
      const found = value.length > LONGEST_SETTING ? null : read(value);
      if (found === null) return null;
      return { reading: { [part]: found }, wrong: taken(name, spelled(value), join(found)) };
    },
  };
}

const namesIn = (value: string): string[] => value.split(/[\s.,+]+/).filter((name) => name !== "");

/** Tracks by name, in the order of the picture; an address may part them as it likes. Another text's score needs a river. */
function readTracks(value: string): Track[] | null {
  const asked = namesIn(value);
  const tracks = TRACKS.filter((track) => asked.includes(track));
  return tracks.some((track) => track !== "other") ? tracks : null;
}

/** Neither their order nor what parts them matters; names that are none come last. */
function inOrder(value: string): string {
  const asked = namesIn(value);
  const strange = asked.filter((name) => !TRACKS.some((track) => track === name));
  return [...TRACKS.filter((track) => asked.includes(track)), ...strange].join(".");
}

const number = (value: number | null): string => (value === null ? "" : String(value));

const READING: Key[] = [
  ofReading("tracks", "tracks", (tracks) => tracks.join("."), readTracks, inOrder),
  ofReading("zoom", "zoom", (zoom) => (zoom === null ? "" : `${zoom[0] + 1}-${zoom[1]}`), readSpan),
  ofReading("gates", "gates", String, (value) => word<ReadingSettings["gates"]>(value, ["all", "weighted", "unit"])),
  ofReading("unit", "unit", number, (value) => whole(value, 0, 1e6)),
  ofReading("layer", "layer", number, (value) => whole(value, 0, 1e3)),
];

const SETTINGS: Key[] = [
  ...READING,
  setting("target", "target", String, ([target]) => word(target, LIME.target)),
  setting(
    "lime",
    "lime",
    ({ samples, units, sampler }) => [samples, units, sampler].join("."),
    ([many, unit, draw]) => {
      const asked = whole(many, 0, 1e6);
      const samples = asked === null ? null : (LIME_SAMPLES.find((most) => asked <= most) ?? 20000);
      return present({ samples, units: word(unit, LIME.units), sampler: word(draw, LIME.sampler) });
    },
  ),
  setting("baseline", "baseline", String, ([value]) => word(value, INTEGRATED_GRADIENTS.baseline)),
  setting(
    "similar",
    "similarity",
    ({ metric, from }) => `${metric}.${from}`,
    ([metric, from]) =>
      present({ metric: word(metric, ACTIVATION_SIMILARITY.metric), from: word(from, ACTIVATION_SIMILARITY.from) }),
  ),
  setting(
    "search",
    "search",
    ({ from, minimum_count, ngrams, target }) => [from, minimum_count, ngrams, joinInner(target)].join("."),
    ([from, least, long, ...inner]) =>
      present({
        from: word(from, CORPUS_SEARCH.from),
        minimum_count: whole(least, 0, 1e6),
        ngrams: whole(long, 1, 2),
        target: readInner(inner),
      }),
  ),
  setting(
    "free",
    "maximization",
    ({ norm }) => String(norm),
    ([value]) => present({ norm: word<"free" | "vocabulary-mean">(value, ["free", "vocabulary-mean"]) }),
  ),
  setting(
    "flips",
    "flips",
    ({ wanted, similarity }) => (wanted ? String(Math.round(100 * similarity)) : ""),
    ([percent]) => {
      const similarity = whole(percent, 0, 100);
      return similarity === null ? null : { wanted: true, similarity: similarity / 100 };
    },
  ),
  setting("hold", "clamps", joinHolds, (parts) => readHolds(parts.join("."))),
  setting("pattern", "pattern", joinPattern, (parts) => readPattern(parts.join("."))),
  setting(
    "anchors",
    "anchors",
    ({ perturbation }) => perturbation,
    ([value]) => {
      const perturbation = word(value, ANCHORS.perturbation);
      return perturbation === null ? null : { perturbation, own: null };
    },
  ),
  {
    name: "own",
    write: ({
      settings: {
        anchors: { own },
      },
      text,
    }) => (own?.text === text ? own.rule.map((token) => token + 1).join(".") : null),
    read: (value) =>
      /^\d{1,5}(\.\d{1,5}){0,19}$/.test(value)
        ? { own: [...new Set(value.split(".").map((token) => Math.max(1, Number(token)) - 1))] }
        : null,
  },
  { name: "rule", write: ({ settings: { rule } }) => rule?.join(" "), read: readRule },
];

KEYS.push(...SETTINGS);
/** Attributes too, which the element itself does not watch. */
export const SETTING_NAMES = SETTINGS.map((key) => key.name);
