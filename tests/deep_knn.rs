//! Deep nearest neighbours against the definitions, written down again without a thought for speed.

use crate::support::{
    models::{self, all_shapes},
    reviews,
    trained::Trained,
};
use unrolled::{
    bundle::Tensors,
    explain::deep_knn::{Answer, Config as Settings, DeepKnn},
    index::{ActivationIndex, Layer, Memory, ReviewStore, ShardReview, Split},
    make::{
        build::{Options, build},
        calibrate::side,
        strangeness::{Comparison, foreign},
    },
    model::{CellKind, Config, Directions, Model, Readout},
    text::{Tokenizer, Vocabulary},
};

const HASH: &str = "0123";

/// A network, its texts and their index.
struct World {
    model: Model,
    vocabulary: Vocabulary,
    store: ReviewStore,
    index: ActivationIndex,
}

impl World {
    fn of(model: Model, vocabulary: Vocabulary, store: ReviewStore) -> Self {
        let index = build(&model, &store, &Options::new(HASH), &mut |_, _| {});
        Self { model, vocabulary, store, index }
    }

    fn new(config: &Config, count: usize, longest: usize) -> Self {
        let vocabulary = reviews::vocabulary(config.vocabulary);
        let store = reviews::store(&reviews::random(count, &vocabulary, longest, 11), &vocabulary);
        Self::of(models::random(config, 7), vocabulary, store)
    }

    fn memory(&self) -> Memory<'_> {
        Memory { index: Some(&self.index), reviews: &self.store }
    }

    fn ask(&self, settings: Settings, ids: &[u32], slices: bool) -> Answer {
        let mut job = DeepKnn::start(settings, self.memory(), &self.model, ids.to_vec()).unwrap();
        while !job.advance(&self.model, self.memory(), &mut || !slices).unwrap().finished {
            job.snapshot(self.memory(), &self.vocabulary);
        }
        job.snapshot(self.memory(), &self.vocabulary)
    }
}

fn lstm() -> Config {
    models::config(CellKind::Lstm, 40, 5, 9)
}

const QUERY: [u32; 7] = [5, 2, 3, 1, 17, 2, 4];

/// The rows of a text by layer, from the public faces of the network.
fn rows(model: &Model, ids: &[u32]) -> Vec<Vec<f64>> {
    let config = model.config();
    let mut mean = vec![0.0f64; config.embedding];
    for &id in ids {
        mean.iter_mut().zip(model.embedding_of(id)).for_each(|(sum, &value)| *sum += f64::from(value));
    }
    mean.iter_mut().for_each(|sum| *sum /= ids.len().max(1) as f64);
    let state = model.state_after(ids).unwrap();
    let wide = |values: &[f32]| values.iter().map(|&value| f64::from(value)).collect::<Vec<f64>>();
    let logits = wide(&model.logits(&state.features(config.readout)));
    let mut rows = vec![mean, wide(state.hidden())];
    if config.cell == CellKind::Lstm {
        rows.push(wide(state.cell()));
    }
    rows.push(logits);
    rows
}

/// int8 with a scale, as an index keeps a row.
fn rounded(row: &[f64]) -> Vec<f64> {
    let peak = row.iter().fold(0.0f64, |peak, value| peak.max(value.abs()));
    row.iter().map(|value| if peak > 0.0 { (value / peak * 127.0).round() } else { 0.0 }).collect()
}

/// Distances of cleverhans: rows to length one, the training mean taken off, Euclid. Single numbers: the difference.
fn distances(training: &[Vec<f64>], query: &[f64]) -> Vec<f64> {
    if query.len() == 1 {
        return training.iter().map(|row| (row[0] - query[0]).abs()).collect();
    }
    let unit = |row: &[f64]| {
        let length = row.iter().map(|value| value * value).sum::<f64>().sqrt();
        row.iter().map(|value| if length > 0.0 { value / length } else { 0.0 }).collect::<Vec<f64>>()
    };
    let rows: Vec<Vec<f64>> = training.iter().map(|row| unit(row)).collect();
    let mean: Vec<f64> =
        (0..query.len()).map(|j| rows.iter().map(|row| row[j]).sum::<f64>() / rows.len() as f64).collect();
    let centred = |row: &[f64]| row.iter().zip(&mean).map(|(value, mean)| value - mean).collect::<Vec<f64>>();
    let query = centred(&unit(query));
    let euclid = |row: &Vec<f64>| {
        // The empty review has no direction; it counts as at a right angle to every text.
        if row.iter().all(|&value| value == 0.0) {
            return 2f64.sqrt();
        }
        centred(row).iter().zip(&query).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    };
    rows.iter().map(euclid).collect()
}

/// 0 where there is no direction.
fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    if lengths > 0.0 { dot(a, b) / lengths } else { 0.0 }
}

/// `preds_conf_cred` of cleverhans on sorted scores, which `trim` shortens as `np.trim_zeros(scores, 'f')` does.
fn preds_conf_cred(scores: &[u16], alpha: &[u32], trim: bool) -> Option<(usize, f64, f64, Vec<f64>)> {
    let mut sorted: Vec<u32> = scores.iter().map(|&score| score.into()).collect();
    sorted.sort_unstable();
    if trim {
        sorted.retain(|&score| score > 0);
    }
    let all = sorted.len();
    let bisect_left = |alpha: u32| sorted.iter().position(|&score| score >= alpha).unwrap_or(all);
    let p: Vec<f64> = alpha.iter().map(|&alpha| (all - bisect_left(alpha)) as f64 / all as f64).collect();
    let prediction = (0..p.len()).max_by(|&a, &b| p[a].total_cmp(&p[b]).then(b.cmp(&a))).unwrap();
    let mut falling = p.clone();
    falling.sort_by(|a, b| b.total_cmp(a));
    (all > 0).then(|| (prediction, 1.0 - falling[1], falling[0], p))
}

fn shapes() -> Vec<Config> {
    let gru = models::config(CellKind::Gru, 40, 4, 6);
    vec![
        lstm(),
        gru.clone(),
        Config { layers: 2, readout: Readout::Mean, outputs: 3, ..lstm() },
        Config { layers: 2, readout: Readout::Max, ..gru },
    ]
}

#[test]
fn neighbours_are_those_of_brute_force_and_p_values_those_of_the_definition() {
    for config in shapes() {
        let world = World::new(&config, 150, 30);
        let train = side(&world.store, Split::Train);
        let labels: Vec<u8> =
            world.index.reviews().iter().filter(|r| r.split == Split::Train).map(|r| r.label).collect();
        let all: Vec<Vec<Vec<f64>>> = train.iter().map(|ids| rows(&world.model, ids)).collect();
        let layers = rows(&world.model, &QUERY).len();
        let k = world.index.neighbours();
        assert_eq!(k, train.len().div_ceil(10));
        let answer = world.ask(Settings::default(), &QUERY, true);
        assert_eq!((answer.neighbours, answer.training, answer.prefixes.len()), (k, train.len(), QUERY.len()));
        for judged in &answer.prefixes {
            let query = rows(&world.model, &QUERY[..judged.tokens]);
            let mut alpha = vec![0u32; world.index.classes()];
            for layer in 0..layers {
                let stored =
                    |row: &Vec<Vec<f64>>| if layer + 1 < layers { rounded(&row[layer]) } else { row[layer].clone() };
                let stored: Vec<Vec<f64>> = all.iter().map(stored).collect();
                let far = distances(&stored, &query[layer]);
                let mut order: Vec<usize> = (0..far.len()).collect();
                order.sort_by(|&a, &b| far[a].total_cmp(&far[b]).then(a.cmp(&b)));
                // Sets are only told apart where the last one in and the first one out are.
                assert!(far[order[k]] - far[order[k - 1]] > 1e-6, "a tie; draw other texts");
                if layer == 1 {
                    let mean =
                        order[..k].iter().map(|&at| 1.0 - cosine(&stored[at], &query[1])).sum::<f64>() / k as f64;
                    let found = judged.distance.unwrap();
                    assert!((found - mean).abs() < 1e-5, "{config:?} {}: {found} for {mean}", judged.tokens);
                }
                for (label, alpha) in alpha.iter_mut().enumerate() {
                    *alpha += order[..k].iter().filter(|&&at| usize::from(labels[at]) != label).count() as u32;
                }
            }
            assert_eq!(judged.alpha, alpha, "{config:?} {}", judged.tokens);
            let scores = world.index.calibration().scores();
            let (prediction, confidence, credibility, p) = preds_conf_cred(scores, &alpha, false).unwrap();
            assert_eq!(
                (judged.prediction, judged.confidence, judged.credibility),
                (prediction, confidence, credibility)
            );
            assert_eq!(judged.p, p);
            assert_eq!(judged.trimmed, preds_conf_cred(scores, &alpha, true).map(|(.., p)| p));
            let all = (k * layers) as f64;
            assert!((judged.conformity - (1.0 - f64::from(alpha[prediction]) / all)).abs() < 1e-12);
            assert!(alpha.iter().all(|&alpha| alpha as usize <= k * layers));
            assert!(p.iter().all(|p| (0.0..=1.0).contains(p)));
            let probability = world.model.trace(&QUERY[..judged.tokens]).score().probability;
            assert!((judged.probability - probability).abs() < 1e-5);
        }
    }
}

/// [`preds_conf_cred`] above against numbers that tests/reference/deep_knn.py got from numpy.
#[test]
fn the_definition_is_that_of_numpy() {
    let text = std::fs::read_to_string("tests/fixtures/deep_knn.json").unwrap();
    let cases: serde_json::Value = serde_json::from_str(&text).unwrap();
    for case in cases["cases"].as_array().unwrap() {
        let numbers = |name: &str| case[name].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as u32).collect();
        let scores: Vec<u32> = numbers("scores");
        let scores: Vec<u16> = scores.into_iter().map(|score| score as u16).collect();
        let alpha: Vec<u32> = numbers("alpha");
        let calibration = unrolled::index::Calibration::new(scores.clone(), 300);
        for (name, trim) in [("published", false), ("trimmed", true)] {
            let p: Vec<f64> = alpha
                .iter()
                .map(|&alpha| if trim { calibration.trimmed(alpha).unwrap() } else { calibration.p(alpha) })
                .collect();
            let (prediction, confidence, credibility, ours) = preds_conf_cred(&scores, &alpha, trim).unwrap();
            assert_eq!(p, ours);
            let theirs = &case[name];
            assert_eq!(serde_json::json!(p), theirs["p"]);
            assert_eq!(theirs["prediction"], prediction);
            assert!((theirs["confidence"].as_f64().unwrap() - confidence).abs() < 1e-15);
            assert_eq!(theirs["credibility"], credibility);
        }
    }
    let none = unrolled::index::Calibration::new(vec![0; 5], 300);
    assert_eq!((none.p(0), none.p(1), none.trimmed(0)), (1.0, 0.0, None));
}

#[test]
fn any_slices_give_the_same_answer_and_the_last_prefix_is_the_whole_text() {
    for config in all_shapes(30, 4, 5) {
        let world = World::new(&config, 60, 12);
        let answer = world.ask(Settings::default(), &QUERY, true);
        assert_eq!(answer, world.ask(Settings::default(), &QUERY, false));
        let whole = world.ask(Settings { prefixes: 1, ..Settings::default() }, &QUERY, false);
        assert_eq!((whole.prefixes.len(), &whole.whole), (1, &answer.whole), "{config:?}");
        assert_eq!(answer.prefixes.last(), answer.whole.as_ref());
        assert_eq!((&whole.votes, &whole.nearest), (&answer.votes, &answer.nearest));
        let both_ways = config.directions == Directions::Bidirectional;
        assert_eq!(answer.prefixes.len(), if both_ways { 1 } else { QUERY.len() });
        // Each word left out is the answer to the text without it.
        let label = answer.whole.as_ref().unwrap().prediction;
        let all = answer.votes.iter().flatten().sum::<u32>();
        for t in 0..QUERY.len() {
            let without = [&QUERY[..t], &QUERY[t + 1..]].concat();
            let other = world.ask(Settings { prefixes: 1, leave_one_out: 0, ..Settings::default() }, &without, false);
            assert!(other.left_out_conformity.is_empty());
            let (with, other) = (answer.whole.as_ref().unwrap(), other.whole.unwrap());
            let conformity = 1.0 - f64::from(other.alpha[label]) / f64::from(all);
            assert!((answer.left_out_conformity[t] - (conformity - with.conformity)).abs() < 1e-12);
            assert!((answer.left_out_credibility[t] - (other.p[label] - with.p[label])).abs() < 1e-12);
        }
    }
}

#[test]
fn few_prefixes_are_evenly_spaced_and_the_last_is_the_whole() {
    let world = World::new(&lstm(), 60, 12);
    let ids: Vec<u32> = (0..100).map(|i| 2 + i % 30).collect();
    let answer = world.ask(Settings { prefixes: 7, leave_one_out: 50, ..Settings::default() }, &ids, true);
    assert_eq!(answer.prefixes.iter().map(|p| p.tokens).collect::<Vec<_>>(), [15, 29, 43, 58, 72, 86, 100]);
    assert!(answer.left_out_conformity.is_empty());
}

/// Two words decide the class, and texts of each are alike: neighbours must find their own kind and know a stranger.
#[test]
fn planted_kinds_are_found_and_all_agreeing_neighbours_make_certainty() {
    let vocabulary = reviews::vocabulary(40);
    let kind = |at: usize| (at / 5) % 2;
    let text = |at: usize| {
        let word = if kind(at) == 0 { 4 } else { 9 };
        (0..6 + at % 5)
            .map(|i| format!("w{}", if i % 3 == 2 { 20 + at % 9 } else { word }))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let review = |at: usize| ShardReview {
        row: at as u32,
        split: [Split::Train, Split::Train, Split::Train, Split::Choose, Split::Assess][at % 5],
        label: kind(at) as u8,
        text: text(at),
        ids: None,
    };
    let store = reviews::store(&(0..400).map(review).collect::<Vec<_>>(), &vocabulary);
    let world = World::of(models::random(&lstm(), 3), vocabulary, store);
    // A text that is itself in training has all of its neighbours for it.
    let review = world.index.reviews().iter().find(|review| review.split == Split::Train && review.label == 1).unwrap();
    let ids = world.store.get(review.row).unwrap().ids.to_vec();
    let answer = world.ask(Settings::default(), &ids, false);
    let whole = answer.whole.unwrap();
    assert_eq!((whole.prediction, whole.credibility, whole.alpha[1]), (1, 1.0, 0));
    assert!(whole.confidence > 0.9 && whole.conformity == 1.0, "{whole:?}");
    let own = answer.nearest.iter().find(|near| near.review == review.row).expect("it is its own neighbour");
    assert!(own.nearness[..3].iter().flatten().all(|&cosine| cosine > 0.999), "{own:?}");
    assert!(own.tokens.as_ref().is_some_and(|tokens| tokens.len() == ids.len().min(16)));
    // Both kinds' words in one: support is lost.
    let mixed: Vec<u32> = ids.iter().enumerate().map(|(i, &id)| if i % 2 == 0 { 4 } else { id }).collect();
    assert!(world.ask(Settings::default(), &mixed, false).whole.unwrap().conformity < 1.0);
}

#[test]
fn calibration_is_on_reviews_that_are_no_neighbours_and_knows_pairs() {
    let world = World::new(&lstm(), 150, 30);
    let choose = side(&world.store, Split::Choose);
    assert_eq!(world.index.calibration().scores().len(), choose.len());
    let last = world.index.reviews().iter().filter(|r| r.split == Split::Choose).map(|r| r.label);
    let settings = Settings { prefixes: 1, leave_one_out: 0, top: 1000 };
    let mut pairs = std::collections::BTreeMap::new();
    for ids in side(&world.store, Split::Train) {
        ids.windows(2).for_each(|pair| *pairs.entry(pair.to_vec()).or_insert(0) += 1);
    }
    let (mut expected, mut found) = (0, 0);
    for ((ids, label), &score) in choose.iter().zip(last).zip(world.index.calibration().scores()) {
        let answer = world.ask(settings.clone(), ids, false);
        if let Some(whole) = &answer.whole {
            assert_eq!(whole.alpha[usize::from(label)], u32::from(score));
        }
        for near in &answer.nearest {
            let review = world.index.reviews()[world.index.find(near.review).unwrap()];
            assert_eq!(review.split, Split::Train);
        }
        // The table calls some rare pairs common, and never a common one rare.
        for at in &answer.pairs.rare {
            let pair = &ids[*at..at + 2];
            assert!(pair.contains(&1) || pairs.get(pair).copied().unwrap_or(0) < 2, "{pair:?}");
        }
        let rare =
            ids.windows(2).filter(|pair| pair.contains(&1) || pairs.get(*pair).copied().unwrap_or(0) < 2).count();
        assert!(answer.pairs.rare.len() <= rare);
        (expected, found) = (expected + rare, found + answer.pairs.rare.len());
        assert_eq!(answer.pairs.unknown, ids.iter().filter(|&&id| id == 1).count());
    }
    assert!(expected > 50 && found * 10 > expected * 9, "{found} of {expected}");
}

#[test]
fn what_is_measured_comes_back_and_notices_strangers() {
    let mut world = World::new(&Config { vocabulary: 300, ..lstm() }, 300, 60);
    let comparison = Comparison::new(&world.model, &world.index, &world.store);
    let measured = comparison.measure(40, 1, Tokenizer::Whitespace, &world.vocabulary);
    assert_eq!(measured.reviews, 60);
    assert_eq!(measured, comparison.measure(40, 1, Tokenizer::Whitespace, &world.vocabulary));
    let of = |kind: &str| measured.strange.iter().find(|one| one.kind == kind).unwrap();
    assert_eq!((of("unknown").texts, of("foreign").texts), (40, foreign().count()));
    assert!(of("unknown").auroc[2] > 0.8 && of("unknown").auroc[3] > 0.95, "{measured:?}");
    // Shuffled words have the same words.
    assert_eq!(of("shuffled").auroc[3], comparison.with("itself", &texts(&world)[..40]).auroc[3]);
    let all: f64 = measured.reliability.iter().map(|bin| bin[1]).sum();
    assert_eq!(all, 60.0);
    for [epsilon, published, _] in &measured.validity {
        // Random labels are as exchangeable as any.
        assert!(*published <= epsilon + 3.0 * (epsilon / 60.0).sqrt(), "{measured:?}");
    }
    // No two texts are told apart from themselves.
    assert_eq!(comparison.with("itself", &texts(&world)).auroc, [0.5; 4]);
    world.index.set_deep_knn(measured.clone());
    let read = ActivationIndex::from_tensors(&world.index.to_tensors(), world.model.config(), HASH).unwrap();
    assert_eq!(read.metadata().deep_knn, Some(measured));
    assert_eq!(world.ask(Settings::default(), &QUERY, false).measured, read.metadata().deep_knn);
}

fn texts(world: &World) -> Vec<Vec<u32>> {
    side(&world.store, Split::Assess).into_iter().map(<[u32]>::to_vec).collect()
}

#[test]
fn damaged_tensors_are_refused() {
    let world = World::new(&lstm(), 60, 12);
    let refused = |name: &str, edit: &dyn Fn(&mut Tensors)| {
        let mut tensors = world.index.to_tensors();
        edit(&mut tensors);
        let message = ActivationIndex::from_tensors(&tensors, world.model.config(), HASH).unwrap_err().to_string();
        assert!(message.ends_with("build it again with `unrolled index`"), "{name}: {message}");
    };
    let train = world.index.training();
    let choose = world.index.calibration().scores().len();
    refused("too many neighbours", &|t| t.put_u32("deep_knn.neighbours", &[1], vec![train as u32 + 1]));
    refused("α too large", &|t| t.put_u16("deep_knn.alpha", &[choose], vec![u16::MAX; choose]));
    refused("α of too few", &|t| t.put_u16("deep_knn.alpha", &[choose - 1], vec![0; choose - 1]));
    refused("more rare pairs than pairs", &|t| t.put_u16("pairs.rare", &[choose], vec![5000; choose]));
    refused("a logit of NaN", &|t| t.put_f32("reviews.logit", &[train, 1], vec![f32::NAN; train]));
    refused("a scale below 0", &|t| t.put_f32("reviews.embedding.scale", &[train], vec![-1.0; train]));
    refused("rows of all reviews", &|t| t.put_i8("reviews.hidden", &[train + 1, 9], vec![0; (train + 1) * 9]));
}

#[test]
fn what_cannot_be_answered_says_so_and_nothing_is_said_of_nothing() {
    let world = World::new(&lstm(), 60, 12);
    let start = |config: &str, memory: Memory<'_>| {
        let started = DeepKnn::start(serde_json::from_str(config).unwrap(), memory, &world.model, vec![2, 3]);
        started.err().map(|error| error.to_string()).unwrap_or_default()
    };
    let none = ReviewStore::default();
    assert!(start("{}", Memory { index: None, reviews: &none }).contains("activation index"));
    assert!(start(r#"{"prefixes":0}"#, world.memory()).contains("prefixes at least 1, found 0"));
    assert_eq!(start("{}", Memory { reviews: &none, ..world.memory() }), "");
    for split in [Split::Train, Split::Assess] {
        let mut all = reviews::random(30, &world.vocabulary, 9, 3);
        all.iter_mut().for_each(|review| review.split = split);
        let lacking =
            World::of(models::random(&lstm(), 7), reviews::vocabulary(40), reviews::store(&all, &world.vocabulary));
        let read = ActivationIndex::from_tensors(&lacking.index.to_tensors(), lacking.model.config(), HASH).unwrap();
        assert_eq!(read, lacking.index);
        assert!(start("{}", lacking.memory()).contains("validation reviews"));
    }
    let empty = world.ask(Settings::default(), &[], true);
    assert_eq!((empty.whole, empty.prefixes.len(), empty.nearest.len(), empty.pairs.p), (None, 0, 0, None));
    let one = world.ask(Settings::default(), &[1], true);
    assert_eq!((one.prefixes.len(), one.left_out_conformity.len(), one.pairs.pairs, one.pairs.unknown), (1, 1, 0, 1));
    assert_eq!(one.layers, [Layer::Embedding, Layer::Hidden, Layer::Cell, Layer::Logit]);
}

/// On the trained network and real reviews, fewer than an index has: what the shipped index must show, more coarsely.
#[test]
fn the_trained_network_notices_strange_texts_and_keeps_its_promise() {
    let trained = Trained::open();
    let store = trained.store(&[(Split::Train, 1500), (Split::Choose, 500), (Split::Assess, 400)]);
    if store.is_empty() {
        return;
    }
    let world = World::of(trained.model, trained.vocabulary, store);
    assert_eq!((world.index.neighbours(), world.index.training()), (75, 1500));
    let comparison = Comparison::new(&world.model, &world.index, &world.store);
    let measured = comparison.measure(200, 0, Tokenizer::Unrolled, &world.vocabulary);
    let of = |kind: &str| measured.strange.iter().find(|one| one.kind == kind).unwrap().auroc;
    assert!(of("unknown")[0] > 0.85 && of("random")[0] > 0.7 && of("foreign")[0] > 0.75, "{measured:?}");
    assert!((of("shuffled")[0] - 0.5).abs() < 0.1, "word order barely moves credibility: {measured:?}");
    for kind in ["unknown", "random", "shuffled", "foreign"] {
        assert!(of(kind)[2] > 0.9, "rare pairs notice {kind}: {measured:?}");
    }
    for [epsilon, published, _] in &measured.validity {
        // Calibration and reviews are both a sample.
        let deviation = (epsilon * (1.0 - epsilon) * (1.0 / 500.0 + 1.0 / 400.0)).sqrt();
        assert!(*published <= epsilon + 3.0 * deviation, "{measured:?}");
    }
    let right: Vec<f64> = measured.terciles.iter().map(|third| third[2]).collect();
    assert!(right.is_sorted() && right[2] > right[0] + 0.05, "{measured:?}");
    assert!(measured.accuracy > measured.network_accuracy - 0.05, "{measured:?}");
}
