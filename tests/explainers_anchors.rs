//! Anchors: rules planted in toys, the bounds against their formulas, the counts in training against grep, and rules of the
//! trained network against many fresh samples.

use std::{cell::RefCell, collections::BTreeMap};

use crate::support::{
    models, reviews,
    toys::{LogitOf, ToyText},
    trained::Trained,
};
use unrolled::{
    explain::anchors::{
        Anchor, Anchors, Config,
        bandit::{LANES, beta, kl, lower_bound, upper_bound},
        perturbation::{Perturbation, SUBSTITUTES, Sampler},
        rule_memory::{Example, Holding},
    },
    index::{Memory, ReviewStore, Split},
    make::build::{Options, build},
    model::{CellKind, Classifier, Model},
    text::{TokenizedText, Tokenizer, UNKNOWN},
    trace::Score,
};

fn nothing() -> ReviewStore {
    ReviewStore::new(Tokenizer::Whitespace)
}

fn finish(job: &mut Anchors, classifier: &impl Classifier, memory: Memory<'_>) -> Anchor {
    while !job.advance(classifier, memory, &mut || true).unwrap().finished {}
    job.snapshot()
}

fn ask(classifier: &impl Classifier, text: &TokenizedText, ids: &[u32], config: Config) -> Anchor {
    let store = nothing();
    let mut job = Anchors::start(config, Some(1), text, ids.to_vec()).unwrap();
    finish(&mut job, classifier, Memory { index: None, reviews: &store })
}

fn anchor(classifier: &impl Classifier, text: &ToyText, config: Config) -> Anchor {
    ask(classifier, &text.tokenized, &text.ids, config)
}

/// A toy that says yes to some texts; it knows them by which words they hold.
fn yes_if(text: &ToyText, holds: impl Fn(&dyn Fn(&str) -> bool) -> bool) -> LogitOf<impl Fn(&[u32]) -> f64> {
    LogitOf(move |ids: &[u32]| {
        let has = |word: &str| ids.iter().any(|&id| text.word(id) == word);
        if holds(&has) { 2.0 } else { -2.0 }
    })
}

fn of_kind(perturbation: Perturbation) -> Config {
    Config { perturbation, ..Config::default() }
}

const ASKED: [Perturbation; 2] = [Perturbation::Delete, Perturbation::Unknown];

#[test]
fn beta_and_the_bounds_are_their_formulas() {
    let x = (405.5 * 200.0 / 0.1f64).ln();
    assert!((beta(200, 1, 0.1) - (x + x.ln())).abs() < 1e-9 && (beta(200, 1, 0.1) - 16.2).abs() < 0.05);
    let x = (405.5 * 60.0 * 7f64.powf(1.1) / 0.05).ln();
    assert!((beta(60, 7, 0.05) - (x + x.ln())).abs() < 1e-9);
    for p in [0.0, 0.001, 0.3, 0.5, 0.98, 1.0] {
        for level in [1e-4, 0.01, 0.3, 2.0] {
            let (low, high) = (lower_bound(p, level), upper_bound(p, level));
            assert!((0.0..=p).contains(&low) && (p..=1.0).contains(&high), "{p} {level}: {low} {high}");
            assert!(low < 1e-12 || (kl(p, low) - level).abs() < 1e-6, "{p} {level}: {low}");
            assert!(high > 1.0 - 1e-12 || (kl(p, high) - level).abs() < 1e-6, "{p} {level}: {high}");
        }
    }
    // EXPLAINERS 1.2: bisected to the end, 45 samples of mean 1 are enough to be above .95, and 44 are not.
    let enough = |samples: f64| lower_bound(1.0, 10f64.ln() / samples) > 0.95;
    assert!(enough(45.0) && !enough(44.0));
    assert!((lower_bound(0.98, 10f64.ln() / 200.0) - 0.951).abs() < 1e-3);
}

#[test]
fn a_single_word_is_found() {
    let text = ToyText::new("it was a very good film in every way");
    for kind in ASKED {
        let found = anchor(&yes_if(&text, |has| has("good")), &text, of_kind(kind));
        assert_eq!(found.rule, [text.position("good")]);
        let (precision, empty) = (found.precision.unwrap(), found.empty.unwrap());
        assert!(precision.share == 1.0 && precision.low > 0.99 && precision.samples == 1024);
        assert!((empty.low..=empty.high).contains(&0.5), "{empty:?}");
        assert!(found.successful && found.minimal == Some(true) && !found.vacuous && !found.out_of_samples);
        assert_eq!(found.without[0].precision, empty);
        assert!(found.finished && found.training.is_none());
    }
}

#[test]
fn both_words_of_an_and_are_found() {
    let text = ToyText::new("it was a very good film in every single way");
    for kind in ASKED {
        let found = anchor(&yes_if(&text, |has| has("good") && has("single")), &text, of_kind(kind));
        assert_eq!(found.rule, [text.position("good"), text.position("single")]);
        assert_eq!((found.precision.unwrap().share, found.successful, found.minimal), (1.0, true, Some(true)));
        for rest in &found.without {
            assert!((rest.precision.low..=rest.precision.high).contains(&0.5), "{rest:?}");
        }
    }
}

#[test]
fn a_verdict_that_nothing_changes_needs_no_rule() {
    let text = ToyText::of_words(12);
    let found = anchor(&LogitOf(|_: &[u32]| 1.0), &text, Config::default());
    assert!(found.vacuous && found.rule.is_empty() && found.finished);
    assert_eq!((found.empty.unwrap().share, found.precision, found.minimal), (1.0, None, None));
    assert!(!found.successful, "there is no rule to hold");
    assert_eq!(found.samples, 1024);
}

/// A word that helps most alone leads away from two that decide together.
#[test]
fn the_beam_finds_what_the_greedy_search_misses() {
    let text = ToyText::new("left right lure b1 b2 b3 b4 and some more words");
    let toy = yes_if(&text, |has| {
        let baits = ["b1", "b2", "b3", "b4"].iter().filter(|bait| has(bait)).count();
        has("left") && has("right") || has("lure") && baits >= 2
    });
    for seed in 0..5 {
        let of_beam = |beam| anchor(&toy, &text, Config { beam, seed, ..Config::default() });
        assert_eq!(of_beam(4).rule, [0, 1]);
        let greedy = of_beam(1);
        assert!(greedy.rule.contains(&2) && greedy.rule.len() >= 3, "{:?}", greedy.rule);
    }
}

#[test]
fn a_word_too_many_is_flagged() {
    let text = ToyText::new("it was a very good film in every single way");
    let toy = yes_if(&text, |has| has("good"));
    let rule = Some(vec![text.position("good"), text.position("film")]);
    let found = anchor(&toy, &text, Config { rule, ..Config::default() });
    assert_eq!(found.minimal, Some(false));
    assert!(found.successful && found.own && found.searched.is_none());
    let shares: Vec<f64> = found.without.iter().map(|rest| rest.precision.share).collect();
    assert!((shares[0] - 0.5).abs() < 0.1 && shares[1] == 1.0, "{shares:?}");
}

#[test]
fn the_readers_own_rule_is_measured_and_nothing_else() {
    let text = ToyText::new("it was a very good film in every single way");
    let toy = yes_if(&text, |has| has("good") || has("film") && has("way"));
    let own = |rule: Vec<usize>| anchor(&toy, &text, Config { rule: Some(rule), ..Config::default() });
    let found = own(vec![9, 5, 9]);
    assert_eq!((found.rule.clone(), found.precision.unwrap().share, found.own), (vec![5, 9], 1.0, true));
    let found = own(vec![5]);
    assert!((found.precision.unwrap().share - 0.75).abs() < 0.06 && !found.successful);
    let empty = own(vec![]);
    assert_eq!((empty.rule.len(), empty.precision, empty.minimal), (0, empty.empty, None));
    let quick = anchor(&toy, &text, Config { rule: Some(vec![4]), fresh: 0, ..Config::default() });
    assert!(quick.finished && quick.precision.is_none() && quick.samples == 0 && quick.minimal.is_none());
    let refused = Anchors::start(
        Config { rule: Some(vec![10]), ..Config::default() },
        Some(1),
        &text.tokenized,
        text.ids.clone(),
    );
    assert!(refused.unwrap_err().to_string().contains("rule of tokens below 10"));
}

/// Notes what it is shown.
struct Seen(RefCell<Vec<Vec<u32>>>);

impl Classifier for Seen {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        self.0.borrow_mut().extend_from_slice(texts);
        texts.iter().map(|_| Score::EVEN).collect()
    }
}

/// A count of `samples` coins is within so many of its standard deviations.
fn is_half(count: usize, samples: usize, deviations: f64) -> bool {
    (count as f64 - 0.5 * samples as f64).abs() < deviations * 0.5 * (samples as f64).sqrt()
}

#[test]
fn words_of_the_rule_stay_and_each_other_is_changed_half_the_time() {
    let text = ToyText::of_words(20);
    let rule = [3, 11];
    for kind in ASKED {
        let seen = Seen(RefCell::default());
        let (count, config) = (6400, Config { rule: Some(rule.to_vec()), fresh: 6400, seed: 4, ..of_kind(kind) });
        anchor(&seen, &text, config);
        // The text itself, and what measures the empty rule, come first.
        let texts = seen.0.into_inner();
        let texts = &texts[1 + 1024..][..count];
        for word in 0..20 {
            let id = text.ids[word];
            let kept =
                |text: &&Vec<u32>| if kind == Perturbation::Delete { text.contains(&id) } else { text[word] == id };
            let stays = texts.iter().filter(kept).count();
            assert!(if rule.contains(&word) { stays == count } else { is_half(stays, count, 3.0) }, "{word}: {stays}");
        }
        let both = texts.iter().filter(|t| t.contains(&text.ids[0]) && t.contains(&text.ids[1])).count();
        assert!((both as f64 / count as f64 - 0.25).abs() < 3.0 * (0.1875 / count as f64).sqrt(), "{both}");
    }
}

#[test]
fn substitutes_are_near_and_never_the_word_itself() {
    let model = models::random(&models::config(CellKind::Lstm, 300, 6, 5), 3);
    let ids: Vec<u32> = (2..30).chain([UNKNOWN]).collect();
    let mut sampler = Sampler::new(ids.clone(), Perturbation::Replace, 9);
    while !sampler.is_ready() {
        sampler.prepare(&model);
    }
    let norm = |v: &[f32]| v.iter().map(|x| x * x).sum::<f32>().sqrt();
    let cosine = |a: u32, b: u32| {
        let (a, b) = (model.embedding_of(a), model.embedding_of(b));
        a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>() / (norm(a) * norm(b))
    };
    let mut chosen: BTreeMap<u32, usize> = BTreeMap::new();
    let (blocks, fixed) = (100, [2, 7]);
    let mut stays = vec![0; ids.len()];
    for number in 0..blocks {
        let kept = sampler.kept(number, &fixed);
        for (sample, text) in sampler.texts(number, &kept).into_iter().enumerate() {
            for (at, (&was, is)) in ids.iter().zip(text).enumerate() {
                assert_eq!(was == is, kept[at] >> sample & 1 == 1, "a changed word is another");
                stays[at] += usize::from(was == is);
                *chosen.entry(is).or_default() += usize::from(at == 0 && was != is);
                assert!(was == is || is > UNKNOWN && cosine(was, is) > 0.0);
            }
        }
    }
    let samples = (blocks * LANES) as usize;
    for (at, stays) in stays.into_iter().enumerate() {
        assert!(if fixed.contains(&at) { stays == samples } else { is_half(stays, samples, 4.0) }, "{at}: {stays}");
    }
    // The first word's: at most a hundred, nearest first, in proportion to the cosine.
    let mut near: Vec<u32> = (2..300).filter(|&id| id != ids[0] && cosine(ids[0], id) > 0.0).collect();
    near.sort_by(|&a, &b| cosine(ids[0], b).total_cmp(&cosine(ids[0], a)));
    near.truncate(SUBSTITUTES);
    let (sum, drawn) = (near.iter().map(|&id| cosine(ids[0], id)).sum::<f32>(), chosen.values().sum::<usize>() as f64);
    assert_eq!(chosen.iter().filter(|(id, count)| **count > 0 && !near.contains(id)).count(), 0);
    for &id in &near {
        let expected = drawn * f64::from(cosine(ids[0], id) / sum);
        let found = chosen.get(&id).copied().unwrap_or(0) as f64;
        assert!((found - expected).abs() < 5.0 * expected.sqrt().max(1.0), "{id}: {found} for {expected}");
    }
}

#[test]
fn the_count_in_training_is_grep() {
    let vocabulary = reviews::vocabulary(40);
    let model = models::random(&models::config(CellKind::Lstm, 40, 5, 9), 7);
    let all = reviews::random(400, &vocabulary, 30, 11);
    let store = reviews::store(&all, &vocabulary);
    let index = build(&model, &store, &Options::new("0123"), &mut |_, _| {});
    let memory = Memory { index: Some(&index), reviews: &store };
    let text = Tokenizer::Whitespace.tokenize("w2 w3 w9 nowhere w2 w4 w30");
    let ids = vocabulary.ids(&text);
    let text_says = model.scores(std::slice::from_ref(&ids))[0].probability >= 0.5;
    for rule in [vec![0], vec![0, 1], vec![1, 2], vec![0, 4], vec![0, 1, 2], vec![2, 5], vec![6], vec![4, 5]] {
        let config = Config { rule: Some(rule.clone()), fresh: 0, ..Config::default() };
        let mut job = Anchors::start(config, Some(1), &text, ids.clone()).unwrap();
        while !job.advance(&model, memory, &mut || false).unwrap().finished {
            assert!(job.snapshot().training.is_none());
        }
        let found = job.snapshot().training.unwrap();
        let words: Vec<String> = rule.iter().map(|&at| text.tokens[at].text.clone()).collect();
        let train: Vec<_> = all.iter().filter(|review| review.split == Split::Train).collect();
        let count = |holds: &dyn Fn(&str) -> bool| {
            let mut holding = Holding::default();
            let mut examples = Vec::new();
            for review in train.iter().filter(|review| holds(&review.text)) {
                let probability = model.scores(&[store.get(review.row).unwrap().ids.to_vec()])[0].probability;
                let same = (probability >= 0.5) == text_says;
                holding.reviews += 1;
                holding.same_verdict += usize::from(same);
                holding.same_label += usize::from((review.label == 1) == text_says);
                examples.push((review.row, review.label, probability, same));
            }
            (holding, examples)
        };
        let (holding, examples) = count(&|text| words.iter().all(|word| text.split(' ').any(|other| other == word)));
        assert_eq!(found.words, holding, "{words:?}");
        assert_eq!(found.all, count(&|_| true).0);
        let adjacent = rule.len() > 1 && rule.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let phrase = format!(" {} ", words.join(" "));
        let phrase = adjacent.then(|| count(&|text| format!(" {text} ").contains(&phrase)).0);
        assert_eq!(found.phrase, phrase, "{words:?}");
        let listed = |same: bool, list: &[Example]| {
            let mut expected: Vec<_> = examples.iter().filter(|example| example.3 == same).collect();
            let sure = |probability: f32| (probability - 0.5).abs();
            expected.sort_by(|a, b| sure(b.2).total_cmp(&sure(a.2)).then(a.0.cmp(&b.0)));
            assert_eq!(list.len(), expected.len().min(5));
            for (example, &&(row, label, probability, _)) in list.iter().zip(&expected) {
                assert_eq!((example.review, example.label, example.probability), (row, label, probability));
                let ids = store.get(row).unwrap().ids;
                let first =
                    |&at: &usize| ids.iter().position(|&id| id == vocabulary.id(&text.tokens[at].text)).unwrap();
                assert_eq!(example.positions, rule.iter().map(first).collect::<Vec<_>>());
            }
        };
        listed(true, &found.holds);
        listed(false, &found.fails);
    }
    let unknown = Config { rule: Some(vec![0, 3]), fresh: 0, ..Config::default() };
    let mut job = Anchors::start(unknown, Some(1), &text, ids.clone()).unwrap();
    assert!(finish(&mut job, &model, memory).training.is_none(), "an unknown word could be any");
}

fn with_all_answers_late(model: &Model, text: &ToyText, config: Config) -> Anchor {
    let store = nothing();
    let mut job = Anchors::start(config, Some(1), &text.tokenized, text.ids.clone()).unwrap();
    loop {
        let mut units: Vec<_> = std::iter::from_fn(|| job.take()).collect();
        if units.is_empty() {
            return finish(&mut job, model, Memory { index: None, reviews: &store });
        }
        assert!(job.is_waiting() && job.take().is_none());
        let lost = units.pop().unwrap();
        job.give_back(lost.number);
        for unit in units.into_iter().rev() {
            job.answer(unit.number, model.scores(&unit.texts));
        }
        let again = job.take().unwrap();
        assert_eq!(again.number, lost.number);
        job.answer(again.number, model.scores(&again.texts));
    }
}

#[test]
fn slices_and_helpers_change_no_bit() {
    let text = ToyText::of_words(30);
    let model = models::random(&models::config(CellKind::Lstm, 40, 5, 9), 12);
    for perturbation in [Perturbation::Delete, Perturbation::Unknown] {
        let config = Config { perturbation, threshold: 0.9, samples: 6000, seed: 3, ..Config::default() };
        let whole = anchor(&model, &text, config.clone());
        let store = nothing();
        let memory = Memory { index: None, reviews: &store };
        let mut job = Anchors::start(config.clone(), Some(1), &text.tokenized, text.ids.clone()).unwrap();
        let mut calls = 0;
        while !job.advance(&model, memory, &mut || false).unwrap().finished {
            calls += 1;
            let so_far = job.snapshot();
            assert!(!so_far.finished && so_far.samples <= whole.samples);
        }
        assert!(calls > 20);
        assert_eq!(job.snapshot(), whole);
        assert_eq!(with_all_answers_late(&model, &text, config.clone()), whole);
        let other = anchor(&model, &text, Config { seed: 4, ..config });
        assert_ne!((other.empty, other.seed), (whole.empty, whole.seed));
    }
}

#[test]
fn odd_texts_have_an_answer() {
    let constant = LogitOf(|_: &[u32]| 1.0);
    let empty = anchor(&constant, &ToyText::new(""), Config::default());
    assert!(empty.finished && empty.rule.is_empty() && empty.empty.is_none() && !empty.successful);

    let one = ToyText::new("good");
    let found = anchor(&yes_if(&one, |has| has("good")), &one, Config::default());
    assert_eq!((found.rule, found.precision.unwrap().share), (vec![0], 1.0));

    // Unknown words and signs are changed, but no rule is made of them.
    let text = ToyText::new("good ! ? good");
    let unknown = [UNKNOWN; 4];
    let shy = LogitOf(|ids: &[u32]| if ids.len() > 2 { 1.0 } else { -1.0 });
    let found = ask(&shy, &text.tokenized, &unknown, Config::default());
    assert!(found.finished && found.rule.is_empty() && !found.vacuous && !found.successful, "{found:?}");
    let signs = yes_if(&text, |has| has("!"));
    assert!(!anchor(&signs, &text, Config::default()).rule.contains(&1));
    assert_eq!(anchor(&signs, &text, Config { punctuation: true, ..Config::default() }).rule, [1]);

    let long = ToyText::of_words(5000);
    let found = anchor(&yes_if(&long, |has| has("word4321")), &long, Config { fresh: 128, ..Config::default() });
    assert_eq!((found.rule, found.successful), (vec![4321], true));
}

#[test]
fn a_search_without_an_answer_ends_and_says_so() {
    let text = ToyText::of_words(40);
    let parity = LogitOf(|ids: &[u32]| if ids.len().is_multiple_of(2) { 1.0 } else { -1.0 });
    let found = anchor(&parity, &text, Config { samples: 4000, words: 3, ..Config::default() });
    let precision = found.precision.unwrap();
    assert!(!found.successful && (precision.low..=precision.high).contains(&0.5), "{found:?}");
    assert!(found.samples <= 4000 + 1024 + 3 * 512);
    assert!(found.searched.unwrap().share > precision.share, "the search picks what came out well");
    let short = anchor(&parity, &text, Config { samples: 64, ..Config::default() });
    assert!(short.out_of_samples && short.finished);
}

#[test]
fn settings_out_of_range_are_refused() {
    let text = ToyText::of_words(3);
    for (config, name) in [
        (Config { threshold: 1.0, ..Config::default() }, "threshold"),
        (Config { tolerance: f64::NAN, ..Config::default() }, "tolerance"),
        (Config { delta: 0.0, ..Config::default() }, "delta"),
        (Config { tau: 0.0, ..Config::default() }, "tau"),
        (Config { beam: 0, ..Config::default() }, "beam"),
        (Config { words: 17, ..Config::default() }, "words"),
        (Config { samples: 1_000_001, ..Config::default() }, "samples"),
    ] {
        let refused = Anchors::start(config, Some(1), &text.tokenized, text.ids.clone()).unwrap_err().to_string();
        assert!(refused.contains(name), "{refused}");
    }
}

/// A2, A4 on a few real reviews; `cargo bench --bench anchors` has two hundred.
#[test]
fn rules_of_the_trained_network_hold_on_fresh_samples() {
    let trained = Trained::open();
    let (mut rules, mut covered) = (0, 0);
    for review in trained.reviews(40).into_iter().filter(|review| review.ids.len() <= 150).take(10) {
        let config = Config::default();
        let found = ask(&trained.model, &review.tokenized, &review.ids, config.clone());
        let measure = |rule: Vec<usize>| {
            let config = Config { rule: Some(rule), fresh: 4096, seed: 77, ..config.clone() };
            ask(&trained.model, &review.tokenized, &review.ids, config).precision.unwrap().share
        };
        let empty = found.empty.unwrap();
        assert_eq!(found.vacuous, empty.share >= 0.95 && empty.low >= 0.9);
        if found.rule.is_empty() {
            continue;
        }
        rules += 1;
        let (claimed, fresh) = (found.precision.unwrap(), measure(found.rule.clone()));
        covered += usize::from((claimed.low - 0.01..=claimed.high + 0.01).contains(&fresh));
        assert!(!found.successful || fresh >= 0.9, "review {}: {fresh}", review.row);
        if found.minimal == Some(true) && found.rule.len() > 1 {
            for left_out in &found.rule {
                let rest = found.rule.iter().copied().filter(|word| word != left_out).collect();
                let fresh = measure(rest);
                assert!(fresh < 0.96, "review {}: without word {left_out} {fresh}", review.row);
            }
        }
    }
    assert!(covered + 1 >= rules, "{covered} of {rules} intervals cover");
}
