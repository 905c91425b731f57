//! What may be published of an index: it answers as the whole one does where it can, and holds nothing that orders words.

use std::collections::BTreeSet;

use unrolled::{
    bundle::Tensors,
    index::{
        ActivationIndex, IndexedReview, ReviewStore,
        phrases::{CURVES, LEAF, POINTS, PhraseRules, SIDES, TreeNode},
        postings::SHORTEST,
    },
    make::{
        build::{Options, build},
        publish::{FIRST_KEPT, HOLDERS, without_order},
    },
    model::{CellKind, Config, Model, Precision},
    session::Session,
    text::Tokenizer,
};

use crate::support::{models, reviews};

const WORDS: usize = 60;
const HASH: &str = "of the planted network";

fn config() -> Config {
    models::config(CellKind::Lstm, WORDS, 6, 5)
}

/// Reviews on either side of the shortest that is listed.
fn store() -> ReviewStore {
    let vocabulary = reviews::vocabulary(WORDS);
    reviews::store(&reviews::random(300, &vocabulary, 3 * SHORTEST as usize, 5), &vocabulary)
}

fn long_store() -> ReviewStore {
    let vocabulary = reviews::vocabulary(WORDS);
    let mut all = reviews::random(300, &vocabulary, 3 * SHORTEST as usize, 5);
    all.retain(|review| review.text.split(' ').count() >= SHORTEST as usize);
    reviews::store(&all, &vocabulary)
}

fn whole(model: &Model, store: &ReviewStore) -> ActivationIndex {
    build(model, store, &Options { segments: 4000, components: 3, ..Options::new(HASH) }, &mut |_, _| {})
}

/// The index that may be published, as it is read from its file.
fn published(index: &ActivationIndex, store: &ReviewStore) -> ActivationIndex {
    let tensors = without_order(index, store, WORDS, &mut |_, _| {}).to_tensors();
    let read = Tensors::parse(&tensors.to_bytes().unwrap()).unwrap();
    ActivationIndex::from_tensors(&read, &config(), HASH).unwrap()
}

/// A session with the whole index and its texts, and one with what may be published.
fn both(only_long: bool) -> (Session, Session) {
    let store = if only_long { long_store() } else { store() };
    let index = whole(&models::random(&config(), 3), &store);
    let session = |index: ActivationIndex, reviews: ReviewStore| {
        let manifest = serde_json::from_value(serde_json::json!({
            "format": 1, "name": "planted", "model_hash": HASH, "tokenizer": "whitespace",
            "classes": ["negative", "positive"], "config": config(), "files": {}, "metrics": null,
            "texts": null, "licences": [], "notes": [], "counts": null, "kept": null,
        }))
        .unwrap();
        let model =
            Model::from_tensors(config(), &models::random_weights(&config(), 3).to_tensors(&config(), Precision::F32));
        let mut session =
            Session::of_parts(manifest, model.unwrap(), Tokenizer::Whitespace, reviews::vocabulary(WORDS)).unwrap();
        (session.index, session.reviews) = (Some(index), reviews);
        session
    };
    let may = published(&index, &store);
    (session(index, store), session(may, ReviewStore::default()))
}

/// The answer's fields as JSON.
fn ask(session: &Session, method: &str, text: &str, settings: serde_json::Value) -> serde_json::Value {
    let mut job = session.start(method, text, settings).unwrap();
    while !job.advance(session, &mut || true).unwrap().finished {}
    serde_json::to_value(job.snapshot(session)).unwrap()
}

fn text(ids: &[u32]) -> String {
    let vocabulary = reviews::vocabulary(WORDS);
    ids.iter().map(|&id| vocabulary.token(id)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_word_is_found_in_the_reviews_that_hold_it_and_several_in_those_that_hold_all() {
    let (whole, may) = both(false);
    let listed = |review: &&IndexedReview| review.tokens >= SHORTEST;
    let source = text(&[7, 2, 2, 9, 5]);
    for span in [(0, 1), (1, 3), (0, 2), (3, 5), (0, 5)] {
        let settings = serde_json::json!({ "span": [span.0, span.1], "top": 1000 });
        let answer = ask(&may, "token-search", &source, settings);
        let needle: BTreeSet<u32> = [7, 2, 2, 9, 5][span.0..span.1].iter().copied().collect();
        let holds = |review: &&IndexedReview| {
            let ids = whole.reviews.get(review.row).unwrap().ids;
            needle.iter().all(|id| ids.contains(id))
        };
        let expected: BTreeSet<u64> =
            may.index.as_ref().unwrap().reviews().iter().filter(listed).filter(holds).map(|r| r.row.into()).collect();
        let found: BTreeSet<u64> =
            answer["reviews"].as_array().unwrap().iter().map(|item| item["review"].as_u64().unwrap()).collect();
        assert_eq!(found, expected, "{span:?}");
        assert!(!expected.is_empty());
        assert_eq!(answer["in_order"], span.1 - span.0 == 1);
        let sides = ["train", "validation"].map(|side| &answer[side]);
        assert_eq!(sides.iter().map(|side| side["reviews"].as_u64().unwrap()).sum::<u64>() as usize, expected.len());
        assert!(sides.iter().all(|side| side["occurrences"].is_null()));
        assert!(
            answer["reviews"]
                .as_array()
                .unwrap()
                .iter()
                .all(|item| item["position"].is_null() && item["count"].is_null())
        );
    }
    assert_eq!(ask(&whole, "token-search", &source, serde_json::json!({ "span": [1, 3] }))["in_order"], true);
}

#[test]
fn credibility_is_the_same_and_similar_passages_name_reviews_only() {
    let (whole, may) = both(true);
    let source = text(&[7, 2, 30, 9, 5, 11, 40]);
    let settings = || serde_json::json!({});
    let mut answers = [&whole, &may].map(|session| ask(session, "deep-knn", &source, settings()));
    for answer in &mut answers {
        answer["nearest"].as_array_mut().unwrap().iter_mut().for_each(|near| near["tokens"] = serde_json::Value::Null);
    }
    assert_eq!(answers[0], answers[1]);
    let similar = ask(&may, "activation-similarity", &source, settings());
    let items = similar["items"].as_array().unwrap();
    assert_eq!(items.len(), 10);
    assert!(items.iter().all(|item| item["position"].is_null() && item["tokens"].is_null()));
    for (method, settings) in [("unit-contexts", settings()), ("pattern-search", serde_json::json!({ "span": [0, 1] }))]
    {
        let refused = may.start(method, &source, settings).err().unwrap().to_string();
        assert!(refused.contains("take a bundle that carries them"), "{refused}");
    }
}

#[test]
fn nothing_in_the_file_orders_words() {
    let store = store();
    let index = whole(&models::random(&config(), 3), &store);
    let (full, may) = (index.to_tensors(), without_order(&index, &store, WORDS, &mut |_, _| {}).to_tensors());
    let orders = |tensors: &Tensors| {
        tensors.names().filter(|name| name.contains("position") || name.starts_with("contexts.")).count()
    };
    assert_eq!((orders(&full), orders(&may)), (7, 0));
    // Of every review the early states are missing, and the others stand by their values.
    let shape = may.shape("segments.value").unwrap().to_vec();
    let values = may.i8("segments.value", &shape).unwrap();
    let offsets = may.u32("segments.offset", &[index.reviews().len() + 1]).unwrap();
    let mut kept = 0;
    for (review, range) in index.reviews().iter().zip(offsets.windows(2)) {
        let rows: Vec<&[i8]> =
            values[range[0] as usize * shape[1]..range[1] as usize * shape[1]].chunks_exact(shape[1]).collect();
        assert!(rows.is_sorted());
        assert!(rows.len() <= review.tokens.saturating_sub(FIRST_KEPT.into()) as usize);
        kept += rows.len();
    }
    assert!(kept > 1000, "{kept}");
}

#[test]
fn short_reviews_are_in_no_list_and_have_no_states() {
    let store = store();
    let index = whole(&models::random(&config(), 3), &store);
    let may = published(&index, &store);
    let long = |review: &&IndexedReview| review.split.is_train() && review.tokens >= SHORTEST;
    assert_eq!(may.training(), index.reviews().iter().filter(long).count());
    assert!(may.training() < index.training());
    let tensors = without_order(&index, &store, WORDS, &mut |_, _| {}).to_tensors();
    let offsets = tensors.u32("segments.offset", &[index.reviews().len() + 1]).unwrap();
    for (review, range) in index.reviews().iter().zip(offsets.windows(2)).filter(|(review, _)| !long(review)) {
        assert_eq!(range[0], range[1], "{}", review.row);
    }
}

#[test]
fn lists_and_positions_in_one_file_are_refused() {
    let store = store();
    let index = whole(&models::random(&config(), 3), &store);
    let may = || without_order(&index, &store, WORDS, &mut |_, _| {}).to_tensors();
    let mut both = may();
    let segments = both.shape("segments.residual").unwrap()[0];
    both.put_u16("segments.position", &[segments], vec![0; segments]);
    let refused = ActivationIndex::from_tensors(&both, &config(), HASH).unwrap_err().to_string();
    assert!(
        refused.contains("posting lists or positions, not both") && refused.contains("segments.position"),
        "{refused}"
    );
    let mut neither = may();
    neither.rename("postings.reviews", "other.reviews");
    neither.rename("postings.bits", "other.bits");
    let refused = ActivationIndex::from_tensors(&neither, &config(), HASH).unwrap_err().to_string();
    assert!(refused.contains("build it again"), "{refused}");
}

/// One rule of each phrase, held by so many reviews of the training.
fn rules(phrases: &[(&[u32], u32)], training: u32) -> PhraseRules {
    let mut offsets = vec![0];
    for (tokens, _) in phrases {
        offsets.push(offsets.last().unwrap() + tokens.len() as u32);
    }
    PhraseRules {
        minimum: 2,
        offsets,
        tokens: phrases.iter().flat_map(|(tokens, _)| tokens.iter().copied()).collect(),
        classes: vec![1; phrases.len()],
        scores: vec![1.0; phrases.len()],
        occurrences: vec![20; phrases.len()],
        reviews: phrases.iter().map(|&(_, reviews)| reviews).collect(),
        figures: vec![Default::default(); CURVES * POINTS * SIDES.len()],
        tree: vec![TreeNode { phrase: LEAF, children: [0, 0], counts: [training, 0] }],
        ..PhraseRules::default()
    }
}

#[test]
fn a_long_phrase_that_few_reviews_hold_keeps_all_rules_back() {
    let store = store();
    let mut index = whole(&models::random(&config(), 3), &store);
    let training = index.training() as u32;
    for (tokens, reviews, stays) in [
        (&[5, 6, 7, 8][..], HOLDERS, true),
        (&[5, 6, 7, 8], HOLDERS - 1, false),
        (&[5, 6, 7], 1, true),
        (&[9, 9, 9, 9], 1, true),
    ] {
        index.set_phrases(Some(rules(&[(&[5], 12), (tokens, reviews)], training)));
        assert_eq!(published(&index, &store).phrases().is_some(), stays, "{tokens:?} {reviews}");
    }
}
