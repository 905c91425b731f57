//! Exact similarity from kept states: whatever was kept, the answer has the bits of one that reads everything.

use crate::support::{models, reviews};
use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};
use unrolled::{
    explain::activation_similarity::{ActivationSimilarity, Config, Similarity},
    index::{ActivationIndex, Keep, Memory, ReviewStore, ShardReview, StateStore, query::Metric},
    make::build::{Options, build},
    model::{self, CellKind, Model, Readout},
    text::Vocabulary,
};

struct World {
    model: Model,
    vocabulary: Vocabulary,
    texts: Vec<ShardReview>,
    store: ReviewStore,
    index: Option<ActivationIndex>,
}

impl World {
    fn new(config: model::Config, many: usize, longest: usize) -> Self {
        let vocabulary = reviews::vocabulary(config.vocabulary);
        let model = models::random(&config, 7);
        let texts = reviews::random(many, &vocabulary, longest, 11);
        let store = reviews::store(&texts, &vocabulary);
        let index = Some(build(&model, &store, &Options::new("0123"), &mut |_, _| {}));
        Self { model, vocabulary, texts, store, index }
    }

    /// More units than a row has bytes, so that something is left out.
    fn wide() -> Self {
        Self::new(models::config(CellKind::Lstm, 60, 8, 48), 400, 60)
    }

    fn memory(&self) -> Memory<'_> {
        Memory { index: self.index.as_ref(), reviews: &self.store }
    }

    fn positions(&self) -> u64 {
        self.store.train().map(|slot| self.store.at(slot).ids.len() as u64).sum()
    }

    fn start(&self, question: &Question, keep: Keep) -> ActivationSimilarity {
        let Question { ids, span, metric } = question;
        let config = Config { span: Some(*span), metric: *metric, exact: true, keep, ..Config::default() };
        ActivationSimilarity::start(config, &self.model, self.memory(), ids).unwrap()
    }

    fn advance(&self, job: &mut ActivationSimilarity, states: &mut StateStore) -> bool {
        let progress = job.advance(&self.model, self.memory(), states, &mut || false).unwrap();
        assert!(progress.done <= progress.total);
        progress.finished
    }

    fn ask(&self, question: &Question, keep: Keep, states: &mut StateStore) -> Similarity {
        let mut job = self.start(question, keep);
        while !self.advance(&mut job, states) {
            assert!(!job.snapshot(self.memory(), &self.vocabulary).exact);
        }
        let found = job.snapshot(self.memory(), &self.vocabulary);
        assert!(found.exact && found.positions == self.positions() && found.kept_bytes == states.bytes());
        found
    }

    fn read_all(&self, question: &Question) -> Similarity {
        let mut states = StateStore::default();
        let found = self.ask(question, Keep::Nothing, &mut states);
        assert_eq!((states.bytes(), states.slots().len(), found.reread, found.remembered), (0, 0, 0, 0));
        found
    }

    /// Random words, and passages of the training texts, which have a distance of zero somewhere.
    fn questions(&self, many: usize) -> Vec<Question> {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let train: Vec<usize> = self.store.train().filter(|&slot| self.store.at(slot).ids.len() > 3).collect();
        let question = |at: usize| {
            let ids = match at % 3 {
                0 => self.store.at(train[rng.random_range(0..train.len())]).ids.to_vec(),
                _ => (0..rng.random_range(1..40)).map(|_| rng.random_range(1..self.vocabulary.len() as u32)).collect(),
            };
            let end = rng.random_range(1..=ids.len());
            Question {
                span: (end - 1, end),
                ids,
                metric: if at.is_multiple_of(2) { Metric::L2 } else { Metric::Cosine },
            }
        };
        (0..many).map(question).collect()
    }
}

struct Question {
    ids: Vec<u32>,
    span: (usize, usize),
    metric: Metric,
}

#[test]
fn answers_from_memory_are_those_of_a_whole_pass_bit_for_bit() {
    let lstm = models::config(CellKind::Lstm, 60, 8, 48);
    // Beyond 128 positions a review has whole states to go on from, if the network has one layer.
    let shapes = [
        (lstm.clone(), 400, 60),
        (model::Config { readout: Readout::Max, ..lstm.clone() }, 120, 500),
        (models::config(CellKind::Gru, 40, 4, 6), 120, 300),
        (model::Config { layers: 2, readout: Readout::Mean, outputs: 3, ..lstm }, 120, 300),
    ];
    for (shape, many, longest) in shapes {
        let world = World::new(shape, many, longest);
        for keep in [Keep::Little, Keep::Much] {
            let mut states = StateStore::default();
            let mut reread = Vec::new();
            for (at, question) in world.questions(24).iter().enumerate() {
                let found = world.ask(question, keep, &mut states);
                assert_eq!(found.items, world.read_all(question).items, "{at} {keep:?}");
                assert_eq!(found.items.len(), 10);
                assert_eq!(found.remembered, if at == 0 { 0 } else { world.positions() });
                if at > 0 {
                    reread.push(found.reread);
                }
            }
            reread.sort_unstable();
            // The first 64 are read before anything is known; a small world has hardly more.
            let train = world.store.train().count();
            let is_large = train > 200;
            assert!(reread[0] >= 10 && (!is_large || reread[reread.len() / 2] < train / 2), "{train}: {reread:?}");
        }
    }
}

#[test]
fn a_pass_that_was_stopped_is_gone_on_with() {
    let world = World::new(models::config(CellKind::Lstm, 60, 8, 48), 1600, 60);
    let questions = world.questions(4);
    let mut states = StateStore::default();
    let mut held = 0;
    // Each of the first three is dropped after some units of work.
    for question in &questions[..3] {
        let mut job = world.start(question, Keep::Much);
        for _ in 0..4 {
            assert!(!world.advance(&mut job, &mut states));
        }
        let slots = states.slots().len();
        assert!(slots > held, "{slots} {held}");
        held = slots;
    }
    let found = world.ask(&questions[3], Keep::Much, &mut states);
    assert!(found.remembered > 0 && found.remembered < world.positions(), "{}", found.remembered);
    assert_eq!(found.items, world.read_all(&questions[3]).items);
    let found = world.ask(&questions[0], Keep::Much, &mut states);
    assert_eq!((found.remembered, &found.items), (world.positions(), &world.read_all(&questions[0]).items));
}

#[test]
fn two_searches_that_take_turns_do_not_disturb_each_other() {
    let world = World::wide();
    let questions = world.questions(2);
    let mut states = StateStore::default();
    let mut jobs: Vec<_> = questions.iter().map(|question| world.start(question, Keep::Little)).collect();
    // The second begins later, so that it finds some reviews kept and others half read.
    for _ in 0..3 {
        world.advance(&mut jobs[0], &mut states);
    }
    loop {
        let finished = jobs.iter_mut().map(|job| world.advance(job, &mut states)).collect::<Vec<_>>();
        if finished.iter().all(|&finished| finished) {
            break;
        }
    }
    for (job, question) in jobs.iter().zip(&questions) {
        let found = job.snapshot(world.memory(), &world.vocabulary);
        assert_eq!(found.items, world.read_all(question).items);
    }
}

#[test]
fn reviews_that_come_in_later_are_read_and_kept_too() {
    let mut world = World::wide();
    let questions = world.questions(3);
    let all = std::mem::take(&mut world.store);
    world.store = reviews::store(&world.texts[..250], &world.vocabulary);
    let mut states = StateStore::default();
    let before = world.ask(&questions[0], Keep::Much, &mut states);
    // While one search is on its way, reviews are added; it answers for those it was asked about.
    let mut job = world.start(&questions[0], Keep::Much);
    world.store = all;
    let reordered = world.texts.iter().map(|text| world.store.slot(text.row)).collect::<Vec<_>>();
    assert!(reordered.iter().enumerate().all(|(at, &slot)| slot == Some(at)));
    while !world.advance(&mut job, &mut states) {}
    assert_eq!(job.snapshot(world.memory(), &world.vocabulary).items, before.items);
    let found = world.ask(&questions[1], Keep::Much, &mut states);
    assert!(found.remembered > 0 && found.remembered < world.positions());
    assert_eq!(found.items, world.read_all(&questions[1]).items);
    assert_eq!(world.ask(&questions[2], Keep::Much, &mut states).remembered, world.positions());
}

#[test]
fn no_index_few_reviews_and_short_lists_are_answered_too() {
    let mut world = World::new(models::config(CellKind::Lstm, 30, 4, 40), 12, 9);
    for with_index in [true, false] {
        if !with_index {
            world.index = None;
        }
        let mut states = StateStore::default();
        for question in &world.questions(6) {
            let found = world.ask(question, Keep::Little, &mut states);
            // The empty review has no position.
            assert_eq!(found.items.len(), world.store.train().count().saturating_sub(1).min(10));
            assert_eq!(found.items, world.read_all(question).items);
        }
        for top in [0, 1, 100] {
            let ids = &world.questions(1)[0].ids;
            let config = Config { top, exact: true, ..Config::default() };
            let mut job = ActivationSimilarity::start(config, &world.model, world.memory(), ids).unwrap();
            while !world.advance(&mut job, &mut states) {}
            let found = job.snapshot(world.memory(), &world.vocabulary);
            assert_eq!(found.items.len(), top.min(world.store.train().count() - 1));
        }
    }
}
