/** What comes with the second script: the tracks that need the engine or are on request, their menu, and the table. */

import { type TemplateResult, html, nothing, svg } from "lit";
import * as words from "../../../generated/words/reading";
import type { ContributionOverTime, Gate, Inside } from "../../../types";
import type { Table } from "../../export/download";
import { indexBytes } from "../../deeds/brings";
import { send } from "../../store/actions";
import {
  type ReadingSettings,
  type State,
  type Track,
  TRACKS,
  answerOf,
  countsLead,
  layerOf,
  readsForward,
} from "../../store/state";
import { heading } from "../../ui/heading";
import { segmented, weighing } from "../../ui/pieces";
import { say } from "../../ui/say";
import { classesOf, explainedClass } from "../../writing/classes";
import { shortWords } from "../../writing/pieces";
import { tell, tellPlain } from "../../writing/sentence";
import { fullOf, unitsOf } from "../units/shape";
import { stepsOf, valueOf } from "../cell/shape";
import { barScale, barsOf } from "./barshape";
import { cellsOf, levelOf } from "./cellshape";
import { ghostOf } from "./ghosts";
import { distancesIn, drawFamiliar } from "./familiar";
import { drawnGhost, othersOf } from "./ghostshape";
import { keptOf, meanOf, whoseOf } from "./keptshape";
import { removalOf } from "./missingshape";
import { type Drawn, type Place, drawCells, further } from "./more";
import type { RiverShape } from "./rivershape";
import { scaleSentence, sumSentence } from "./sentences";
import { GAP, ROW, TITLE, shades } from "./shades";
import { INSIDE, isDrawable, tracksOf } from "./trackshape";
import "./hands";
import "./notes";
import "./player";
import "./zoom";

const BARS = 44;
/** Units that are shown. */
const UNITS = 8;

/** What the layer that is looked at held, if it is about this text. */
function heldOf(state: State): Inside | null {
  const { inside, text } = state;
  return inside?.text === text && inside.held.layer === layerOf(state) ? inside.held : null;
}

/** What each unit of the last layer brings; of a layer below nobody knows. */
function bringsOf({ slots, text, manifest }: State, held: Inside): ContributionOverTime | null {
  const { answered, result } = slots["contribution-over-time"];
  const isLast = held.layer === Number(manifest?.config.layers ?? 1) - 1;
  return isLast && answered?.text === text && result !== null && result.units.length === held.units ? result : null;
}

function draw(track: Track, place: Place): Drawn | null {
  switch (track) {
    case "kept":
      return drawKept(place);
    case "gates":
      return drawGates(place);
    case "units":
      return drawUnits(place);
    case "lasting":
      return drawLasting(place);
    case "familiar":
      return drawFamiliar(place);
    default:
      return null;
  }
}

function drawKept(place: Place): Drawn {
  const held = heldOf(place.state);
  const values =
    held === null
      ? null
      : place.once("kept", [held, place.state.settings.reading, bringsOf(place.state, held)], () =>
          keptOf(held, bringsOf(place.state, held), place.state.settings.reading),
        );
  return shades(place, tellPlain(words.kept), values);
}

const GATES: Partial<Record<Gate, () => string>> = {
  input: () => tellPlain(words.written),
  reset: () => tellPlain(words.reset),
  output: () => tellPlain(words.shown),
};

function drawGates(place: Place): Drawn {
  const held = heldOf(place.state);
  const parts = (Object.keys(GATES) as Gate[]).filter((part) => held?.parts.includes(part) === true);
  if (held === null || parts.length === 0) return { height: 2 * (ROW + GAP), shape: nothing };
  const rows = parts.map((part, i) => {
    const brings = bringsOf(place.state, held);
    const by = [held, place.state.settings.reading, brings];
    const values = place.once(part, by, () => meanOf(held, part, brings, place.state.settings.reading));
    return shades({ ...place, y: place.y + i * (ROW + GAP / 2) }, GATES[part]?.() ?? part, values).shape;
  });
  return { height: parts.length * (ROW + GAP / 2) + GAP / 2, shape: svg`${rows}` };
}

function drawUnits(place: Place): Drawn {
  const { state, axis, y } = place;
  const held = heldOf(state);
  const height = Math.min(UNITS, held?.units ?? UNITS) * ROW + TITLE + GAP;
  if (held === null) return { height, shape: nothing };
  const part: Gate = held.parts.includes("cell") ? "cell" : "hidden";
  const units = place.once("units", [held, bringsOf(state, held)], () =>
    unitsOf(held, bringsOf(state, held)).slice(0, UNITS),
  );
  const rows = place.once("unit-cells", [units, axis, y], () =>
    units.map(({ index }, i) => {
      const values = Float32Array.from({ length: stepsOf(held) }, (_, step) => valueOf(held, part, step, index));
      return cellsOf(axis, 0, values, [y + TITLE + i * ROW, ROW - 2], (value) => levelOf(value, fullOf(held, part)));
    }),
  );
  const above = svg`<text class="title halved" x="0" y=${y + 12}>${tellPlain(words.track_units)}</text>`;
  const shape = svg`${units.map(({ index }, i) => {
    const chosen = index === state.settings.reading.unit ? "chosen" : "";
    return svg`<text class=${chosen} x=${axis.left - 6} y=${y + TITLE + i * ROW + 12} text-anchor="end">${index}</text>`;
  })}
    <g clip-path="url(#grown)">${rows.map((cells) => drawCells(cells))}</g>`;
  return { height, shape, above };
}

function drawLasting({ state, axis, y, width, once }: Place): Drawn {
  const pushes = answerOf(state, "lasting");
  const height = TITLE + BARS + GAP;
  if (pushes === null) {
    const { phase, message } = state.slots.lasting;
    return { height, shape: phase === "failed" ? svg`<text x="0" y=${y + 12}>${message}</text>` : nothing };
  }
  const drawn = once("lasting", [pushes, axis, y], () => {
    const [push, left] = [pushes.words.map((word) => word.push), pushes.words.map((word) => word.left)];
    const { zero, unit } = barScale([push, left], y + TITLE, BARS);
    return { zero, push: barsOf(axis, push, zero, unit), left: barsOf(axis, left, zero, unit) };
  });
  const note = tellPlain(words.lasting_note, { n: pushes.words_after });
  const shape = svg`<line class="mark zero" x1=${axis.left} x2=${axis.right} y1=${drawn.zero} y2=${drawn.zero}></line>
    <g clip-path="url(#grown)">
      <path class="up" fill-opacity="0.3" d=${drawn.push.up}></path><path class="down" fill-opacity="0.3" d=${drawn.push.down}></path>
      <path class="up" d=${drawn.left.up}></path><path class="down" d=${drawn.left.down}></path>
    </g>`;
  const above = svg`<text class="title halved" x="0" y=${y + 12}>${tellPlain(words.lasting)}</text>
    <text class="halved" x=${width} y=${y + 12} text-anchor="end">${note}</text>`;
  return { height, shape, above };
}

function drawGhosts({ state, once }: Place, river: RiverShape): TemplateResult {
  const { prediction } = state;
  const { before, kept } = othersOf(state);
  const drawn = once("ghosts", [before, kept, prediction, river], () =>
    [
      { other: before, name: tellPlain(words.before) },
      { other: kept, name: tellPlain(words.other_name) },
    ].flatMap(({ other, name }) =>
      other === null || prediction === null ? [] : [drawnGhost(river, { points: ghostOf(other, prediction), name })],
    ),
  );
  return svg`${drawn.map(({ path, name, x, y }) => svg`<path class="ghost" d=${path}></path><text class="halved" x=${x} y=${y}>${name}</text>`)}`;
}

const CHOICES: Partial<Record<Track, () => string>> = {
  river: () => tellPlain(words.track_river),
  missing: () => tellPlain(words.track_missing),
  kept: () => tellPlain(words.track_kept),
  gates: () => tellPlain(words.track_gates),
  lasting: () => tellPlain(words.track_lasting),
  familiar: () => tellPlain(words.track_familiar),
  units: () => tellPlain(words.track_units),
  other: () => tellPlain(words.track_other),
};
/** Which tracks can be had; another text's score only of one that was kept. */
const isHad = (state: State, track: Track): boolean =>
  track === "other" ? state.pinned !== null : isDrawable(state, track);

function drawMenu(state: State, from: EventTarget, all: boolean, showAll: (all: boolean) => void): TemplateResult {
  const { reading } = state.settings;
  const set = (patch: Partial<ReadingSettings>) =>
    send(from, { type: "settings", patch: { reading: { ...reading, ...patch } } });
  const box = (name: string, checked: boolean, change: (on: boolean) => void, isOnly = false) =>
    html`<label
      ><input
        type="checkbox"
        .checked=${checked}
        ?disabled=${isOnly}
        @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} />
      ${name}</label
    >`;
  const shown = tracksOf(state);
  const last = shown.filter((one) => one !== "other");
  const isFetched = (one: Track) => one === "familiar" && state.loading.index.phase !== "ready";
  const track = (one: Track) =>
    box(
      `${CHOICES[one]?.() ?? one}${isFetched(one) ? weighing(indexBytes(state)) : ""}`,
      shown.includes(one),
      (on) => {
        // A press fetches what it needs, on any line.
        if (on && isFetched(one)) send(from, { type: "run", method: "deep-knn" });
        set({ tracks: TRACKS.filter((other) => (other === one ? on : shown.includes(other))) });
      },
      // Without any there would be no picture.
      last.length === 1 && last[0] === one,
    );
  const held = heldOf(state);
  const brings = held === null ? null : bringsOf(state, held);
  const whose = whoseOf(held ?? { units: 0 }, brings, reading);
  const gates = [
    { value: "all" as const, name: tellPlain(words.gates_all) },
    ...(brings === null ? [] : [{ value: "weighted" as const, name: tellPlain(words.gates_weighted) }]),
    { value: "unit" as const, name: tellPlain(words.gates_unit, { unit: String(whose.unit) }) },
  ];
  return html`<details class="tracks settings">
    <summary>${tellPlain(words.tracks)}</summary>
    <div class="menu">
      ${TRACKS.filter((one) => one in CHOICES && isHad(state, one)).map(track)}
      ${box(tellPlain(words.all_rows), all, showAll)}
      ${
        held !== null && shown.some((one) => one === "kept" || one === "gates")
          ? html`<span class="quiet">${tellPlain(words.gates_of)}</span>
              ${segmented(tellPlain(words.gates_of), gates, whose.gates, (value) => set({ gates: value }))}`
          : nothing
      }
    </div>
  </details>`;
}

function table(state: State): Table {
  const { prediction, predicted, slots } = state;
  if (prediction === null) return { columns: [], rows: [] };
  const answer = slots["contribution-over-time"];
  const found = answer.answered?.text === state.text ? answer.result : null;
  const [removal, held] = [removalOf(state), heldOf(state)];
  const kept = held === null ? null : keptOf(held, bringsOf(state, held), state.settings.reading);
  const far = distancesIn(state);
  const columns = [
    words.table_number,
    words.table_word,
    null,
    words.table_score,
    words.table_read,
    words.table_peak,
    words.table_end,
    words.table_wrote,
    words.table_shows,
    words.table_kept,
    words.table_known,
    ...(far === null ? [] : [words.table_distance]),
  ].map((of) =>
    of === null ? tellPlain(words.table_p, { class: explainedClass(classesOf(prediction)) }) : tellPlain(of),
  );
  // Of several classes the lead over a rival, as of everything else in the table.
  const lead = countsLead(state) && found?.fidelity.done === prediction.kept ? found : null;
  const rows = (lead?.running_logit ?? prediction.running_logit).map((logit, i) => [
    i + 1,
    shortWords(predicted, prediction, [i, i + 1]),
    prediction.running_probability[i] ?? null,
    logit,
    removal?.words[i]?.read ?? null,
    removal?.words[i]?.peak ?? null,
    removal?.words[i]?.last ?? null,
    found?.words[i]?.read ?? null,
    found?.words[i]?.last ?? null,
    kept?.[i] ?? null,
    tellPlain(prediction.unknown[i] === true ? words.no : words.yes),
    ...(far === null ? [] : [Number.isNaN(far[i]) ? null : (far[i] ?? null)]),
  ]);
  const none = [null, null, null, null, null, null, "", ...(far === null ? [] : [null])];
  const { zero_probability: zero, zero_logit } = prediction;
  const score = lead?.intercept ?? zero_logit;
  return { columns, rows: [[0, tellPlain(words.before_first), zero, score, ...none], ...rows] };
}

function drawHeading(state: State): TemplateResult {
  const { prediction, slots } = state;
  const answer = slots["contribution-over-time"];
  const found = answer.answered?.text === state.text ? answer.result : null;
  const source = { prediction, contribution: found, removal: removalOf(state) };
  const told = [
    found === null ? [] : tell(words.how_river),
    found === null ? [] : sumSentence(found),
    tell(words.how_missing),
    tell(words.how_kept),
    tracksOf(state).includes("familiar") ? tell(words.how_familiar) : [],
    prediction === null ? [] : scaleSentence(classesOf(prediction), found !== null && countsLead(state)),
  ];
  const how = html`${told.map((one) => (one.length === 0 ? nothing : html`<p>${say(one)}</p>`))}`;
  return heading(tellPlain(words.title), { how, name: "reading", source, table: () => table(state) });
}

/** Numbers from inside are asked for once a text, when a track wants them. */
function ask(state: State, from: EventTarget, asked: string): string {
  const layer = layerOf(state);
  if (state.loading.model.phase !== "ready" || state.prediction === null || !readsForward(state)) return asked;
  if (state.predicted !== state.text) return asked;
  const wanted = `${layer} ${state.text}`;
  if (!tracksOf(state).some((track) => INSIDE.includes(track)) || heldOf(state) !== null || asked === wanted)
    return asked;
  send(from, { type: "inside", layer });
  return wanted;
}

further.draw = draw;
further.ghosts = drawGhosts;
further.menu = drawMenu;
further.heading = drawHeading;
further.ask = ask;
