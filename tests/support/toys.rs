//! Classifiers whose reasons are known.

use unrolled::{
    explain::lime::{Config, Lime},
    model::Classifier,
    text::{TokenizedText, Tokenizer, UNKNOWN},
    trace::Score,
};

/// A text of tokens joined by single spaces, with an id for each distinct one, from 2 upwards in order of appearance.
pub struct ToyText {
    pub source: String,
    pub tokenized: TokenizedText,
    pub ids: Vec<u32>,
    /// The distinct tokens; token i has id i + 2.
    pub words: Vec<String>,
}

const FIRST: u32 = UNKNOWN + 1;

impl ToyText {
    pub fn new(source: &str) -> Self {
        let tokenized = Tokenizer::Whitespace.tokenize(source);
        let mut words: Vec<String> = Vec::new();
        let mut id = |token: &str| {
            let index = words.iter().position(|word| word == token).unwrap_or_else(|| {
                words.push(token.to_owned());
                words.len() - 1
            });
            index as u32 + FIRST
        };
        let ids = tokenized.tokens.iter().map(|token| id(&token.text)).collect();
        Self { source: source.to_owned(), tokenized, ids, words }
    }

    /// So many different words.
    pub fn of_words(count: usize) -> Self {
        Self::new(&(0..count).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" "))
    }

    /// The token of an id.
    pub fn word(&self, id: u32) -> &str {
        id.checked_sub(FIRST).map_or("<unk>", |index| &self.words[index as usize])
    }

    /// A LIME job on this text.
    pub fn lime(&self, config: Config) -> Lime {
        Lime::start(config, &self.source, &self.tokenized, self.ids.clone()).unwrap()
    }

    /// Where a word first stands.
    pub fn position(&self, word: &str) -> usize {
        self.tokenized.tokens.iter().position(|token| token.text == word).unwrap()
    }
}

/// Gives a text the logit that a function of its ids says.
pub struct LogitOf<F>(pub F);

impl<F: Fn(&[u32]) -> f64> Classifier for LogitOf<F> {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        texts.iter().map(|ids| Score::of_logit((self.0)(ids) as f32)).collect()
    }
}

/// The classifier of tests/reference/toy.py.
pub fn reference_logit(text: &ToyText, ids: &[u32]) -> f64 {
    let has = |word: &str| ids.iter().any(|&id| text.word(id) == word);
    let weight = |&id: &u32| {
        let sum: u32 = text.word(id).bytes().map(u32::from).sum();
        (f64::from(37 * sum % 101) - 50.0) / 100.0
    };
    let pair = |first, second, extra: f64| if has(first) && has(second) { extra } else { 0.0 };
    0.1 + ids.iter().map(weight).sum::<f64>() + pair("not", ",", 1.2) + pair("is", "the", -0.8)
}
