/** What an address asks for that this network or this text does not have, which is known only once they are here. */

import { count, counted } from "../numbers";
import type { Hold, Manifest } from "../../types";
import type { Place } from "../url";

/** The first thing, as a sentence; empty if there is none. `words`: of the text that the address names, if they are known. */
export function faultOf({ settings, own, selection }: Place, manifest: Manifest | null, words: number | null): string {
  const { clamps, pattern, search } = settings;
  const target = search?.target;
  const beyond =
    words === null ? [] : [beyondText("select", selection?.[1], words), beyondText("own", last(own), words)];
  if (manifest === null) return found(beyond);
  return found([
    ...(clamps ?? []).map((hold) => holdFault(hold, manifest, words)),
    unitFault("pattern", pattern?.unit ?? null, manifest),
    target === undefined || target === "logit" ? "" : unitFault("search", target.index, manifest),
    ...beyond,
  ]);
}

const found = (sentences: string[]) => sentences.find((sentence) => sentence !== "") ?? "";
const last = (own: number[] | null) => (own === null ? undefined : Math.max(...own) + 1);

function beyondText(key: string, place: number | undefined, words: number): string {
  return place === undefined || place <= words
    ? ""
    : `${key} names word ${count(place)}, and this text has ${counted(words, "word")}.`;
}

function unitFault(key: string, unit: number | null, { config }: Manifest): string {
  const units = Number(config.hidden);
  return unit === null || unit < units ? "" : `${key} names unit ${unit}, and this network’s are 0 to ${units - 1}.`;
}

function holdFault({ unit, index, layer, steps }: Hold, manifest: Manifest, words: number | null): string {
  const { cell, layers } = manifest.config;
  const gates =
    cell === "gru"
      ? ["hidden", "reset", "update", "candidate"]
      : ["hidden", "cell", "input", "forget", "candidate", "output"];
  if (!gates.includes(unit)) return `hold names ${unit}, which this network has not: known are ${gates.join(", ")}.`;
  const many = Number(layers ?? 1);
  if (layer != null && layer >= many) return `hold names layer ${layer}, and this network’s are 0 to ${many - 1}.`;
  return unitFault("hold", index, manifest) || (words === null ? "" : beyondText("hold", steps?.[1], words));
}
