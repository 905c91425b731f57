//! The activation index against the texts it was built from, and what three explainers find in it against brute force.

use std::collections::BTreeMap;

use crate::support::{
    models::{self, all_shapes},
    reviews,
};
use unrolled::{
    bundle::Tensors,
    explain::{
        activation_similarity::{self, ActivationSimilarity, SimilarPassage, Similarity},
        common::unit_target::{From, UnitKind, UnitTarget},
        corpus_search::{self, CorpusSearch, Ranking},
        token_search::{self, TokenSearch, TokenSearchResult},
        unit_contexts::{self, contexts},
    },
    index::{ActivationIndex, Memory, Part, ReviewStore, Split, StateStore, query::Metric},
    make::{
        build::{Options, build},
        recall,
    },
    model::{CellKind, Classifier, Config, Directions, Model, Readout, Run},
    text::Vocabulary,
};

const HASH: &str = "0123";
/// A distance may differ this much from the one summed in f64.
const MAX_DISTANCE_ERROR: f64 = 1e-5;

/// A network, its texts and their index.
struct World {
    model: Model,
    vocabulary: Vocabulary,
    store: ReviewStore,
    index: ActivationIndex,
}

impl World {
    fn new(config: Config, reviews: usize, longest: usize) -> Self {
        let vocabulary = reviews::vocabulary(config.vocabulary);
        let model = models::random(&config, 7);
        let store = reviews::store(&reviews::random(reviews, &vocabulary, longest, 11), &vocabulary);
        let index = build(&model, &store, &Options::new(HASH), &mut |_, _| {});
        Self { model, vocabulary, store, index }
    }

    fn lstm() -> Self {
        Self::new(models::config(CellKind::Lstm, 40, 5, 9), 150, 30)
    }

    fn memory(&self) -> Memory<'_> {
        Memory { index: Some(&self.index), reviews: &self.store }
    }

    fn texts_only(&self) -> Memory<'_> {
        Memory { index: None, reviews: &self.store }
    }

    fn config(&self) -> &Config {
        self.model.config()
    }

    fn similar(
        &self,
        config: &activation_similarity::Config,
        ids: &[u32],
        memory: Memory<'_>,
        slices: bool,
    ) -> Similarity {
        let mut job = ActivationSimilarity::start(config.clone(), &self.model, memory, ids).unwrap();
        let mut states = StateStore::default();
        while !job.advance(&self.model, memory, &mut states, &mut || !slices).unwrap().finished {
            job.snapshot(memory, &self.vocabulary);
        }
        job.snapshot(memory, &self.vocabulary)
    }

    fn ranking(&self, config: &corpus_search::Config, ids: &[u32], slices: bool) -> Ranking {
        let mut job = CorpusSearch::start(config.clone(), &self.model, self.memory(), ids).unwrap();
        while !job.advance(&self.model, self.memory(), &mut || !slices).finished {
            job.snapshot(self.memory(), &self.vocabulary);
        }
        job.snapshot(self.memory(), &self.vocabulary)
    }

    fn tokens(&self, config: &token_search::Config, ids: &[u32]) -> TokenSearchResult {
        let mut job = TokenSearch::start(config.clone(), &self.model, self.memory(), ids).unwrap();
        while !job.advance(self.memory(), &mut || false).finished {}
        job.snapshot(self.memory(), &self.vocabulary)
    }
}

/// Shapes that differ in what the index and the searches do with them.
fn shapes() -> Vec<Config> {
    let lstm = models::config(CellKind::Lstm, 40, 5, 9);
    let gru = models::config(CellKind::Gru, 40, 4, 6);
    vec![
        lstm.clone(),
        gru.clone(),
        Config { layers: 2, readout: Readout::Mean, outputs: 3, ..lstm },
        Config { layers: 2, readout: Readout::Max, ..gru },
    ]
}

const QUERY: [u32; 7] = [5, 2, 3, 1, 17, 2, 4];

#[test]
fn index_repeats_its_bytes_on_any_number_of_threads_and_reads_back() {
    for config in all_shapes(30, 4, 5) {
        let vocabulary = reviews::vocabulary(config.vocabulary);
        let model = models::random(&config, 3);
        let store = reviews::store(&reviews::random(60, &vocabulary, 12, 5), &vocabulary);
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let options = Options { segments: 100, components: 3, ..Options::new(HASH) };
            let index = pool.install(|| build(&model, &store, &options, &mut |_, _| {}));
            let bytes = index.to_tensors().to_bytes().unwrap();
            let read = ActivationIndex::from_tensors(&Tensors::parse(&bytes).unwrap(), &config, HASH).unwrap();
            assert_eq!(read, index);
            bytes
        };
        assert_eq!(bytes(1), bytes(3), "{config:?}");
    }
}

#[test]
fn index_holds_what_the_texts_and_the_network_say() {
    for config in shapes() {
        let world = World::new(config, 150, 30);
        let mut counts = vec![0; world.config().vocabulary];
        let mut segments = 0;
        for review in world.index.reviews() {
            let text = world.store.get(review.row).unwrap();
            assert_eq!((review.split, review.label, review.tokens as usize), (text.split, text.label, text.ids.len()));
            assert_eq!(review.probability, world.model.scores(&[text.ids.to_vec()])[0].probability);
            if review.split == Split::Train {
                text.ids.iter().for_each(|&id| counts[id as usize] += 1);
                segments += text.ids.len();
            }
        }
        assert!((0..counts.len()).all(|id| world.index.count(id as u32) == counts[id]));
        // A corpus this small keeps every position.
        assert_eq!(world.index.segments(), segments);
    }
}

#[test]
fn contexts_of_a_unit_are_the_extremes_of_all_training_positions() {
    let both_ways = Config { directions: Directions::Bidirectional, ..models::config(CellKind::Lstm, 40, 5, 4) };
    for config in shapes().into_iter().chain([both_ways]) {
        let world = World::new(config, 60, 20);
        let has_cells = world.config().cell == CellKind::Lstm;
        for part in [Some(Part::Hidden), has_cells.then_some(Part::Cell), None].into_iter().flatten() {
            for unit in 0..world.config().features() {
                let config = unit_contexts::Config { unit, part: Some(part) };
                let found = contexts(&config, &world.model, world.memory(), &world.vocabulary).unwrap();
                for (list, sign) in [(&found.highest, 1.0f32), (&found.lowest, -1.0)] {
                    let expected = extremes(&world, part, unit, sign);
                    let list: Vec<_> = list.iter().map(|c| (c.review, c.position, c.value)).collect();
                    assert_eq!(list, expected[..5], "{part:?} {unit} {sign}");
                }
                let first = &found.highest[0];
                let text = world.store.get(first.review).unwrap();
                let tokens = world.store.tokens(world.store.slot(first.review).unwrap(), 0..99, &world.vocabulary);
                let shown = &tokens[(first.position + 1).saturating_sub(12)..=first.position];
                assert_eq!((first.tokens.as_deref(), first.label), (Some(shown), text.label));
            }
        }
    }
    let world = World::new(models::config(CellKind::Gru, 40, 4, 6), 3, 5);
    let ask =
        |unit, part, memory| contexts(&unit_contexts::Config { unit, part }, &world.model, memory, &world.vocabulary);
    let message = |unit, part, memory| ask(unit, part, memory).unwrap_err().to_string();
    assert!(message(6, None, world.memory()).contains("unit below 6, found 6"));
    assert!(message(0, Some(Part::Cell), world.memory()).contains("hidden for a GRU"));
    assert!(message(0, None, world.texts_only()).contains("activation index"));
    // Two of the three training reviews have words; without the texts there are places, but no words.
    let (empty, index) = (ReviewStore::default(), Some(&world.index));
    let no_texts = Memory { index, reviews: &empty };
    let found = ask(5, None, no_texts).unwrap();
    assert_eq!((found.highest.len(), found.lowest.len(), &found.highest[0].tokens), (2, 2, &None));
}

/// The extreme position of each training review by brute force, the most extreme first.
fn extremes(world: &World, part: Part, unit: usize, sign: f32) -> Vec<(u32, usize, f32)> {
    let mut all = Vec::new();
    for slot in world.store.train() {
        let mut best: Option<(u32, usize, f32)> = None;
        world.model.run(&[Run::from(world.store.at(slot).ids)], &mut |_, step, states| {
            let value = if part == Part::Cell { states.cell[unit] } else { states.hidden[unit] };
            if best.is_none_or(|(_, _, other)| sign * value > sign * other) {
                best = Some((world.store.at(slot).row, step, value));
            }
        });
        all.extend(best);
    }
    all.sort_by(|a, b| (sign * b.2).total_cmp(&(sign * a.2)).then(a.0.cmp(&b.0)));
    all
}

#[test]
fn every_corruption_of_an_index_is_refused_with_the_command_that_mends_it() {
    let world = World::lstm();
    let good = || world.index.to_tensors();
    let (reviews, segments) = (world.index.reviews().len(), world.index.segments());
    let train = world.index.reviews().iter().position(|r| r.split == Split::Train && r.tokens > 5).unwrap();
    let validation = world.index.reviews().iter().position(|r| r.split == Split::Choose && r.tokens > 29).unwrap();
    let refused = |tensors: &Tensors, case: &str| {
        let message = ActivationIndex::from_tensors(tensors, world.config(), HASH);
        let message = message.err().map_or_else(|| "nothing".to_owned(), |error| error.to_string());
        assert!(
            message.starts_with("expected ") && message.ends_with("build it again with `unrolled index`"),
            "{case}: {message}"
        );
    };
    assert!(ActivationIndex::from_tensors(&good(), world.config(), HASH).is_ok());
    let names: Vec<String> = good().names().map(str::to_owned).collect();
    for name in &names {
        let mut tensors = good();
        tensors.rename(name, "elsewhere");
        refused(&tensors, &format!("{name} missing"));
        let mut tensors = good();
        tensors.put_f32(name, &[3, 1], vec![0.0; 3]);
        refused(&tensors, &format!("{name} of another shape"));
        let mut tensors = good();
        let shape = tensors.shape(name).unwrap().to_vec();
        let places = shape.iter().product();
        if tensors.u32(name, &shape).is_ok() {
            tensors.put_f32(name, &shape, vec![0.0; places]);
        } else {
            tensors.put_u32(name, &shape, vec![0; places]);
        }
        refused(&tensors, &format!("{name} of another type"));
    }
    let mut cases: Vec<(&str, Tensors)> = Vec::new();
    let mut case = |name, edit: &dyn Fn(&mut Tensors)| {
        let mut tensors = good();
        edit(&mut tensors);
        cases.push((name, tensors));
    };
    fn edit_u32(t: &mut Tensors, name: &str, edit: impl Fn(&mut Vec<u32>)) {
        let shape = t.shape(name).unwrap().to_vec();
        let mut values = t.u32(name, &shape).unwrap().to_vec();
        edit(&mut values);
        t.put_u32(name, &shape, values);
    }
    fn edit_u8(t: &mut Tensors, name: &str, at: usize, value: u8) {
        let shape = t.shape(name).unwrap().to_vec();
        let mut values = t.u8(name, &shape).unwrap().to_vec();
        values[at] = value;
        t.put_u8(name, &shape, values);
    }
    fn edit_f32(t: &mut Tensors, name: &str, at: usize, value: f32) {
        let shape = t.shape(name).unwrap().to_vec();
        let mut values = t.f32(name, &shape).unwrap().to_vec();
        values[at] = value;
        t.put_f32(name, &shape, values);
    }
    fn edit_u16(t: &mut Tensors, name: &str, edit: impl Fn(&mut Vec<u16>)) {
        let shape = t.shape(name).unwrap().to_vec();
        let mut values = t.u16(name, &shape).unwrap().to_vec();
        edit(&mut values);
        t.put_u16(name, &shape, values);
    }
    case("rows out of order", &|t| edit_u32(t, "reviews.row", |v| v.swap(0, 1)));
    case("a row twice", &|t| edit_u32(t, "reviews.row", |v| v[1] = v[0]));
    case("too long a review", &|t| edit_u32(t, "reviews.tokens", |v| v[0] = 5001));
    case("segments beyond the end", &|t| edit_u32(t, "reviews.tokens", |v| v[train] = 1));
    case("no such split", &|t| edit_u8(t, "reviews.split", 3, 3));
    case("segments of validation", &|t| edit_u8(t, "reviews.split", train, 2));
    case("no such class", &|t| edit_u8(t, "reviews.label", 0, 2));
    for value in [-0.01, 1.01, f32::NAN, f32::INFINITY] {
        case("no probability", &|t| edit_f32(t, "reviews.probability", 1, value));
    }
    case("no scale", &|t| edit_f32(t, "reviews.hidden.scale", 1, -0.5));
    case("no scale of a cell", &|t| edit_f32(t, "reviews.cell.scale", 0, f32::NAN));
    case("no scale of segments", &|t| edit_f32(t, "segments.scale", 0, f32::INFINITY));
    case("no scale of residuals", &|t| edit_f32(t, "segments.residual.scale", 0, -1.0));
    case("no basis", &|t| edit_f32(t, "segments.basis", 3, 7.0));
    case("basis of NaN", &|t| edit_f32(t, "segments.basis", 3, f32::NAN));
    case("offsets that begin late", &|t| edit_u32(t, "segments.offset", |v| v[0] = 1));
    case("offsets that fall", &|t| edit_u32(t, "segments.offset", |v| v[reviews / 2] = segments as u32 + 1));
    case("offsets that end early", &|t| edit_u32(t, "segments.offset", |v| v[reviews] -= 1));
    case("offsets that end late", &|t| edit_u32(t, "segments.offset", |v| v[reviews] = u32::MAX));
    case("segments out of order", &|t| edit_u16(t, "segments.position", |v| v.sort_unstable()));
    case("a segment beyond the end", &|t| edit_u16(t, "segments.position", |v| *v.last_mut().unwrap() = u16::MAX));
    case("contexts of a review that is not there", &|t| {
        edit_u32(t, "contexts.hidden.review", |v| v[7] = reviews as u32)
    });
    case("contexts of validation", &|t| edit_u32(t, "contexts.cell.review", |v| v[7] = validation as u32));
    case("two contexts of one review", &|t| edit_u32(t, "contexts.cell.review", |v| v[1] = v[0]));
    case("a context beyond the end", &|t| edit_u16(t, "contexts.hidden.position", |v| v[3] = u16::MAX));
    case("a context without a value", &|t| edit_f32(t, "contexts.hidden.value", 0, f32::NAN));
    case("highest out of order", &|t| edit_f32(t, "contexts.cell.value", 4, 1e9));
    case("lowest out of order", &|t| edit_f32(t, "contexts.cell.value", 9, -1e9));
    cases.iter().for_each(|(name, tensors)| refused(tensors, name));
}

#[test]
fn index_of_another_model_shape_or_format_is_refused() {
    let world = World::lstm();
    let read = |metadata: &str, config: &Config, hash: &str| {
        let mut tensors = world.index.to_tensors();
        tensors.metadata = metadata.into();
        ActivationIndex::from_tensors(&tensors, config, hash).unwrap_err().to_string()
    };
    let own = world.index.to_tensors().metadata;
    let wider = models::config(CellKind::Lstm, 40, 5, 10);
    let more_words = models::config(CellKind::Lstm, 41, 5, 9);
    for (message, expected) in [
        (read(&own, world.config(), "4567"), "of the model 4567, found one of 0123"),
        (read("", world.config(), HASH), "format 3, found a file without one"),
        (read("{\"format\":2}", world.config(), HASH), "format 3, found 2"),
        (read("{\"format\":3}", world.config(), HASH), "found missing field"),
        (read(&own, &wider, HASH), "reviews.hidden of shape [90, 10]"),
        (read(&own, &more_words, HASH), "vocabulary.count of shape [41]"),
    ] {
        assert!(message.contains(expected) && message.ends_with("`unrolled index`"), "{message}");
    }
}

#[test]
fn stored_recall_comes_back() {
    let mut world = World::lstm();
    let measured = recall::measure(&world.model, &world.index, &world.store, 20, 1, &mut |_, _| {}).unwrap();
    world.index.set_recall(measured);
    let read = ActivationIndex::from_tensors(&world.index.to_tensors(), world.config(), HASH).unwrap();
    assert_eq!(read.metadata().recall, Some(measured));
    // Every position is kept with every component; only int8 stands between this and the exact answer.
    for found in [measured.l2, measured.cosine] {
        assert!(found.segments >= 0.95 && found.reread == 1.0, "{measured:?}");
    }
    assert_eq!(recall::measure(&world.model, &world.index, &world.store, 20, 1, &mut |_, _| {}), Some(measured));
}

fn distance(metric: Metric, a: &[f32], b: &[f32]) -> f64 {
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(&a, &b)| f(a.into(), b.into())).sum::<f64>();
    match metric {
        Metric::L2 => sum(&|a, b| (a - b) * (a - b)).sqrt(),
        Metric::Cosine => 1.0 - sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt(),
    }
}

/// Every position of every training review, the nearest of each: (distance, row, position).
fn brute_force(world: &World, metric: Metric, query: &[f32], top: usize) -> Vec<(f64, u32, usize)> {
    let nearest = |slot: usize| {
        let review = world.store.at(slot);
        let at = |end: usize| world.model.state_after(&review.ids[..=end]).unwrap().hidden().to_vec();
        let far = |end: usize| (distance(metric, &at(end), query), review.row, end);
        (0..review.ids.len()).map(far).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let mut all: Vec<_> = world.store.train().filter_map(nearest).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all.truncate(top);
    all
}

fn assert_same(world: &World, items: &[SimilarPassage], expected: &[(f64, u32, usize)]) {
    assert_eq!(items.len(), expected.len());
    for (item, &(far, row, position)) in items.iter().zip(expected) {
        assert_eq!((item.review, item.position), (row, Some(position)));
        assert!((f64::from(item.score) - far).abs() <= MAX_DISTANCE_ERROR, "{} {far}", item.score);
        let review = world.store.get(row).unwrap();
        let probability = world.model.scores(&[review.ids.to_vec()])[0].probability;
        assert_eq!((item.label, item.probability), (review.label, probability));
        assert_eq!(item.tokens.as_ref().unwrap().last().unwrap(), review.text.split(' ').nth(position).unwrap());
    }
}

#[test]
fn exact_similarity_in_context_is_brute_force_however_it_is_sliced() {
    for shape in shapes() {
        let world = World::new(shape, 200, 40);
        for (metric, span) in [(Metric::L2, (2, 4)), (Metric::Cosine, (6, 7)), (Metric::L2, (0, 1))] {
            let config = activation_similarity::Config { span: Some(span), metric, exact: true, ..Default::default() };
            let query = world.model.state_after(&QUERY[..span.1]).unwrap();
            let expected = brute_force(&world, metric, query.hidden(), 10);
            let found = world.similar(&config, &QUERY, world.memory(), true);
            assert_same(&world, &found.items, &expected);
            let positions: usize = world.store.train().map(|slot| world.store.at(slot).ids.len()).sum();
            assert!(found.exact && found.positions == positions as u64 && found.recall.is_none() && found.reread == 0);
            assert_eq!(found, world.similar(&config, &QUERY, world.memory(), false));
            assert_eq!(found.items, world.similar(&config, &QUERY, world.texts_only(), true).items);
        }
    }
}

#[test]
fn exact_similarity_finds_a_planted_passage_and_is_not_exact_before_its_end() {
    let world = World::new(models::config(CellKind::Lstm, 40, 5, 9), 600, 60);
    let planted = world.store.train().map(|slot| world.store.at(slot)).find(|review| review.ids.len() == 30).unwrap();
    let config = activation_similarity::Config { span: Some((10, 12)), exact: true, ..Default::default() };
    let mut job = ActivationSimilarity::start(config, &world.model, world.memory(), planted.ids).unwrap();
    let mut states = StateStore::default();
    let progress = job.advance(&world.model, world.memory(), &mut states, &mut || false).unwrap();
    let early = job.snapshot(world.memory(), &world.vocabulary);
    assert!(!progress.finished && !early.exact && early.items.len() == 10);
    let begun = job
        .advance(&world.model, world.memory(), &mut states, &mut {
            let mut units = 4;
            move || {
                units -= 1;
                units > 0
            }
        })
        .unwrap();
    let early = job.snapshot(world.memory(), &world.vocabulary);
    assert!(!begun.finished && !early.exact && early.positions == begun.done && begun.done > 0);
    while !job.advance(&world.model, world.memory(), &mut states, &mut || true).unwrap().finished {}
    let first = &job.snapshot(world.memory(), &world.vocabulary).items[0];
    assert_eq!((first.score, first.review, first.position), (0.0, planted.row, Some(11)));
}

#[test]
fn first_answer_is_near_and_says_how_near() {
    let mut world = World::lstm();
    let recall = recall::measure(&world.model, &world.index, &world.store, 10, 0, &mut |_, _| {}).unwrap();
    world.index.set_recall(recall);
    let segments = world.index.segments() as u64;
    for (metric, stated) in [(Metric::L2, recall.l2), (Metric::Cosine, recall.cosine)] {
        let config = activation_similarity::Config { span: Some((2, 4)), metric, ..Default::default() };
        let query = world.model.state_after(&QUERY[..4]).unwrap();
        let expected = brute_force(&world, metric, query.hidden(), 10);
        let without_texts = Memory { reviews: &ReviewStore::default(), ..world.memory() };
        let found = world.similar(&config, &QUERY, without_texts, true);
        let named = expected.iter().filter(|exact| found.items.iter().any(|item| item.review == exact.1)).count();
        assert!(named >= 9 && found.items.iter().all(|item| item.tokens.is_none()));
        assert_eq!((found.exact, found.positions, found.reread), (false, segments, 0));
        assert_eq!(found.recall, Some(stated.segments));
        // So few reviews that all are read again.
        let found = world.similar(&config, &QUERY, world.memory(), true);
        assert_same(&world, &found.items, &expected);
        assert_eq!((found.exact, found.positions, found.recall), (false, 2 * segments, Some(stated.reread)));
        assert_eq!(found, world.similar(&config, &QUERY, world.memory(), false));
    }
}

#[test]
fn distances_to_segments_are_lower_bounds() {
    let mut world = World::lstm();
    let options = Options { components: 3, ..Options::new(HASH) };
    world.index = build(&world.model, &world.store, &options, &mut |_, _| {});
    let query = world.model.state_after(&QUERY).unwrap();
    for metric in [Metric::L2, Metric::Cosine] {
        for near in world.index.nearest(query.hidden(), metric, 1000) {
            let ids = &world.store.get(near.row).unwrap().ids[..=near.position as usize];
            let state = world.model.state_after(ids).unwrap();
            let exact = distance(metric, state.hidden(), query.hidden());
            // int8 rounds by up to half a step in each of three components and the residual.
            assert!(f64::from(near.distance) <= exact + 0.02, "{metric:?} {} {exact}", near.distance);
        }
    }
}

#[test]
fn exact_similarity_alone_compares_the_distinct_runs_of_training() {
    let world = World::new(models::config(CellKind::Gru, 12, 4, 6), 200, 30);
    for n in 1..=4 {
        let mut runs: BTreeMap<Vec<u32>, (u32, usize, u32)> = BTreeMap::new();
        for review in world.store.train().map(|slot| world.store.at(slot)) {
            for (start, window) in review.ids.windows(n).enumerate() {
                runs.entry(window.to_vec()).or_insert((review.row, start + n - 1, 0)).2 += 1;
            }
        }
        let query = world.model.state_after(&QUERY[1..1 + n]).unwrap();
        let far = |ids: &[u32]| distance(Metric::L2, world.model.state_after(ids).unwrap().hidden(), query.hidden());
        let mut expected: Vec<_> = runs.iter().map(|(ids, &(row, end, count))| (far(ids), row, end, count)).collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0));
        let span = Some((1, 1 + n));
        let config = activation_similarity::Config { span, from: From::Zero, exact: true, ..Default::default() };
        let found = world.similar(&config, &QUERY, world.memory(), true);
        assert_eq!(found, world.similar(&config, &QUERY, world.memory(), false));
        assert_eq!((found.positions as usize, found.items.len(), found.exact), (runs.len(), 10, true));
        for (item, (far, row, end, count)) in found.items.iter().zip(expected) {
            assert_eq!((item.review, item.position, item.count), (row, Some(end), Some(count)));
            assert!((f64::from(item.score) - far).abs() <= MAX_DISTANCE_ERROR);
            assert_eq!(item.tokens.as_ref().unwrap().len(), n);
        }
    }
}

#[test]
fn token_search_is_grep() {
    let world = World::lstm();
    let text: Vec<u32> = vec![2, 2, 5, 3, 2, 1, 4, 39];
    for span in [(0, 1), (0, 2), (1, 3), (3, 5), (3, 4), (6, 8), (7, 8), (1, 5)] {
        let needle = world.vocabulary_text(&text[span.0..span.1]);
        let found = world.tokens(&token_search::Config { span: Some(span), top: 7 }, &text);
        assert_eq!((found.tokens.join(" "), found.unknown, found.span), (needle.clone(), false, span));
        assert_eq!(found.prediction, world.model.scores(std::slice::from_ref(&text))[0].probability);
        let mut nearest = Vec::new();
        for (histogram, train) in [(&found.train, true), (&found.validation, false)] {
            let side: Vec<_> =
                world.store.slots().map(|slot| world.store.at(slot)).filter(|r| r.split.is_train() == train).collect();
            let (mut bins, mut hits, mut sum) = ([[0; 20]; 2], 0, 0.0);
            for review in &side {
                let words: Vec<&str> = review.text.split(' ').collect();
                let starts: Vec<usize> = (0..words.len())
                    .filter(|&at| {
                        words[at..].join(" ").starts_with(&needle)
                            && words[at..].len() >= span.1 - span.0
                            && words[at..][..span.1 - span.0].join(" ") == needle
                    })
                    .collect();
                if starts.is_empty() {
                    continue;
                }
                let probability = world.model.scores(&[review.ids.to_vec()])[0].probability;
                bins[usize::from(review.label)][((probability * 20.0) as usize).min(19)] += 1;
                hits += starts.len();
                sum += f64::from(probability);
                nearest.push((
                    (probability - found.prediction).abs(),
                    review.row,
                    starts.len(),
                    starts[0],
                    review.label,
                ));
            }
            let total = |label: usize| bins[label].iter().sum::<u32>() as usize;
            assert_eq!((&histogram.negative_bins[..], &histogram.positive_bins[..]), (&bins[0][..], &bins[1][..]));
            assert_eq!(
                (histogram.negative, histogram.positive, histogram.occurrences),
                (total(0), total(1), Some(hits))
            );
            assert_eq!((histogram.reviews, histogram.bins), (total(0) + total(1), 20));
            let positive = side.iter().filter(|review| review.label == 1).count();
            assert_eq!(histogram.base_rate, positive as f64 / side.len() as f64);
            match histogram.mean_probability {
                Some(mean) => assert!((mean - sum / histogram.reviews as f64).abs() < 1e-12),
                None => assert_eq!(hits, 0),
            }
        }
        nearest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.truncate(7);
        let listed: Vec<_> = found.reviews.iter().map(|r| (r.review, r.count, r.position, r.label)).collect();
        assert_eq!(listed, nearest.iter().map(|n| (n.1, Some(n.2), Some(n.3), n.4)).collect::<Vec<_>>());
    }
}

impl World {
    fn vocabulary_text(&self, ids: &[u32]) -> String {
        ids.iter().map(|&id| self.vocabulary.token(id)).collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn token_search_says_that_an_unknown_word_cannot_be_searched_for() {
    let world = World::lstm();
    let found = world.tokens(&token_search::Config { span: Some((1, 3)), top: 7 }, &[2, 2, 1, 3]);
    assert!(found.unknown && found.reviews.is_empty() && found.train.reviews + found.validation.reviews == 0);
    assert_eq!(found.train.mean_probability, None);
}

/// The target after each text, by the whole trace.
fn target_after(model: &Model, target: UnitTarget, ids: &[u32]) -> f32 {
    let trace = model.trace(ids);
    let (n, top) = (trace.hidden, trace.top().unwrap());
    let last = ids.len() - 1;
    let gate = |block: usize, index: usize| top.gates[last * 4 * n + block * n + index];
    let is_lstm = model.config().cell == CellKind::Lstm;
    match target {
        UnitTarget::Logit => trace.score().logit,
        UnitTarget::Unit { unit, index } => match unit {
            UnitKind::Hidden => top.hidden[last * n + index],
            UnitKind::Cell => top.cell[last * n + index],
            UnitKind::Input => gate(0, index),
            UnitKind::Forget | UnitKind::Reset => gate(1, index),
            UnitKind::Candidate => gate(if is_lstm { 2 } else { 0 }, index),
            UnitKind::Update => gate(2, index),
            UnitKind::Output => gate(3, index),
        },
    }
}

#[test]
fn corpus_search_is_brute_force_for_every_target() {
    for shape in shapes() {
        let world = World::new(Config { vocabulary: 700, ..shape }, 60, 30);
        let kinds: &[UnitKind] = match world.config().cell {
            CellKind::Lstm => &[
                UnitKind::Hidden,
                UnitKind::Cell,
                UnitKind::Input,
                UnitKind::Forget,
                UnitKind::Candidate,
                UnitKind::Output,
            ],
            CellKind::Gru => &[UnitKind::Hidden, UnitKind::Reset, UnitKind::Update, UnitKind::Candidate],
        };
        let units = kinds.iter().map(|&unit| UnitTarget::Unit { unit, index: 3 });
        for target in [UnitTarget::Logit].into_iter().chain(units) {
            for (from, position) in
                [(From::Zero, None), (From::Text, None), (From::Text, Some(2)), (From::Text, Some(0))]
            {
                let config = corpus_search::Config { from, position, target, top: 15, ..Default::default() };
                let found = world.ranking(&config, &QUERY, true);
                let prefix = if from == From::Zero { &[][..] } else { &QUERY[..position.unwrap_or(7)] };
                check_ranking(&world, &found, &config, prefix);
                assert_eq!(found, world.ranking(&config, &QUERY, false));
            }
        }
    }
}

fn check_ranking(world: &World, found: &Ranking, config: &corpus_search::Config, prefix: &[u32]) {
    let after = |id: u32| target_after(&world.model, config.target, &[prefix, &[id]].concat());
    let mut expected: Vec<(f32, u32)> =
        (2..700).filter(|&id| world.index.count(id) >= config.minimum_count).map(|id| (after(id), id)).collect();
    assert_eq!((found.words, found.passes), (expected.len(), expected.len()));
    expected.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let highest: Vec<_> = found.items.iter().map(|item| (item.score, item.id.unwrap())).collect();
    assert_eq!(highest, expected[..expected.len().min(15)]);
    expected.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let lowest: Vec<_> = found.lowest.iter().map(|item| (item.score, item.id.unwrap())).collect();
    assert_eq!(lowest, expected[..expected.len().min(15)]);
    for item in &found.items {
        let id = item.id.unwrap();
        let probability = world.model.scores(&[[prefix, &[id]].concat()])[0].probability;
        assert_eq!((item.token.as_str(), item.probability), (world.vocabulary.token(id), probability));
        assert_eq!(item.count, Some(world.index.count(id)));
    }
    let base = match (config.target, prefix) {
        (UnitTarget::Logit, _) => Some(world.model.scores(&[prefix.to_vec()])[0].logit),
        (target, []) => target.is_state().then_some(0.0),
        (target, _) => Some(target_after(&world.model, target, prefix)),
    };
    assert_eq!(found.base, base);
}

#[test]
fn corpus_search_leaves_out_rare_words() {
    let world = World::new(Config { vocabulary: 700, ..models::config(CellKind::Lstm, 2, 5, 9) }, 60, 30);
    let config = corpus_search::Config { minimum_count: 2, top: 15, from: From::Zero, ..Default::default() };
    check_ranking(&world, &world.ranking(&config, &QUERY, true), &config, &[]);
    let config = corpus_search::Config { minimum_count: u32::MAX, ..config };
    let found = world.ranking(&config, &QUERY, true);
    assert!(found.items.is_empty() && found.lowest.is_empty() && found.words == 0);
}

#[test]
fn corpus_search_over_bigrams_runs_those_of_training() {
    let world = World::new(models::config(CellKind::Lstm, 14, 5, 9), 200, 30);
    let mut counts: BTreeMap<[u32; 2], u32> = BTreeMap::new();
    for slot in world.store.train() {
        for window in world.store.at(slot).ids.windows(2).filter(|window| !window.contains(&1)) {
            *counts.entry([window[0], window[1]]).or_default() += 1;
        }
    }
    for minimum_count in [0, 3, 20] {
        let config = corpus_search::Config { ngrams: 2, minimum_count, top: 12, ..Default::default() };
        let found = world.ranking(&config, &QUERY, true);
        assert_eq!(found, world.ranking(&config, &QUERY, false));
        let after =
            |ids: &[u32; 2]| world.model.scores_from(&[Run { start: None, ids: &[&QUERY[..], ids].concat() }])[0].logit;
        let kept = counts.iter().filter(|&(_, &count)| count >= minimum_count);
        let mut expected: Vec<_> = kept.map(|(ids, &count)| (after(ids), *ids, count)).collect();
        assert_eq!((found.words, found.passes), (expected.len(), 2 * expected.len()));
        expected.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        assert_eq!(found.items.len(), expected.len().min(12));
        for (item, (score, ids, count)) in found.items.iter().zip(expected) {
            let tokens: Vec<String> = ids.iter().map(|&id| world.vocabulary.token(id).to_owned()).collect();
            assert_eq!((item.score, item.count, &item.tokens), (score, Some(count), &Some(tokens)));
        }
    }
}

#[test]
fn what_cannot_be_answered_says_what_is_missing() {
    let world = World::lstm();
    let no_texts = ReviewStore::default();
    let (model, full, ids) = (&world.model, world.memory(), &QUERY[..]);
    let index_only = Memory { reviews: &no_texts, ..full };
    let nothing = Memory { index: None, reviews: &no_texts };
    let similar = |config: &str, memory, ids: &[u32]| {
        let config = serde_json::from_str(config).unwrap();
        ActivationSimilarity::start(config, model, memory, ids).err().map(|error| error.to_string())
    };
    let corpus = |config: &str, memory, ids: &[u32]| {
        let config = serde_json::from_str(config).unwrap();
        CorpusSearch::start(config, model, memory, ids).err().map(|error| error.to_string())
    };
    let tokens = |config: &str, memory, ids: &[u32]| {
        let config = serde_json::from_str(config).unwrap();
        TokenSearch::start(config, model, memory, ids).err().map(|error| error.to_string())
    };
    let cases = [
        (similar("{}", nothing, ids), "activation index"),
        (similar(r#"{"exact":true}"#, index_only, ids), "training texts"),
        (similar(r#"{"exact":true,"from":"zero","span":[0,2]}"#, index_only, ids), "training texts"),
        (similar(r#"{"exact":true,"from":"zero","span":[0,2]}"#, world.texts_only(), ids), "activation index"),
        (similar(r#"{"exact":true,"from":"zero","span":[0,5]}"#, full, ids), "at most 4 tokens"),
        (similar(r#"{"span":[3,3]}"#, full, ids), "FROM < TO <= 7"),
        (similar(r#"{"span":[3,8]}"#, full, ids), "FROM < TO <= 7"),
        (similar("{}", full, &[]), "FROM < TO <= 0"),
        (corpus(r#"{"minimum_count":1}"#, nothing, ids), "activation index"),
        (corpus(r#"{"minimum_count":1}"#, nothing, ids), "activation index"),
        (corpus(r#"{"ngrams":2}"#, index_only, ids), "training texts"),
        (corpus(r#"{"ngrams":5}"#, full, ids), "between 1 and 4"),
        (corpus(r#"{"ngrams":0}"#, full, ids), "between 1 and 4"),
        (corpus(r#"{"position":8}"#, full, ids), "at most 7"),
        (corpus(r#"{"target":"hidden:9"}"#, full, ids), "below 9"),
        (corpus(r#"{"target":{"unit":"reset","index":0}}"#, full, ids), "for an LSTM"),
        (tokens(r#"{"span":[0,1]}"#, nothing, ids), "activation index"),
        (tokens(r#"{"span":[0,1]}"#, index_only, ids), "training texts"),
        (tokens("{}", full, ids), "FROM..TO"),
    ];
    for (at, (message, expected)) in cases.into_iter().enumerate() {
        assert!(message.as_ref().is_some_and(|m| m.contains(expected)), "case {at}: {message:?}, not {expected}");
    }
    assert_eq!(corpus("{}", nothing, &[]), None);
    assert_eq!(similar(r#"{"exact":true}"#, world.texts_only(), ids), None);
}

#[test]
fn bidirectional_networks_are_indexed_but_have_no_states_to_compare() {
    let shape = Config { directions: Directions::Bidirectional, ..models::config(CellKind::Lstm, 40, 5, 9) };
    let world = World::new(shape, 60, 20);
    assert_eq!(world.index.segments(), 0);
    let refused = ActivationSimilarity::start(Default::default(), &world.model, world.memory(), &QUERY).unwrap_err();
    assert!(refused.to_string().contains("unidirectional"));
    let refused = CorpusSearch::start(Default::default(), &world.model, world.memory(), &QUERY).unwrap_err();
    assert!(refused.to_string().contains("unidirectional"));
    let zero = corpus_search::Config { from: From::Zero, top: 5, ..Default::default() };
    let found = world.ranking(&zero, &QUERY, true);
    let best = (2..40).map(|id| world.model.scores(&[vec![id]])[0].logit).fold(f32::NEG_INFINITY, f32::max);
    assert_eq!(found.items[0].score, best);
    assert!(world.tokens(&token_search::Config { span: Some((1, 2)), top: 5 }, &QUERY).train.reviews > 0);
}

#[test]
fn reviews_of_another_index_are_refused() {
    let world = World::lstm();
    let texts = reviews::random(150, &world.vocabulary, 30, 11);
    for (change, expected) in
        [("row", "does not have"), ("label", "another label"), ("split", "side of the split"), ("text", "tokens")]
    {
        let mut texts = texts.clone();
        let review = texts.iter_mut().find(|review| review.text.len() > 20).unwrap();
        match change {
            "row" => review.row = 1_000_000,
            "label" => review.label = 1 - review.label,
            "split" => review.split = if review.split == Split::Choose { Split::Assess } else { Split::Choose },
            _ => review.text.push_str(" w3"),
        }
        let store = reviews::store(&texts, &world.vocabulary);
        let memory = Memory { index: Some(&world.index), reviews: &store };
        let config = token_search::Config { span: Some((0, 1)), top: 5 };
        let message = TokenSearch::start(config, &world.model, memory, &QUERY).unwrap_err().to_string();
        assert!(message.contains(expected) && message.contains("`unrolled index`"), "{message}");
    }
}
