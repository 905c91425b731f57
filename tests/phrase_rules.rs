//! Phrase rules and their tree against plain loops, planted truths and damaged files.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{models, reviews};
use unrolled::{
    bundle::Tensors,
    explain::{
        cell_decomposition::{self, Form, decompose},
        phrase_rules::{Config as Ask, Rules, rules},
    },
    index::{
        ActivationIndex, Memory, ReviewStore, ShardReview, Split,
        phrases::{LEAF, LENGTHS, MAX_PHRASE, POINTS, PhraseRules, RATIO, SIDES, TreeNode},
    },
    make::{
        build::{self, build},
        phrase_mining::{Judged, Options, cut, grow, judge, mine},
    },
    model::{CellKind, Classifier, Config, DirectionWeights, Directions, Model, Readout, Weights},
    text::{Tokenizer, UNKNOWN, Vocabulary},
};

const HASH: &str = "0123";
const FEW: Options = Options { minimum: 2, most: 5000, depth: 3 };

struct World {
    model: Model,
    vocabulary: Vocabulary,
    store: ReviewStore,
    index: ActivationIndex,
}

impl World {
    fn new(model: Model, reviews: &[ShardReview], options: &Options) -> Self {
        let vocabulary = reviews::vocabulary(model.config().vocabulary);
        let store = reviews::store(reviews, &vocabulary);
        let mut index = build(&model, &store, &build::Options::new(HASH), &mut |_, _| {});
        index.set_phrases(mine(&model, &store, &index, options, &mut |_, _| {}));
        Self { model, vocabulary, store, index }
    }

    fn random(config: &Config) -> Self {
        let vocabulary = reviews::vocabulary(config.vocabulary);
        // Opinionated, so that many words pass the ratio.
        let mut weights = models::random(config, 7).weights().clone();
        weights.out.iter_mut().for_each(|w| *w *= 8.0);
        let model = Model::new(config.clone(), weights).unwrap();
        Self::new(model, &reviews::random(150, &vocabulary, 30, 11), &FEW)
    }

    fn stored(&self) -> &PhraseRules {
        self.index.phrases().unwrap()
    }

    fn memory(&self) -> Memory<'_> {
        Memory { index: Some(&self.index), reviews: &self.store }
    }

    fn ask(&self, ids: &[u32]) -> Rules {
        rules(&Ask::default(), &self.model, self.memory(), &self.vocabulary, ids).unwrap()
    }
}

fn shapes() -> Vec<Config> {
    let lstm = models::config(CellKind::Lstm, 20, 5, 9);
    let gru = models::config(CellKind::Gru, 20, 4, 6);
    vec![lstm.clone(), gru, Config { layers: 2, readout: Readout::Mean, ..lstm }]
}

/// Ids of a phrase → ln S, occurrences, reviews, by one loop over everything.
type Brute = BTreeMap<Vec<u32>, (f64, u32, u32)>;

fn brute_force(world: &World, form: Form) -> Brute {
    let mut candidates = BTreeSet::new();
    let mut all: BTreeMap<Vec<u32>, Vec<(u32, f64)>> = BTreeMap::new();
    for slot in world.store.train() {
        let review = world.store.at(slot);
        let text = Tokenizer::Whitespace.tokenize(review.text);
        let config = cell_decomposition::Config { form, span: None };
        let words = decompose(&config, &world.model, &text, &world.model.trace(review.ids)).unwrap().weights;
        for n in 1..=MAX_PHRASE {
            for (ids, words) in review.ids.windows(n).zip(words.windows(n)) {
                if ids.contains(&UNKNOWN) {
                    continue;
                }
                all.entry(ids.to_vec()).or_default().push((review.row, words.iter().sum()));
                if words.iter().all(|x| x.exp() > RATIO) || words.iter().all(|x| (-x).exp() > RATIO) {
                    candidates.insert(ids.to_vec());
                }
            }
        }
    }
    let score = |(ids, places): (Vec<u32>, Vec<(u32, f64)>)| {
        let mean = |sign: f64| places.iter().map(|(_, x)| (sign * x / 2.0).exp()).sum::<f64>() / places.len() as f64;
        let reviews: BTreeSet<u32> = places.iter().map(|(row, _)| *row).collect();
        (ids, ((mean(1.0) / mean(-1.0)).ln(), places.len() as u32, reviews.len() as u32))
    };
    let counted = all.into_iter().filter(|(ids, places)| places.len() >= 2 && candidates.contains(ids));
    counted.map(score).collect()
}

fn holds(text: &[u32], phrase: &[u32]) -> bool {
    text.windows(phrase.len()).any(|window| window == phrase)
}

#[test]
fn the_list_is_that_of_a_plain_loop_with_its_scores_and_counts() {
    let mut longest = 0;
    for config in shapes() {
        let world = World::random(&config);
        let stored = world.stored();
        let expected = brute_force(&world, if stored.is_beta { Form::Beta } else { Form::Gamma });
        assert!(expected.len() > 20 && stored.len() == expected.len(), "{} {}", stored.len(), expected.len());
        for rank in 0..stored.len() {
            let (score, occurrences, reviews) = expected[stored.phrase(rank)];
            let own = f64::from(stored.scores[rank]) * if stored.classes[rank] == 1 { 1.0 } else { -1.0 };
            assert!((own - score).abs() < 1e-5, "{:?}: {own} and {score}", stored.phrase(rank));
            assert_eq!((stored.occurrences[rank], stored.reviews[rank]), (occurrences, reviews));
        }
        assert!(stored.scores.is_sorted_by(|a, b| a >= b));
        longest = longest.max((0..stored.len()).map(|rank| stored.phrase(rank).len()).max().unwrap());
    }
    assert!(longest > 2);
}

/// The first phrase of a list of this length that a text holds.
fn first_match(rules: &PhraseRules, length: usize, text: &[u32]) -> Option<usize> {
    (0..length).find(|&rank| holds(text, rules.phrase(rank)))
}

#[test]
fn figures_are_those_of_a_plain_loop() {
    for config in shapes() {
        let world = World::random(&config);
        let stored = world.stored();
        let own = usize::from(stored.is_beta);
        for (side, split) in SIDES.into_iter().enumerate() {
            let texts: Vec<_> =
                world.store.slots().map(|slot| world.store.at(slot)).filter(|r| r.split == split).collect();
            let network: Vec<u8> =
                texts.iter().map(|r| u8::from(world.model.scores(&[r.ids.to_vec()])[0].probability > 0.5)).collect();
            for point in 0..POINTS {
                let length = LENGTHS.get(point).map_or(stored.len(), |&length| length.min(stored.len()));
                let firsts: Vec<_> = texts.iter().map(|r| first_match(stored, length, r.ids)).collect();
                let says = firsts.iter().map(|first| first.map_or(stored.fallback, |rank| stored.classes[rank]));
                let says: Vec<u8> = says.collect();
                let figure = stored.figure(own, point, side);
                assert_eq!(figure.rules as usize, length);
                assert_eq!(figure.fired as usize, firsts.iter().flatten().count());
                assert_eq!(figure.agree as usize, says.iter().zip(&network).filter(|(a, b)| a == b).count());
                assert_eq!(figure.right as usize, says.iter().zip(&texts).filter(|(a, r)| **a == r.label).count());
                let vote = |text: &[u32]| -> u8 {
                    let fires = (0..length).filter(|&rank| holds(text, stored.phrase(rank)));
                    let sum: f64 = fires
                        .map(|r| {
                            f64::from(stored.scores[r]) * f64::from(2 * i8::try_from(stored.classes[r]).unwrap() - 1)
                        })
                        .sum();
                    if sum == 0.0 {
                        first_match(stored, length, text).map_or(stored.fallback, |r| stored.classes[r])
                    } else {
                        u8::from(sum > 0.0)
                    }
                };
                let votes = texts.iter().zip(&network).filter(|(r, n)| vote(r.ids) == **n).count();
                assert_eq!(stored.figure(2, point, side).agree as usize, votes);
            }
            let tree = |text: &[u32]| {
                let mut at = 0;
                while stored.tree[at].phrase != LEAF {
                    let has = holds(text, stored.phrase(stored.tree[at].phrase as usize));
                    at = stored.tree[at].children[usize::from(has)] as usize;
                }
                let [a, b] = stored.tree[at].counts;
                if a == b { stored.fallback } else { u8::from(b > a) }
            };
            let agree = texts.iter().zip(&network).filter(|(r, n)| tree(r.ids) == **n).count();
            let right = texts.iter().filter(|r| tree(r.ids) == r.label).count();
            assert_eq!(stored.tree_figures[side].map(|count| count as usize), [agree, right]);
        }
        let again = judge(stored, &world.store, &Judged::all(&world.store, &world.index));
        assert_eq!(again.2, stored.tree_figures);
        let all = POINTS * SIDES.len();
        assert_eq!((&again.0[..], &again.1[..]), (&stored.figures[own * all..][..all], &stored.figures[2 * all..]));
    }
}

#[test]
fn the_form_is_the_one_that_agrees_more_often_where_it_is_chosen() {
    for config in shapes() {
        let world = World::random(&config);
        let agree = |curve: usize| world.stored().figure(curve, POINTS - 1, 0).agree;
        assert_eq!(world.stored().is_beta, agree(1) > agree(0));
    }
}

/// An LSTM that adds up small word values, and a large one whenever w2 stands right before w3.
fn bigram_model() -> Model {
    let config = models::config(CellKind::Lstm, 12, 3, 3);
    // What each unit gets from (w2, w3, word value), from h, and as bias, for the gates i, f, g, o.
    let mut direction = DirectionWeights {
        input: vec![0.0; 12 * 3],
        recurrent: vec![0.0; 12 * 3],
        input_bias: vec![0.0; 12],
        recurrent_bias: vec![0.0; 12],
    };
    let (input, forget, candidate, output) = (0, 3, 6, 9);
    for unit in 0..3 {
        direction.input_bias[input + unit] = 30.0;
        direction.input_bias[forget + unit] = 30.0;
        direction.input_bias[output + unit] = 30.0;
    }
    // Unit 0: the word just read is w2.
    direction.input_bias[forget] = -30.0;
    direction.input[candidate * 3] = 10.0;
    // Unit 1 writes when the word is w3 and unit 0 is on.
    direction.input[(input + 1) * 3 + 1] = 30.0;
    direction.recurrent[(input + 1) * 3] = 40.0;
    direction.input_bias[input + 1] = -45.0;
    direction.input_bias[candidate + 1] = 5.0;
    // Unit 2 adds up word values.
    direction.input[(candidate + 2) * 3 + 2] = 1.0;
    let value = |id: usize| {
        if id < 2 {
            0.0
        } else if id < 4 {
            0.02
        } else {
            -0.01
        }
    };
    let embedding =
        (0..12).flat_map(|id| [f32::from(u8::from(id == 2)), f32::from(u8::from(id == 3)), value(id)]).collect();
    let weights = Weights { embedding, layers: vec![vec![direction]], out: vec![0.0, 6.0, 15.0], out_bias: vec![-1.0] };
    Model::new(config, weights).unwrap()
}

/// Every third text has w2 w3, every other of the rest both words apart.
fn bigram_reviews() -> Vec<ShardReview> {
    let text = |at: usize| {
        let filler = |i: usize| format!("w{}", 4 + (at * 7 + i * (3 + at % 4)) % 8);
        let mut words: Vec<String> = (0..8).map(filler).collect();
        let place = at % 5;
        match at % 3 {
            0 => (words[place], words[place + 1]) = ("w2".into(), "w3".into()),
            1 => (words[place], words[place + 2]) = ("w2".into(), "w3".into()),
            _ => {}
        }
        words.join(" ")
    };
    let split = |at: usize| [Split::Train, Split::Train, Split::Train, Split::Choose, Split::Assess][at / 3 % 5];
    (0..600)
        .map(|at| ShardReview {
            row: at as u32,
            split: split(at),
            label: u8::from(at % 3 == 0),
            text: text(at),
            ids: None,
        })
        .collect()
}

#[test]
fn a_planted_pair_of_words_surfaces_at_the_top_and_at_the_root() {
    let world = World::new(bigram_model(), &bigram_reviews(), &Options { minimum: 5, ..FEW });
    let stored = world.stored();
    assert!(holds(stored.phrase(0), &[2, 3]), "{:?}", stored.phrase(0));
    assert_eq!(stored.classes[0], 1);
    let pair = (0..stored.len()).find(|&rank| stored.phrase(rank) == [2, 3]).unwrap();
    // 6 · tanh 1 for the pair, 15 · tanh of its words' values.
    let pair_score = f64::from(stored.scores[pair]);
    assert!((pair_score - (6.0 * 1f64.tanh() + 0.6)).abs() < 0.05, "{pair_score}");
    assert!((0..stored.len()).any(|rank| stored.classes[rank] == 0 && stored.phrase(rank)[0] >= 4));
    // Apart the two words say little: only the tree, which asks for the pair, gets every text right.
    assert_eq!(stored.tree[0].phrase as usize, pair);
    let assess = world.index.reviews().iter().filter(|r| r.split == Split::Assess).count() as u32;
    assert_eq!(stored.tree_figures[1], [assess, assess]);
    let found = world.ask(&[7, 2, 3, 4]);
    assert!(found.agrees && found.verdict == 1 && found.tree_verdict == 1);
    assert!(found.firing[0].positions.contains(&1) || found.firing[0].tokens.len() > 2);
}

#[test]
fn the_networks_verdict_turns_at_one_half() {
    // Nearly undecided on every text.
    let model = models::random(&shapes()[0], 7);
    let reviews = reviews::random(150, &reviews::vocabulary(20), 30, 11);
    let world = World::new(model, &reviews, &FEW);
    let judged = Judged::all(&world.store, &world.index);
    let mut near = [0, 0];
    for case in judged {
        let review = world.store.at(case.slot);
        let probability = world.model.scores(&[review.ids.to_vec()])[0].probability;
        let favoured = probability >= 0.5;
        assert_eq!((case.network, world.ask(review.ids).network), (favoured, u8::from(favoured)), "{probability}");
        near[usize::from(favoured)] += usize::from((0.45..0.55).contains(&probability));
    }
    assert!(near.iter().all(|&texts| texts > 5), "{near:?}");
}

#[test]
fn every_word_of_a_phrase_passes_the_ratio_somewhere() {
    let world = World::new(bigram_model(), &bigram_reviews(), &FEW);
    let form = if world.stored().is_beta { Form::Beta } else { Form::Gamma };
    let expected = brute_force(&world, form);
    let listed: BTreeSet<Vec<u32>> =
        (0..world.stored().len()).map(|rank| world.stored().phrase(rank).to_vec()).collect();
    assert_eq!(listed, expected.into_keys().collect());
    // −0.01 · 15 passes, so texts of fillers only have phrases; a mixed pair does not pass for either class.
    assert!(listed.iter().all(|phrase| phrase.iter().all(|&id| id < 4) || phrase.iter().all(|&id| id >= 4)));
}

#[test]
fn firing_phrases_stand_in_order_with_all_their_spans() {
    let world = World::random(&shapes()[0]);
    let ids = [5, 2, 3, 1, 2, 3, 2, 2, 2, 5, 4, 2, 3];
    let found = world.ask(&ids);
    let stored = world.stored();
    let expected: Vec<usize> = (0..stored.len()).filter(|&rank| holds(&ids, stored.phrase(rank))).collect();
    assert!(expected.len() > 3);
    assert_eq!(found.firing.iter().map(|rule| rule.rank).collect::<Vec<_>>(), expected);
    for rule in &found.firing {
        let phrase = stored.phrase(rule.rank);
        let places: Vec<_> = (0..ids.len()).filter(|&at| ids[at..].starts_with(phrase)).collect();
        assert_eq!(rule.positions, places);
        assert_eq!(rule.tokens, phrase.iter().map(|&id| world.vocabulary.token(id)).collect::<Vec<_>>());
        assert!((rule.score.ln() - f64::from(stored.scores[rule.rank])).abs() < 1e-6 && rule.score >= 1.0);
    }
    assert_eq!(found.verdict, stored.classes[expected[0]]);
    assert_eq!(found.agrees, found.verdict == found.network);
    assert_eq!(found.network, u8::from(world.model.scores(&[ids.to_vec()])[0].probability > 0.5));
    let lists = [&found.negative, &found.positive];
    for (class, list) in lists.into_iter().enumerate() {
        let of_class: Vec<usize> = (0..stored.len()).filter(|&r| usize::from(stored.classes[r]) == class).collect();
        assert_eq!(list.iter().map(|rule| rule.rank).collect::<Vec<_>>(), of_class[..20.min(of_class.len())]);
    }
    let paged = Ask { from: 3, count: 2 };
    let paged = rules(&paged, &world.model, world.memory(), &world.vocabulary, &ids).unwrap();
    assert_eq!(paged.positive[..], found.positive[3..5]);
    let mut at = 0;
    for &node in &found.path {
        assert_eq!(node, at);
        let children = [found.tree[at].without, found.tree[at].with];
        if children == [0, 0] {
            break;
        }
        let has = holds(&ids, stored.phrase(stored.tree[at].phrase as usize));
        at = children[usize::from(has)] as usize;
    }
    assert!(found.tree[at].tokens.is_empty() && found.path.last() == Some(&at));
    assert_eq!(found.tree_verdict, found.tree[at].class);
}

#[test]
fn the_empty_text_gets_the_verdict_of_most() {
    let world = World::random(&shapes()[0]);
    let found = world.ask(&[]);
    assert!(found.firing.is_empty());
    assert_eq!((found.verdict, found.vote), (found.fallback, found.fallback));
    let train = world.index.reviews().iter().filter(|r| r.split.is_train());
    let (positive, all) = train.fold((0, 0), |(p, n), r| (p + u32::from(r.probability > 0.5), n + 1));
    assert_eq!(found.fallback, u8::from(2 * positive > all));
    assert!(found.path.windows(2).all(|pair| found.tree[pair[0]].without as usize == pair[1]));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_and_they_read_back() {
    for config in shapes() {
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let world = pool.install(|| World::random(&config));
            let bytes = world.index.to_tensors().to_bytes().unwrap();
            let read = ActivationIndex::from_tensors(&Tensors::parse(&bytes).unwrap(), &config, HASH).unwrap();
            assert_eq!(read, world.index);
            bytes
        };
        assert_eq!(bytes(1), bytes(3), "{config:?}");
    }
}

#[test]
fn two_outputs_are_one_of_their_difference() {
    let one = models::config(CellKind::Lstm, 20, 5, 9);
    let two = Config { outputs: 2, ..one.clone() };
    let model = models::random(&two, 7);
    let mut weights = model.weights().clone();
    weights.out = (0..9).map(|u| weights.out[9 + u] - weights.out[u]).collect();
    weights.out_bias = vec![weights.out_bias[1] - weights.out_bias[0]];
    let texts = reviews::random(150, &reviews::vocabulary(20), 30, 11);
    let both = [World::new(model, &texts, &FEW), World::new(Model::new(one, weights).unwrap(), &texts, &FEW)];
    assert_eq!(both[0].stored(), both[1].stored());
    assert_eq!(both[0].ask(&[2, 3, 4]).firing, both[1].ask(&[2, 3, 4]).firing);
}

#[test]
fn what_cannot_have_rules_says_so() {
    let lstm = models::config(CellKind::Lstm, 20, 5, 4);
    let message = |config: Config| {
        let world = World::random(&config);
        assert!(world.index.phrases().is_none());
        rules(&Ask::default(), &world.model, world.memory(), &world.vocabulary, &[2]).unwrap_err().to_string()
    };
    // Asked as a method, it says that the network is of the wrong kind.
    assert!(message(Config { directions: Directions::Bidirectional, ..lstm.clone() }).contains("phrase rules"));
    assert!(message(Config { outputs: 3, ..lstm.clone() }).contains("phrase rules"));
    let world = World::random(&lstm);
    let none = Memory { index: None, reviews: &world.store };
    let refused = rules(&Ask::default(), &world.model, none, &world.vocabulary, &[2]);
    assert!(refused.unwrap_err().to_string().contains("activation index"));
    // A corpus in which nothing repeats has an empty list and a tree of one leaf.
    let empty = World::new(
        models::random(&lstm, 7),
        &reviews::random(40, &world.vocabulary, 9, 1),
        &Options { minimum: 9999, ..FEW },
    );
    assert!(empty.stored().is_empty() && empty.stored().tree.len() == 1);
    assert_eq!(empty.ask(&[2, 3]).verdict, empty.stored().fallback);
    let tensors = empty.index.to_tensors();
    assert!(ActivationIndex::from_tensors(&tensors, &lstm, HASH).is_ok());
}

#[test]
fn scores_of_enormous_weights_are_finite() {
    let config = models::config(CellKind::Lstm, 20, 5, 9);
    let mut weights = models::random(&config, 7).weights().clone();
    weights.out.iter_mut().for_each(|w| *w *= 1e4);
    let world =
        World::new(Model::new(config, weights).unwrap(), &reviews::random(90, &reviews::vocabulary(20), 30, 11), &FEW);
    assert!(world.stored().scores[0] > 1000.0 && world.stored().scores.iter().all(|score| score.is_finite()));
}

#[test]
fn the_tree_is_its_conditions_and_each_question_the_best() {
    let rows: Vec<(Vec<usize>, bool)> = (0..400usize)
        .map(|at| {
            let hash = at.wrapping_mul(2_654_435_761) >> 7;
            let fires: Vec<usize> = (0..12).filter(|&phrase| hash >> phrase & 1 == 1).collect();
            let verdict = (fires.contains(&3) && !fires.contains(&7)) || hash % 11 == 0;
            (fires, verdict)
        })
        .collect();
    let rows: Vec<(&[usize], bool)> = rows.iter().map(|(fires, verdict)| (&fires[..], *verdict)).collect();
    let grown = grow(&rows, 12, 5);
    assert_eq!(grown[0].phrase, 3);
    for depth in 0..=5 {
        let tree = cut(&grown, depth);
        assert_eq!(tree, grow(&rows, 12, depth), "cut after {depth}");
        let mut reached = vec![[0; 2]; tree.len()];
        for (fires, verdict) in &rows {
            // R1: the conditions from the root to each leaf, as a list; exactly one holds, and it names the leaf.
            let leaves = conditions(&tree);
            let hold: Vec<usize> = leaves
                .iter()
                .filter(|(_, conditions)| conditions.iter().all(|(phrase, has)| fires.contains(phrase) == *has))
                .map(|(leaf, _)| *leaf)
                .collect();
            let [leaf] = hold[..] else { panic!("{hold:?}") };
            reached[leaf][usize::from(*verdict)] += 1;
            let rules = PhraseRules { tree: tree.clone(), ..PhraseRules::default() };
            assert_eq!(rules.path(fires).last(), Some(&leaf));
            assert_eq!(rules.tree_verdict(fires), tree[leaf].class(0));
        }
        let leaves = tree.iter().zip(&reached).filter(|(node, _)| node.phrase == LEAF);
        leaves.for_each(|(node, reached)| assert_eq!(node.counts, *reached));
    }
    // The root against every other question.
    let gini = |rows: &[bool]| {
        let p = rows.iter().filter(|verdict| **verdict).count() as f64 / rows.len().max(1) as f64;
        2.0 * p * (1.0 - p) * rows.len() as f64
    };
    let left = |phrase: usize| {
        let side =
            |has: bool| rows.iter().filter(|(f, _)| f.contains(&phrase) == has).map(|row| row.1).collect::<Vec<_>>();
        gini(&side(true)) + gini(&side(false))
    };
    assert!((0..12).all(|phrase| left(3) <= left(phrase) + 1e-9));
}

/// Every leaf with the conditions that lead to it: a phrase, and whether it must be there.
fn conditions(tree: &[TreeNode]) -> Vec<(usize, Vec<(usize, bool)>)> {
    let mut found = Vec::new();
    let mut open = vec![(0, Vec::new())];
    while let Some((at, above)) = open.pop() {
        if tree[at].phrase == LEAF {
            found.push((at, above));
            continue;
        }
        for has in [false, true] {
            let mut conditions = above.clone();
            conditions.push((tree[at].phrase as usize, has));
            open.push((tree[at].children[usize::from(has)] as usize, conditions));
        }
    }
    found
}

#[test]
fn damaged_rules_are_refused_with_the_command_that_mends_them() {
    let world = World::random(&shapes()[0]);
    let config = world.model.config().clone();
    let refused = |tensors: &Tensors, case: &str| {
        let read = ActivationIndex::from_tensors(tensors, &config, HASH);
        let message = read.err().map_or_else(|| "nothing".to_owned(), |error| error.to_string());
        assert!(message.ends_with("build it again with `unrolled index`"), "{case}: {message}");
    };
    let good = || world.index.to_tensors();
    let names: Vec<String> = good().names().filter(|name| name.starts_with("phrases.")).map(str::to_owned).collect();
    assert_eq!(names.len(), 6);
    for name in &names {
        let mut tensors = good();
        tensors.rename(name, "elsewhere");
        refused(&tensors, &format!("{name} missing"));
        let mut tensors = good();
        tensors.put_f32(name, &[3, 1], vec![0.0; 3]);
        refused(&tensors, &format!("{name} of another shape"));
    }
    let edit = |name: &str, at: usize, value: u32, case: &str| {
        let mut tensors = good();
        let shape = tensors.shape(name).unwrap().to_vec();
        let mut values = tensors.u32(name, &shape).unwrap().to_vec();
        values[at] = value;
        tensors.put_u32(name, &shape, values);
        refused(&tensors, case);
    };
    let n = world.stored().len();
    // End, class, places, reviews of each phrase.
    edit("phrases.entry", 4 * (n - 1), u32::MAX, "an end beyond the end");
    edit("phrases.entry", 0, 0, "an empty phrase");
    edit("phrases.entry", 0, 6, "a phrase of six words");
    edit("phrases.entry", 1, 2, "no such class of a phrase");
    edit("phrases.entry", 2, 1, "fewer places than the fewest");
    edit("phrases.entry", 3, 0, "no review");
    edit("phrases.entry", 3, u32::MAX, "more reviews than places");
    edit("phrases.token", 0, 20, "a word outside the vocabulary");
    edit("phrases.token", 0, UNKNOWN, "an unknown word");
    edit("phrases.settings", 0, 2, "no such form");
    edit("phrases.settings", 1, 2, "no such class");
    edit("phrases.settings", 6, 31, "more right than there are");
    edit("phrases.figures", 2, 31, "more reviews than there are");
    // Phrase, without, with, judged negative, judged positive of each node.
    edit("phrases.tree", 0, n as u32, "a question without a phrase");
    edit("phrases.tree", 1, 0, "a circle");
    edit("phrases.tree", 2, 999, "a child that is not there");
    edit("phrases.tree", 3, 0, "reviews that get lost");
    for (at, value, case) in [(0, f32::NAN, "no number"), (1, 1e9, "out of order"), (n - 1, -1.0, "below 0")] {
        let mut tensors = good();
        let mut scores = world.stored().scores.clone();
        scores[at] = value;
        tensors.put_f32("phrases.score", &[n], scores);
        refused(&tensors, case);
    }
    let single = (0..n).filter(|&rank| world.stored().phrase(rank).len() == 1).collect::<Vec<_>>();
    let other = world.stored().tokens[world.stored().offsets[single[1]] as usize];
    edit("phrases.token", world.stored().offsets[single[0]] as usize, other, "a phrase twice");
}
