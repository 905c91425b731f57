//! An open bundle, and the methods by name: what the command line and the page have in common.

mod job;

use std::cell::Cell;

use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use crate::{
    bundle::{BundleError, Tensors, sha256_hex},
    explain::{
        ExplainError,
        explained::Explained,
        inside::{self, Inside},
        method::{Explains, Kept},
        prediction::{Prediction, of_trace},
    },
    index::{ActivationIndex, IndexError, Memory, ReviewStore, Split},
    model::{Classifier, Manifest, Model, ModelError, Run},
    said::errors,
    text::{TextError, TokenizedText, Tokenizer, Vocabulary},
    trace::{Score, Trace},
};

use job::Asked;
pub use job::{Job, OfClass};

errors! { "session"
/// Why a bundle cannot be opened or asked.
#[derive(Debug, Error)]
pub enum SessionError {
    /// A file of the bundle is wrong.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The network is wrong.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The vocabulary is wrong.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The activation index or the reviews are wrong.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The vocabulary has another length than the embedding.
    #[error(
        "expected a vocabulary of {expected} lines, as the embedding has rows, found {found}; use the vocabulary the model was trained with"
    )]
    VocabularySize {
        /// Rows of the embedding.
        expected: usize,
        /// Lines of the vocabulary.
        found: usize,
    },
    /// Texts to be scored are not cut as they should be.
    #[error("expected lengths that add up to the number of ids, {expected}, found {found}; send both again")]
    Lengths {
        /// How many ids there are.
        expected: usize,
        /// What the lengths add up to.
        found: u64,
    },
    /// A method refused.
    #[error(transparent)]
    Explain(#[from] ExplainError),
}
}

impl SessionError {
    /// A stable word for programs: bundle, index, settings, or the module of the engine that has what was asked for.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Model(ModelError::Class { .. }) | Self::Lengths { .. } => "settings",
            Self::Bundle(_) | Self::Model(_) | Self::VocabularySize { .. } | Self::Text(_) => "bundle",
            Self::Index(_) => "index",
            Self::Explain(ExplainError::OtherModule { module, .. }) => module.name(),
            Self::Explain(
                ExplainError::NoIndex { .. }
                | ExplainError::NoPhraseRules { .. }
                | ExplainError::NoTexts { .. }
                | ExplainError::NoAverageWord { .. }
                | ExplainError::NoCalibration { .. },
            ) => "index",
            Self::Explain(_) => "settings",
        }
    }
}

/// A review as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Review {
    /// Its row in the corpus.
    pub review: u32,
    /// Its side of the split.
    pub split: Split,
    /// Its true class.
    pub label: u8,
    /// The text, or an excerpt.
    pub text: String,
    /// What the network says of the last class, by the index; null without one.
    pub probability: Option<f32>,
}

/// An open bundle.
pub struct Session {
    /// The manifest it was opened by.
    pub manifest: Manifest,
    /// The network.
    pub model: Model,
    /// The rule that cuts texts.
    pub tokenizer: Tokenizer,
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// The activation index, once it is loaded.
    pub index: Option<ActivationIndex>,
    /// The reviews that are loaded.
    pub reviews: ReviewStore,
    /// What earlier questions have left.
    kept: Kept,
    /// Of the text last predicted: the next one is likely to begin like it.
    latest: Cell<Option<Trace>>,
}

impl Session {
    /// Opens a bundle from the contents of its files; sizes and hashes are checked against the manifest.
    ///
    /// ```
    /// use std::fs::{read, read_to_string};
    /// use unrolled::session::Session;
    ///
    /// let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/bundle-1");
    /// let manifest = read_to_string(format!("{folder}/manifest.json"))?;
    /// let weights = read(format!("{folder}/weights.safetensors"))?;
    /// let vocabulary = read_to_string(format!("{folder}/vocab.txt"))?;
    ///
    /// let mut session = Session::open(&manifest, &weights, &vocabulary)?;
    /// session.add_index(&read(format!("{folder}/index.safetensors"))?)?;
    /// assert_eq!(session.manifest.name, "eight words");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(manifest: &str, weights: &[u8], vocabulary: &str) -> Result<Self, SessionError> {
        let manifest = Manifest::parse(manifest)?;
        manifest.check("weights.safetensors", weights)?;
        manifest.check("vocab.txt", vocabulary.as_bytes())?;
        let model = Model::from_tensors(manifest.config.clone(), &Tensors::parse(weights)?)?;
        let tokenizer = manifest.tokenizer;
        let mut session = Self::of_parts(manifest, model, tokenizer, Vocabulary::parse(vocabulary)?)?;
        session.manifest.model_hash = sha256_hex(weights);
        Ok(session)
    }

    /// Puts together parts that were read elsewhere.
    pub fn of_parts(
        manifest: Manifest,
        model: Model,
        tokenizer: Tokenizer,
        vocabulary: Vocabulary,
    ) -> Result<Self, SessionError> {
        let (expected, found) = (model.config().vocabulary, vocabulary.len());
        if expected != found {
            return Err(SessionError::VocabularySize { expected, found });
        }
        let (reviews, kept, latest) = (ReviewStore::new(tokenizer), Kept::default(), Cell::new(None));
        Ok(Self { manifest, model, tokenizer, vocabulary, index: None, reviews, kept, latest })
    }

    /// Takes index.safetensors; an index of another model is refused.
    pub fn add_index(&mut self, bytes: &[u8]) -> Result<(), SessionError> {
        if self.manifest.files.contains_key("index.safetensors") {
            self.manifest.check("index.safetensors", bytes)?;
        }
        let tensors = Tensors::parse(bytes)?;
        self.index = Some(ActivationIndex::from_tensors(&tensors, self.model.config(), &self.manifest.model_hash)?);
        Ok(())
    }

    /// Takes one unpacked file of reviews and says how many are held now.
    pub fn add_reviews(&mut self, shard: &str) -> Result<usize, SessionError> {
        self.reviews.add_shard(shard, &self.vocabulary)?;
        Ok(self.reviews.len())
    }

    /// A review that is held.
    pub fn review(&self, row: u32) -> Result<Review, SessionError> {
        let view = self.reviews.get(row).ok_or(ExplainError::NoTexts { method: "showing a review" })?;
        let indexed = self.index.as_ref().and_then(|index| index.find(row).map(|at| index.reviews()[at].probability));
        Ok(Review {
            review: row,
            split: view.split,
            label: view.label,
            text: view.text.to_owned(),
            probability: indexed,
        })
    }

    /// What may be known of the training.
    pub fn memory(&self) -> Memory<'_> {
        Memory { index: self.index.as_ref(), reviews: &self.reviews }
    }

    /// The verdict that a trace of a text holds.
    pub fn prediction_of(&self, trace: &Trace, text: &TokenizedText) -> Prediction {
        let temperature = self.manifest.metrics["temperature"].as_f64().filter(|&temperature| temperature > 0.0);
        // It was fitted on the log-odds of one of two classes; of more, those at a temperature are not these divided by it.
        let temperature = temperature.filter(|_| self.model.config().logits() == 1);
        of_trace(&self.model, &self.manifest.classes, trace, text, temperature)
    }

    /// The verdict on a text. Of the text asked about before, what both begin with is not run again.
    ///
    /// ```
    /// # use std::fs::{read, read_to_string};
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/bundle-1");
    /// # let manifest = read_to_string(format!("{folder}/manifest.json"))?;
    /// # let weights = read(format!("{folder}/weights.safetensors"))?;
    /// # let vocabulary = read_to_string(format!("{folder}/vocab.txt"))?;
    /// # let session = unrolled::session::Session::open(&manifest, &weights, &vocabulary)?;
    /// let prediction = session.predict("Not a bad film");
    /// assert_eq!(prediction.tokens, ["not", "a", "bad", "film"]);
    /// assert_eq!(prediction.running_probability.last(), Some(&prediction.probability));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn predict(&self, text: &str) -> Prediction {
        let text = self.tokenizer.tokenize(text);
        let ids = self.vocabulary.ids(&text);
        let trace = match self.latest.take() {
            Some(earlier) => self.model.trace_on(earlier, &ids),
            None => self.model.trace(&ids),
        };
        let prediction = self.prediction_of(&trace, &text);
        self.latest.set(Some(trace));
        prediction
    }

    /// What a layer held after each token of a text, the last layer if none is named.
    pub fn inside(&self, text: &str, layer: Option<usize>) -> Result<Inside, SessionError> {
        let ids = self.vocabulary.ids(&self.tokenizer.tokenize(text));
        let explained = Explained::default().model(&self.model, Explains::Margin, &self.manifest.classes, &ids)?;
        Ok(inside::of_trace(&explained, &self.model.trace(&ids), layer)?)
    }

    /// The scores of texts whose ids stand one after the other, in the given lengths: of the last class, or of the one
    /// that is named by its number.
    pub fn scores(&self, ids: &[u32], lengths: &[u32], class: Option<usize>) -> Result<Vec<Score>, SessionError> {
        let model = class.map_or_else(|| Ok(self.model.clone()), |class| self.model.towards(class))?;
        let mut rest = ids;
        let cut = |&length: &u32| rest.split_off(..length as usize).map(Run::from);
        let runs: Option<Vec<Run<'_>>> = lengths.iter().map(cut).collect();
        let runs = runs.filter(|_| rest.is_empty()).ok_or_else(|| SessionError::Lengths {
            expected: ids.len(),
            found: lengths.iter().map(|&length| u64::from(length)).sum(),
        })?;
        Ok(self.kept.scores(&model, &runs))
    }

    /// The gradient of the logit with respect to every word vector of a text, \[tokens, embedding\] in rows.
    pub fn gradient(&self, text: &str) -> Result<Vec<f32>, SessionError> {
        let asked = Asked::new(self, text, &Explained::default(), Explains::Score)?;
        Ok(asked.of(self).gradient("the gradient of a text")?)
    }

    /// Begins an explanation of a text. `advance` goes on as long as its second argument allows, and `snapshot` says what
    /// is known so far.
    ///
    /// ```
    /// # use std::fs::{read, read_to_string};
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/bundle-1");
    /// # let manifest = read_to_string(format!("{folder}/manifest.json"))?;
    /// # let weights = read(format!("{folder}/weights.safetensors"))?;
    /// # let vocabulary = read_to_string(format!("{folder}/vocab.txt"))?;
    /// # let session = unrolled::session::Session::open(&manifest, &weights, &vocabulary)?;
    /// let settings = serde_json::json!({ "target": "logit" });
    /// let mut job = session.start("leave-one-out", "Not a bad film", settings)?;
    /// while !job.advance(&session, &mut || true)?.finished {}
    ///
    /// let explanation = serde_json::to_value(job.snapshot(&session))?;
    /// assert_eq!(explanation["weights"].as_array().map(Vec::len), Some(4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn start(&self, method: &str, text: &str, settings: Value) -> Result<Job, SessionError> {
        Job::start(self, method, text, settings)
    }
}

/// The network, which keeps the input parts of words from one call to the next.
impl Classifier for Session {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        let runs: Vec<Run<'_>> = texts.iter().map(|ids| Run::from(ids.as_slice())).collect();
        self.kept.scores(&self.model, &runs)
    }
}
