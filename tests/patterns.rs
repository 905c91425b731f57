//! Pattern search against a second program of LSTMVis's rules (V1, V2), against brute force over whole networks, and on
//! a network of which the memory is known.

use crate::support::{models, reviews};
use serde::Deserialize;
use unrolled::{
    explain::{
        ExplainError,
        pattern_search::{
            Config, PatternMatches, PatternSearch,
            runs::{Pattern, Runs, select},
        },
    },
    index::{
        ActivationIndex, Memory, Part, PatternStore, ReviewStore, Rule, ShardReview, Sides, SignedUnit, Split,
        Thresholds,
    },
    kernel::tanh,
    make::build::{Options, build},
    model::{self, CellKind, DirectionWeights, Directions, LayerState, Model, Readout, Run, Weights},
    text::Vocabulary,
};

#[derive(Deserialize)]
struct Fixture {
    seed: u64,
    texts: u64,
    units: usize,
    longest: u64,
    steps: usize,
    sum: i64,
    top: usize,
    brushes: Vec<Brush>,
    searches: Vec<SearchCase>,
}

/// Text, span, zero brush, sides, threshold, and the selected units: unit + 1 with the sign of its side.
#[derive(Deserialize)]
struct Brush(usize, usize, usize, usize, usize, Sides, f32, Vec<i64>);

#[derive(Deserialize)]
struct SearchCase {
    brush: Brush,
    length: usize,
    enough: u64,
    candidates: u64,
    required: u32,
    uncut: bool,
    lengths: Vec<(u32, u64, u64)>,
    /// Text, position, length, ∩, ∪.
    best: Vec<[u32; 5]>,
}

/// splitmix64, as in tests/reference/patterns.py.
fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

impl Fixture {
    fn read() -> Self {
        serde_json::from_str(include_str!("fixtures/patterns.json")).unwrap()
    }

    /// Hundredths, \[steps\]\[units\].
    fn states(&self, text: u64) -> Vec<Vec<i64>> {
        let mut value = vec![0; self.units];
        let step = |step: u64| {
            let at = self.seed + 1_000_000 * (text + 1) + 1000 * step;
            let common = (mixed(at) % 21) as i64 - 10;
            for (unit, value) in (0..).zip(&mut value) {
                let moved = ((*value * 15) >> 4) + common + (mixed(at + 1 + unit) % 31) as i64 - 15;
                *value = moved.clamp(-100, 100);
            }
            value.clone()
        };
        (0..1 + mixed(self.seed + text) % self.longest).map(step).collect()
    }
}

fn rows_of(thresholds: &Thresholds, states: &[Vec<i64>]) -> Vec<u64> {
    let mut rows = Vec::new();
    for state in states {
        let hidden = state.iter().map(|&value| value as f32 / 100.0).collect();
        thresholds.push_state(&[LayerState { hidden, cell: Vec::new() }], &mut rows);
    }
    rows
}

fn selected(fixture: &Fixture, texts: &[Vec<Vec<i64>>], brush: &Brush) -> (Thresholds, Vec<u64>) {
    let &Brush(text, first, end, left, right, sides, threshold, _) = brush;
    let thresholds = Thresholds::new(Rule { part: Part::Hidden, threshold, sides }, 1, fixture.units);
    let steps = &texts[text];
    if left > first || end + right > steps.len() {
        return (thresholds, Vec::new());
    }
    let rows = |from: usize, to: usize| rows_of(&thresholds, &steps[from..to]);
    let around = [rows(first - left, first), rows(end, end + right)].concat();
    let row = select(&rows(first, end), &around, thresholds.words());
    (thresholds, row)
}

#[test]
fn selections_and_rankings_are_those_of_lstmvis() {
    let fixture = Fixture::read();
    let texts: Vec<_> = (0..fixture.texts).map(|text| fixture.states(text)).collect();
    let sum: i64 = texts.iter().flatten().flatten().sum();
    assert_eq!((texts.iter().map(Vec::len).sum::<usize>(), sum), (fixture.steps, fixture.sum));
    assert!(fixture.steps >= 10_000 && fixture.brushes.len() == 200);
    let mut some = 0;
    for brush in fixture.brushes.iter().chain(fixture.searches.iter().map(|case| &case.brush)) {
        let (thresholds, row) = selected(&fixture, &texts, brush);
        let name = |unit: SignedUnit| (unit.unit as i64 + 1) * i64::from(unit.sign);
        let names: Vec<i64> = thresholds.units(&row).into_iter().map(name).collect();
        assert_eq!(names, brush.7);
        some += usize::from(!names.is_empty());
    }
    assert!(some > 50);
    for case in &fixture.searches {
        let (thresholds, row) = selected(&fixture, &texts, &case.brush);
        let &Brush(_, _, _, left, right, sides, ..) = &case.brush;
        let universe = thresholds.all(sides);
        let pattern = Pattern { selected: row, universe, off: (left > 0, right > 0), length: case.length };
        let mut runs = Runs::new(pattern, case.enough, fixture.top);
        // Backwards: the order must not matter.
        for (text, states) in texts.iter().enumerate().rev() {
            runs.offer(text as u32, text % 2 == 0, &rows_of(&thresholds, states));
        }
        let best: Vec<_> = runs
            .best()
            .iter()
            .map(|found| [found.row, found.position, found.length, found.matched, found.union])
            .collect();
        assert_eq!(best, case.best);
        let (candidates, lengths) = runs.lengths();
        assert_eq!((candidates, runs.required()), (case.candidates, case.required));
        let together = |length: u32| runs.together().lengths.get(length as usize).copied().unwrap_or(0);
        let lengths = (0..).zip(lengths).filter(|&(_, runs)| runs > 0);
        assert_eq!(lengths.map(|(at, runs)| (at, runs, together(at))).collect::<Vec<_>>(), case.lengths);
        // LSTMVis ranks no more candidates than are enough; with its own numbers the lists do not depend on that.
        assert!(case.uncut || case.enough < 1000);
    }
}

struct World {
    model: Model,
    vocabulary: Vocabulary,
    store: ReviewStore,
    index: Option<ActivationIndex>,
}

impl World {
    fn new(model: Model, texts: &[ShardReview]) -> Self {
        let vocabulary = reviews::vocabulary(model.config().vocabulary);
        let store = reviews::store(texts, &vocabulary);
        Self { model, vocabulary, store, index: None }
    }

    fn random(config: &model::Config, many: usize) -> Self {
        let texts = reviews::random(many, &reviews::vocabulary(config.vocabulary), 60, 11);
        Self::new(models::random_int8(config, 7), &texts)
    }

    fn memory(&self) -> Memory<'_> {
        Memory { index: self.index.as_ref(), reviews: &self.store }
    }

    fn start(&self, config: &Config, ids: &[u32]) -> PatternSearch {
        PatternSearch::start(config.clone(), &self.model, self.memory(), ids).unwrap()
    }

    fn ask(&self, config: &Config, ids: &[u32], patterns: &mut PatternStore, slices: bool) -> PatternMatches {
        let mut job = self.start(config, ids);
        let mut before = 0;
        loop {
            let progress = job.advance(&self.model, self.memory(), patterns, &mut || !slices).unwrap();
            assert!(progress.done <= progress.total && progress.done >= before, "{progress:?} after {before}");
            before = progress.done;
            let found = job.snapshot(self.memory(), &self.vocabulary);
            assert_eq!(found.kept_bytes, patterns.bytes());
            if progress.finished {
                return found;
            }
        }
    }

    fn positions(&self) -> u64 {
        self.store.train().map(|slot| self.store.at(slot).ids.len() as u64).sum()
    }

    /// Values \[steps\]\[layers · units\] of every training review, by row.
    fn values(&self, part: Part) -> Vec<(u32, u8, Vec<Vec<f32>>)> {
        let of = |ids: &[u32]| {
            let mut steps = Vec::new();
            self.model.run(&[Run::from(ids)], &mut |_, _, step| {
                let layers = step.below.states().chain([(step.hidden, step.cell)]);
                let value = |(hidden, cell): (&[f32], &[f32])| -> Vec<f32> {
                    if part == Part::Cell { cell.iter().map(|&c| tanh(c)).collect() } else { hidden.to_vec() }
                };
                steps.push(layers.flat_map(value).collect());
            });
            steps
        };
        let review = |slot: usize| (self.store.at(slot).row, self.store.at(slot).label, of(self.store.at(slot).ids));
        self.store.train().map(review).collect()
    }

    /// The rules, word by word, from the values.
    fn brute_force(&self, found: &PatternMatches, config: &Config) -> Vec<[u32; 5]> {
        let layer = self.model.config().hidden;
        let width = layer * self.model.config().layers;
        let signs = found.sides.signs();
        let cells = width * signs.len();
        let is_on = |step: &[f32], cell: usize| f32::from(signs[cell / width]) * step[cell % width] >= found.threshold;
        let cell_of = |unit: SignedUnit| {
            signs.iter().position(|&sign| sign == unit.sign).unwrap() * width + unit.layer * layer + unit.unit
        };
        let selected: Vec<usize> = found.units.iter().map(|unit| cell_of(unit.unit)).collect();
        let mut candidates = std::collections::BTreeSet::new();
        let texts = self.values(found.part);
        let mut needed = selected.len();
        while needed > 0 && (candidates.len() as u64) < config.candidates {
            for (text, (_, _, steps)) in texts.iter().enumerate() {
                let on = |step: &Vec<f32>| selected.iter().filter(|&&cell| is_on(step, cell)).count() >= needed;
                let flags: Vec<bool> = steps.iter().map(on).chain([false]).collect();
                let mut start = 0;
                for (step, &flag) in flags.iter().enumerate() {
                    if !flag {
                        let length = step - start;
                        let wanted = config.phrase_length;
                        if (wanted == 0 && length >= 2) || (wanted > 0 && length == wanted) {
                            candidates.insert((text, start, length));
                        }
                        start = step + 1;
                    }
                }
            }
            needed -= 1;
        }
        assert_eq!((candidates.len() as u64, needed as u32 + 1), (found.candidates, found.required));
        let mut list: Vec<[u32; 5]> = candidates
            .into_iter()
            .map(|(text, start, length)| {
                let (row, _, steps) = &texts[text];
                let off = |step: Option<&Vec<f32>>, cell: usize| step.is_none_or(|step| !is_on(step, cell));
                let before = start.checked_sub(1).and_then(|at| steps.get(at));
                let is_active = |&cell: &usize| {
                    steps[start..start + length].iter().all(|step| is_on(step, cell))
                        && (config.left == 0 || off(before, cell))
                        && (config.right == 0 || off(steps.get(start + length), cell))
                };
                let active: Vec<usize> = (0..cells).filter(is_active).collect();
                let matched = active.iter().filter(|cell| selected.contains(cell)).count();
                let union = active.len() + selected.len() - matched;
                [*row, start as u32, length as u32, matched as u32, union as u32]
            })
            .collect();
        list.sort_by_key(|&[row, at, length, matched, union]| {
            (std::cmp::Reverse(matched), union, std::cmp::Reverse(length), row, at)
        });
        list.truncate(config.top);
        list
    }
}

fn list(found: &PatternMatches) -> Vec<[u32; 5]> {
    found.items.iter().map(|item| [item.review, item.position, item.length, item.matched, item.union]).collect()
}

fn shapes() -> Vec<model::Config> {
    let lstm = models::config(CellKind::Lstm, 40, 5, 70);
    let gru = models::config(CellKind::Gru, 40, 4, 9);
    vec![
        lstm.clone(),
        gru.clone(),
        model::Config { layers: 2, hidden: 9, readout: Readout::Mean, outputs: 3, ..lstm },
        model::Config { layers: 2, readout: Readout::Max, ..gru },
    ]
}

/// Questions that select something, about a text of random words.
fn questions(world: &World, part: Part) -> Vec<(Config, Vec<u32>)> {
    let ids: Vec<u32> = (0..30).map(|i: u32| 1 + (7 * i * i + 3 * i) % 39).collect();
    let mut questions = Vec::new();
    for first in 1..ids.len() - 3 {
        for (sides, left, right, phrase_length, candidates) in
            [(Sides::Both, 1, 0, 0, 10_000), (Sides::On, 0, 1, 2, 60), (Sides::Negative, 1, 1, 0, 60)]
        {
            let span = Some((first, first + 1 + first % 2));
            let part = Some(part);
            let config = Config {
                span,
                part,
                threshold: 0.15,
                sides,
                left,
                right,
                phrase_length,
                candidates,
                ..Config::default()
            };
            let alone = world.start(&Config { search: false, ..config.clone() }, &ids);
            if alone.snapshot(world.memory(), &world.vocabulary).units.len() > 1 {
                questions.push((config, ids.clone()));
            }
        }
    }
    questions.into_iter().step_by(3).take(8).collect()
}

#[test]
fn searches_are_brute_force_however_they_are_sliced_and_whatever_was_kept() {
    for shape in shapes() {
        let parts = if shape.cell == CellKind::Lstm { vec![Part::Cell, Part::Hidden] } else { vec![Part::Hidden] };
        let world = World::random(&shape, 150);
        for part in parts {
            let mut patterns = PatternStore::default();
            let asked = questions(&world, part);
            assert!(asked.len() >= 4, "{} questions", asked.len());
            // A question about both sides first: what it leaves serves the others.
            world.ask(&Config { sides: Sides::Both, ..asked[0].0.clone() }, &asked[0].1, &mut patterns, true);
            for (config, ids) in &asked {
                let mut nothing = PatternStore::default();
                let keep_nothing = Config { keep: false, ..config.clone() };
                let found = world.ask(&keep_nothing, ids, &mut nothing, false);
                assert_eq!((nothing.bytes(), found.remembered, found.exact), (0, 0, true));
                assert_eq!(found.positions, world.positions());
                assert_eq!(list(&found), world.brute_force(&found, config), "{config:?}");
                let sliced = world.ask(&keep_nothing, ids, &mut nothing, true);
                assert_eq!(sliced, found);
                let again = world.ask(config, ids, &mut patterns, true);
                assert_eq!(again.remembered, world.positions());
                let kept_bytes = found.kept_bytes;
                assert_eq!(PatternMatches { remembered: 0, kept_bytes, ..again }, found);
            }
        }
    }
}

#[test]
fn what_is_shown_of_a_match_is_what_the_network_says_there() {
    for shape in shapes() {
        let mut world = World::random(&shape, 80);
        world.index = Some(build(&world.model, &world.store, &Options::new("0123"), &mut |_, _| {}));
        let (config, ids) = questions(&world, Part::Hidden).remove(0);
        let found = world.ask(&config, &ids, &mut PatternStore::default(), false);
        assert!(!found.items.is_empty());
        let states = world.model.states_along(&ids).unwrap();
        for unit in &found.units {
            let values =
                (found.window.0..found.window.1).map(|t| states[t + 1].layers[unit.unit.layer].hidden[unit.unit.unit]);
            assert_eq!(unit.values, values.collect::<Vec<_>>());
        }
        for item in &found.items {
            let review = world.store.get(item.review).unwrap();
            let (from, tokens) = (item.from as usize, item.tokens.as_ref().unwrap());
            assert_eq!(from, (item.position as usize).saturating_sub(5));
            assert_eq!(tokens.len(), (item.position as usize + 21).min(review.ids.len()) - from);
            let states = world.model.states_along(review.ids).unwrap();
            let score = |t: usize| world.model.score_of_state(&states[t + 1]).probability;
            let running: Vec<f32> = (from..from + tokens.len()).map(score).collect();
            assert_eq!(item.running, running);
            assert_eq!(item.probability, Some(score(review.ids.len() - 1)));
            let is_on = |t: usize, unit: SignedUnit| {
                f32::from(unit.sign) * states[t + 1].layers[unit.layer].hidden[unit.unit] >= found.threshold
            };
            let active =
                (from..from + tokens.len()).map(|t| found.units.iter().filter(|u| is_on(t, u.unit)).count() as u32);
            assert_eq!(item.active, active.collect::<Vec<_>>());
            assert_eq!((item.label, item.score), (review.label, item.matched as f32 / item.union as f32));
        }
    }
}

#[test]
fn a_pass_that_was_stopped_is_gone_on_with_and_another_rule_begins_anew() {
    let world = World::random(&models::config(CellKind::Lstm, 40, 5, 9), 1500);
    let (config, ids) = questions(&world, Part::Cell).remove(0);
    let mut patterns = PatternStore::default();
    let mut job = world.start(&config, &ids);
    for _ in 0..4 {
        assert!(!job.advance(&world.model, world.memory(), &mut patterns, &mut || false).unwrap().finished);
    }
    // First matches are there before the end.
    let early = job.snapshot(world.memory(), &world.vocabulary);
    assert!(!early.exact && early.positions < world.positions() && !early.items.is_empty());
    assert!(early.items.iter().all(|item| item.running.is_empty() && item.tokens.is_some()));
    let found = world.ask(&config, &ids, &mut patterns, false);
    assert!(found.remembered > 0 && found.remembered < world.positions(), "{}", found.remembered);
    let all = world.ask(&config, &ids, &mut PatternStore::default(), false);
    assert_eq!(list(&found), list(&all));
    // The job that was left behind goes on, with another rule's rows in the store meanwhile.
    let other = Config { threshold: 0.2, ..config.clone() };
    let first = world.ask(&other, &ids, &mut patterns, false);
    assert_eq!(first.remembered, 0);
    while !job.advance(&world.model, world.memory(), &mut patterns, &mut || false).unwrap().finished {}
    assert_eq!(list(&job.snapshot(world.memory(), &world.vocabulary)), list(&all));
    assert_eq!(world.ask(&other, &ids, &mut patterns, false).remembered, world.positions());
    // One side takes half the room.
    let one_side = |sides| {
        let mut patterns = PatternStore::default();
        world.ask(&Config { sides, threshold: 0.05, left: 0, ..config.clone() }, &ids, &mut patterns, false).kept_bytes
    };
    let (both, on) = (one_side(Sides::Both), one_side(Sides::On).max(one_side(Sides::Negative)));
    assert_eq!(both, 2 * on);
}

/// Unit 0 is on from w2 until w3; unit 1 is negative from w4 until w5; unit 2 does nothing.
fn remembering() -> Model {
    const UNITS: usize = 3;
    let config = models::config(CellKind::Lstm, 8, 8, UNITS);
    let mut input = vec![0.0; 4 * UNITS * 8];
    let mut bias = vec![0.0; 4 * UNITS];
    for unit in 0..UNITS {
        (bias[unit], bias[UNITS + unit], bias[3 * UNITS + unit]) = (-20.0, 20.0, 20.0);
    }
    let mut plant = |gate: usize, unit: usize, word: usize, value: f32| input[(gate * UNITS + unit) * 8 + word] = value;
    for (unit, word, sign) in [(0, 2, 1.0), (1, 4, -1.0)] {
        plant(0, unit, word, 40.0);
        plant(2, unit, word, sign * 20.0);
        plant(1, unit, word + 1, -40.0);
    }
    let direction = DirectionWeights {
        input,
        recurrent: vec![0.0; 4 * UNITS * UNITS],
        input_bias: bias,
        recurrent_bias: vec![0.0; 12],
    };
    let embedding = (0..64).map(|at| if at % 9 == 0 { 1.0 } else { 0.0 }).collect();
    let weights = Weights { embedding, layers: vec![vec![direction]], out: vec![1.0, 0.0, 0.0], out_bias: vec![-0.5] };
    Model::new(config, weights).unwrap()
}

#[test]
fn a_planted_memory_is_found_where_it_holds() {
    let review = |row: u32, label: u8, text: &str| {
        let split = if row == 9 { Split::Assess } else { Split::Train };
        ShardReview { row, split, label, text: text.into(), ids: None }
    };
    let world = World::new(
        remembering(),
        &[
            review(1, 1, "w6 w2 w6 w6 w3 w6"),
            review(2, 1, "w2 w6 w3 w6 w2 w6 w6 w6"),
            review(3, 0, "w6 w7 w6 w4 w6 w6"),
            review(4, 0, "w6 w2 w3 w6"),
            review(5, 0, "w4 w2 w6 w3"),
            review(9, 1, "w6 w2 w6 w3"),
        ],
    );
    let ids: Vec<u32> = vec![7, 2, 6, 3, 6];
    let ask = |config: Config| world.ask(&config, &ids, &mut PatternStore::default(), false);
    let found = ask(Config { span: Some((1, 3)), right: 1, ..Config::default() });
    let unit = |unit, sign| SignedUnit { layer: 0, unit, sign };
    assert_eq!(found.units.iter().map(|u| u.unit).collect::<Vec<_>>(), [unit(0, 1)]);
    assert_eq!((found.part, found.window, found.brush_in_text), (Part::Cell, (0, 5), true));
    assert!(found.units[0].values.iter().zip([0.0, 0.76, 0.76, 0.0, 0.0]).all(|(a, b)| (a - b).abs() < 0.01));
    // Review 5 has unit 1 on as well; a run of one step, in review 4, is none; the end of review 2 counts as off.
    assert_eq!(list(&found), [[2, 4, 4, 1, 1], [1, 1, 3, 1, 1], [2, 0, 2, 1, 1], [5, 1, 2, 1, 1]]);
    assert_eq!((found.together, found.together_reviews, found.together_last_class), (4, 3, 3));
    assert_eq!(found.lengths, [(2, 2, 2), (3, 1, 1), (4, 1, 1)]);
    assert_eq!(found.base_share, 14.0 / 28.0);
    // Without the zero brush before the run unit 1 is on over the run of review 5, and in no other.
    let anywhere = ask(Config { span: Some((1, 3)), left: 0, right: 0, ..Config::default() });
    assert_eq!(list(&anywhere).last(), Some(&[5, 1, 2, 1, 2]));
    let exactly = ask(Config { span: Some((1, 3)), phrase_length: 3, ..Config::default() });
    assert_eq!(list(&exactly), [[1, 1, 3, 1, 1]]);
    // The other side.
    let ids: Vec<u32> = vec![7, 4, 6, 5];
    for (sides, expected) in [(Sides::Both, 1), (Sides::Negative, 1), (Sides::On, 0)] {
        let config = Config { span: Some((1, 3)), sides, ..Config::default() };
        let found = world.ask(&config, &ids, &mut PatternStore::default(), false);
        assert_eq!(found.units.len(), expected);
        assert!(found.units.iter().all(|u| u.unit == unit(1, -1)));
        assert_eq!(list(&found).is_empty(), expected == 0);
    }
}

#[test]
fn what_cannot_be_answered_says_what_to_change() {
    let world = World::random(&models::config(CellKind::Gru, 40, 4, 6), 30);
    let refused = |config: Config, ids: &[u32]| -> String {
        let refused: ExplainError = PatternSearch::start(config, &world.model, world.memory(), ids).unwrap_err();
        refused.to_string()
    };
    let ids = [2, 3, 4];
    let span = |from, to| Config { span: Some((from, to)), ..Config::default() };
    for (message, expected) in [
        (refused(Config::default(), &[]), "span FROM..TO"),
        (refused(span(2, 4), &ids), "TO <= 3"),
        (refused(span(2, 2), &ids), "found 2..2"),
        (refused(span(usize::MAX, 0), &ids), "span"),
        (refused(Config { threshold: 0.0, ..span(0, 1) }, &ids), "threshold above 0"),
        (refused(Config { threshold: f32::NAN, ..span(0, 1) }, &ids), "threshold above 0"),
        (refused(Config { threshold: 1.0, ..span(0, 1) }, &ids), "found 1"),
        (refused(Config { part: Some(Part::Cell), ..span(0, 1) }, &ids), "hidden for a GRU"),
        (refused(Config { candidates: 0, ..span(0, 1) }, &ids), "candidates"),
        (refused(Config { top: 0, ..span(0, 1) }, &ids), "top"),
    ] {
        assert!(message.contains(expected) && message.ends_with("change the setting"), "{message}");
    }
    // Where the zero brush leaves the text nothing is selected, and that is an answer.
    for (left, right) in [(1, 0), (usize::MAX, 0), (0, 3), (0, usize::MAX)] {
        let config = Config { left, right, threshold: 1e-6, ..span(0, 2) };
        let found = world.ask(&config, &ids, &mut PatternStore::default(), false);
        assert!(!found.brush_in_text && found.units.is_empty() && found.items.is_empty());
    }
    let nothing = Config { threshold: 0.999_999, ..span(1, 2) };
    let found = world.ask(&nothing, &ids, &mut PatternStore::default(), false);
    assert!(found.brush_in_text && found.units.is_empty() && found.items.is_empty());
    let empty = ReviewStore::default();
    let no_texts = Memory { index: None, reviews: &empty };
    let on_anything = Config { threshold: 1e-6, left: 0, ..span(0, 1) };
    let refused = PatternSearch::start(on_anything.clone(), &world.model, no_texts, &ids).unwrap_err().to_string();
    assert!(refused.contains("pattern-search needs the training texts"), "{refused}");
    assert!(PatternSearch::start(Config { search: false, ..on_anything }, &world.model, no_texts, &ids).is_ok());
    let both_ways = model::Config { directions: Directions::Bidirectional, ..models::config(CellKind::Lstm, 40, 4, 6) };
    let both_ways = models::random(&both_ways, 1);
    let refused = PatternSearch::start(span(0, 1), &both_ways, world.memory(), &ids).unwrap_err().to_string();
    assert!(refused.contains("bidirectional"), "{refused}");
}
