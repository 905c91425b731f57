/** What an address asks for that this network or this text does not have, which is known only once they are here. */

import * as words from "../../generated/words/lessons";
import type { Gate, Hold, Manifest } from "../../types";
import { tellPlain } from "../writing/sentence";
import type { Place } from "../address/url";

const NO_FAULT = "";

/** The first thing, as a sentence; empty if there is none. `kept`: how many words of the text are read, if that is known. */
export function faultOf(
  { settings, own, selection }: Pick<Place, "settings" | "own" | "selection">,
  manifest: Manifest | null,
  kept: number | null,
): string {
  const { clamps = [], pattern, reading, search } = settings;
  const target = search?.target ?? "logit";
  const faults = [
    beyondText("select", selection?.[1] ?? 0, kept),
    beyondText("own", Math.max(0, ...(own ?? []).map((token) => token + 1)), kept),
    ...clamps.map(({ steps }) => beyondText("hold", steps?.[1] ?? 0, kept)),
  ];
  if (manifest !== null)
    faults.push(
      ...clamps.map((hold) => holdFault(hold, manifest)),
      layerFault("layer", reading?.layer ?? 0, manifest),
      unitFault("unit", reading?.unit ?? 0, manifest),
      unitFault("pattern", pattern?.unit ?? 0, manifest),
      target === "logit"
        ? NO_FAULT
        : partFault("search", target.unit, manifest) || unitFault("search", target.index, manifest),
    );
  return faults.find((fault) => fault !== NO_FAULT) ?? NO_FAULT;
}

function beyondText(key: string, place: number, kept: number | null): string {
  return kept === null || place <= kept ? NO_FAULT : tellPlain(words.beyond, { key, place, words: kept });
}

function unitFault(key: string, unit: number, { config }: Manifest): string {
  const last = Number(config.hidden) - 1;
  return unit <= last ? NO_FAULT : tellPlain(words.no_unit, { key, unit, last });
}

function layerFault(key: string, layer: number, { config }: Manifest): string {
  const last = Number(config.layers ?? 1) - 1;
  return layer <= last ? NO_FAULT : tellPlain(words.no_layer, { key, layer, last });
}

function partFault(key: string, part: Gate, { config }: Manifest): string {
  const known: Gate[] =
    config.cell === "gru"
      ? ["hidden", "reset", "update", "candidate"]
      : ["hidden", "cell", "input", "forget", "candidate", "output"];
  return known.includes(part) ? NO_FAULT : tellPlain(words.no_part, { key, part, known });
}

function holdFault({ unit, index, layer }: Hold, manifest: Manifest): string {
  return (
    layerFault("hold", layer ?? 0, manifest) || partFault("hold", unit, manifest) || unitFault("hold", index, manifest)
  );
}
