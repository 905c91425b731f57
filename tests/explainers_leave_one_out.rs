//! Leave-one-out against its definition, and the prediction against the network's own prefixes.

use crate::support::{
    models,
    toys::{LogitOf, ToyText},
};
use unrolled::{
    explain::{
        Target,
        leave_one_out::{Config as Settings, LeaveOneOut, weigh},
        prediction::of_trace,
    },
    model::{Classifier, Config, Model},
    text::{Tokenizer, Vocabulary},
};

fn text_of(length: usize) -> ToyText {
    ToyText::new(&(0..length).map(|i| format!("w{}", i * i % 11)).collect::<Vec<_>>().join(" "))
}

fn job(text: &ToyText, config: Settings) -> LeaveOneOut {
    LeaveOneOut::start(config, &text.tokenized, text.ids.clone()).unwrap()
}

#[test]
fn every_network_gives_the_definition_bit_for_bit() {
    let shapes = models::all_shapes(13, 4, 6);
    let networks = shapes.iter().flat_map(|config| [models::random(config, 5), models::random_int8(config, 5)]);
    for model in networks {
        let config = model.config().clone();
        for length in [0, 1, 2, 70] {
            for target in [Target::Logit, Target::Probability] {
                let text = text_of(length);
                let mut job = job(&text, Settings { target, span: None });
                let progress = job.advance(&model, &mut || true);
                assert_eq!((progress.done, progress.finished), (length as u64, true));
                let found = job.snapshot();
                assert_eq!(found.weights, weigh(&model, &text.ids, target), "{config:?}, {length} tokens");
                assert_eq!(found.fidelity.score, target.of(model.scores(std::slice::from_ref(&text.ids))[0]));
            }
        }
    }
}

#[test]
fn slices_add_up_and_unknown_weights_are_zero() {
    let config = models::config(unrolled::model::CellKind::Lstm, 13, 4, 6);
    let (model, text) = (models::random(&config, 5), text_of(300));
    let mut job = job(&text, Settings::default());
    assert_eq!(job.snapshot().weights, vec![0.0; 300]);
    let mut calls = 0;
    while !job.advance(&model, &mut || false).finished {
        calls += 1;
        let snapshot = job.snapshot();
        assert!(snapshot.weights[snapshot.fidelity.done..].iter().all(|&weight| weight == 0.0));
    }
    assert!(calls > 5, "{calls} slices");
    assert_eq!(job.snapshot().weights, weigh(&model, &text.ids, Target::Logit));
}

#[test]
fn a_span_is_weighed_as_a_whole() {
    let config = models::config(unrolled::model::CellKind::Gru, 13, 4, 6);
    let (model, text) = (models::random(&config, 5), text_of(9));
    let mut job = job(&text, Settings { span: Some((2, 5)), ..Settings::default() });
    job.advance(&model, &mut || true);
    let score = |ids: &[u32]| Target::Logit.of(model.scores(&[ids.to_vec()])[0]);
    let without = [&text.ids[..2], &text.ids[5..]].concat();
    assert_eq!(job.snapshot().span_weight, Some(score(&text.ids) - score(&without)));
    for span in [(5, 5), (3, 2), (0, 10)] {
        let refused =
            LeaveOneOut::start(Settings { span: Some(span), ..Settings::default() }, &text.tokenized, text.ids.clone());
        assert!(refused.unwrap_err().to_string().contains("span"));
    }
}

#[test]
fn what_it_says_without_a_word_is_what_it_says_of_the_text_without_it() {
    let lstm = models::config(unrolled::model::CellKind::Lstm, 13, 4, 6);
    let mut turned = 0;
    for outputs in [1, 2, 4] {
        for seed in 0..6 {
            let (model, text) = (models::random(&Config { outputs, ..lstm.clone() }, seed), text_of(12));
            let score = |ids: &[u32]| model.scores(&[ids.to_vec()])[0];
            let mut job = job(&text, Settings { span: Some((3, 5)), ..Settings::default() });
            assert_eq!(job.snapshot().without.unwrap().probabilities, Vec::<f32>::new());
            job.advance(&model, &mut || true);
            let found = job.snapshot().without.unwrap();
            let whole = score(&text.ids);
            for at in 0..12 {
                let rest = score(&[&text.ids[..at], &text.ids[at + 1..]].concat());
                assert_eq!(found.probabilities[at], rest.probability, "{outputs} outputs, token {at}");
                assert_eq!(found.turning.contains(&at), rest.favoured != whole.favoured, "{outputs} outputs, {at}");
            }
            assert_eq!(found.span, Some(score(&[&text.ids[..3], &text.ids[5..]].concat())));
            turned += found.turning.len();
        }
    }
    assert!(turned > 0, "no verdict turned, so nothing was compared");
}

#[test]
fn planted_words_get_their_logits() {
    let text = ToyText::new("a fine film , fine indeed");
    let worth = [0.0, 1.5, 0.0, -0.25, 0.5];
    let sum = LogitOf(|ids: &[u32]| ids.iter().map(|&id| worth[id as usize - 2]).sum());
    assert_eq!(weigh(&sum, &text.ids, Target::Logit), [0.0, 1.5, 0.0, -0.25, 1.5, 0.5]);
    // The job asks whatever classifies, also what cannot read on from a state.
    let mut job = job(&text, Settings::default());
    assert!(job.advance(&sum, &mut || true).finished);
    assert_eq!(job.snapshot().weights, [0.0, 1.5, 0.0, -0.25, 1.5, 0.5]);
}

fn prediction_of(model: &Model, source: &str) -> unrolled::explain::prediction::Prediction {
    let vocabulary = Vocabulary::parse("<pad>\n<unk>\ngood\nnot\n!\n😀\n").unwrap();
    let text = Tokenizer::Unrolled.tokenize(source);
    let names: Vec<String> = (0..model.config().classes()).map(|class| format!("class {class}")).collect();
    of_trace(model, &names, &model.trace(&vocabulary.ids(&text)), &text, None)
}

#[test]
fn running_scores_are_those_of_the_prefixes() {
    for config in models::all_shapes(6, 4, 6) {
        let model = models::random(&config, 5);
        let whole = prediction_of(&model, "Not 😀 good, film!");
        assert_eq!(whole.tokens, ["not", "😀", "good", ",", "film", "!"]);
        assert_eq!(whole.spans, [[0, 3], [4, 6], [7, 11], [11, 12], [13, 17], [17, 18]]);
        assert_eq!(whole.unknown, [false, false, false, true, true, false]);
        assert_eq!((whole.found, whole.kept), (6, 6));
        for (prefix, end) in ["Not", "Not 😀", "Not 😀 good"].into_iter().zip(0..) {
            let prefix = prediction_of(&model, prefix);
            // Of several classes the prefix may be judged to be of another.
            if whole.class == prefix.class {
                assert_eq!(whole.running_logit[end], prefix.logit, "{config:?}");
            }
            assert_eq!(whole.running_probability[end], prefix.probabilities[whole.class], "{config:?}");
            assert_eq!(whole.running_verdict[end], prefix.verdict, "{config:?}");
        }
        let empty = prediction_of(&model, "");
        assert_eq!((empty.zero_logit, empty.zero_probability), (empty.logit, empty.probability));
        assert_eq!((empty.zero_verdict, whole.zero_verdict), (empty.verdict, empty.verdict));
        assert_eq!(empty.probabilities[whole.class], whole.zero_probability);
        assert_eq!((whole.logit, whole.running_logit.len()), (whole.running_logit[5], 6));
    }
}
