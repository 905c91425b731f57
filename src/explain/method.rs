//! What an explainer declares about itself, and how it is asked.
//!
//! A [`Method`] is declared once, in its own file: the question it answers, what it needs, its settings with their
//! defaults and ranges, its answer. [`catalogue`](super::catalogue) lists them all; jobs, the command line, `unrolled
//! methods`, the refusals and the page's knowledge of methods follow from the two.

use std::cell::RefCell;

use serde::Serialize;
use serde_json::Value;

use super::{
    ExplainError, Module, More, Progress, check_two_classes,
    common::shared::Unit,
    explained::Explained,
    settings::{Settings, read},
    typed::Typed,
};
use crate::{
    index::{Memory, PatternStore, StateStore},
    model::{Classifier, Directions, Model, ModelError, Projections, Run},
    text::{TokenizedText, Vocabulary},
    trace::Score,
};

pub use super::explained::Explains;

/// The questions that explanations answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Which words moved the decision, and how did their influence rise and fall on the way?
    Words,
    /// What is the network looking for?
    Looking,
    /// Which training examples does it treat like this one?
    Training,
    /// How far may an answer be trusted?
    Trust,
}

/// What a method may need beyond a network and a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The activation index.
    Index,
    /// Texts of the corpus. What needs those of the training among them looks for them itself.
    Texts,
    /// Texts of the corpus, or an index whose posting lists say which of them hold a word.
    Words,
    /// A network that has a state after each word: one that reads in one direction.
    StateAfterEachWord,
    /// A network that decides between two classes.
    TwoClasses,
    /// The average word of the training texts, which a bundle's manifest says.
    AverageWord,
    /// A build that has gradients.
    Gradients,
}

/// What a method says about itself; its name is that of its module.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// What it answers.
    pub question: Question,
    /// What of a class's score it explains.
    pub explains: Explains,
    /// With these it says more.
    pub uses: &'static [Need],
    /// Whether other engines of the same bundle can take a share of its work.
    pub shares: bool,
}

impl About {
    /// A method that uses nothing more.
    pub const fn of(question: Question) -> Self {
        Self { question, explains: Explains::Score, uses: &[], shares: false }
    }

    /// The same of a method that explains something else than the score.
    pub const fn explaining(self, explains: Explains) -> Self {
        Self { explains, ..self }
    }
}

impl Need {
    /// Refuses a question of `method` that lacks this: here stands what is refused and in which words.
    pub fn check(self, method: &'static str, ask: &Ask<'_>) -> Result<(), ExplainError> {
        let config = ask.model.config();
        match self {
            Self::Index if ask.memory.index.is_none() => Err(ExplainError::NoIndex { method }),
            Self::Texts if ask.memory.reviews.is_empty() => Err(ExplainError::NoTexts { method }),
            Self::Words if ask.memory.reviews.is_empty() && ask.memory.postings().is_none() => {
                Err(ExplainError::NoTexts { method })
            }
            Self::StateAfterEachWord if config.directions == Directions::Bidirectional => {
                Err(ModelError::Bidirectional { what: method }.into())
            }
            Self::TwoClasses => check_two_classes(method, config),
            Self::AverageWord if ask.average_word.is_none() => Err(ExplainError::NoAverageWord { method }),
            Self::Gradients if cfg!(not(feature = "gradients")) => {
                Err(ExplainError::OtherModule { what: method.into(), module: Module::Gradients })
            }
            _ => Ok(()),
        }
    }
}

/// What questions have computed and later ones use again: caches, which change no answer, so that asking needs no
/// exclusive session.
#[derive(Default)]
pub struct Kept {
    /// What exact answers have computed of the training positions.
    pub states: RefCell<StateStore>,
    /// The same of pattern search.
    pub patterns: RefCell<PatternStore>,
    /// Input parts of the words that texts with words changed are made of: the same ones again and again.
    pub projections: RefCell<Projections>,
}

impl Kept {
    /// The scores of runs. One text with its words replaced by similar ones fills a part of what is kept (250 words:
    /// 2,000 to 5,000 rows); when all is full of other texts' words, it begins anew.
    pub fn scores(&self, model: &Model, runs: &[Run<'_>]) -> Vec<Score> {
        let mut projections = self.projections.borrow_mut();
        if projections.is_full() {
            *projections = Projections::default();
        }
        model.scores_with(&mut projections, runs)
    }
}

/// What a method is asked about, and all it may use to answer.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The network, read for the class that is explained.
    pub model: &'a Model,
    /// What is known of the training.
    pub memory: Memory<'a>,
    /// The mean word vector of the training texts \[embedding\], where the bundle says it.
    pub average_word: Option<&'a [f32]>,
    /// The words by their ids.
    pub vocabulary: &'a Vocabulary,
    /// The text as it was written.
    pub source: &'a str,
    /// Its tokens.
    pub text: &'a TokenizedText,
    /// Their ids.
    pub ids: &'a [u32],
    /// What earlier questions have left.
    pub kept: &'a Kept,
    /// Seconds that the job has worked; 0 where nobody has a clock.
    pub seconds: f64,
}

impl Ask<'_> {
    /// The gradient of the score with respect to every word vector of the text, \[tokens, embedding\] in rows.
    #[cfg(feature = "gradients")]
    pub fn gradient(&self, _what: &'static str) -> Result<Vec<f32>, ExplainError> {
        use crate::model::network::Network;
        let network = Network::of(self.model).map_err(ModelError::from)?;
        Ok(network.input_gradient(self.ids).map_err(ModelError::from)?)
    }

    /// Refuses: this build has no gradients.
    #[cfg(not(feature = "gradients"))]
    pub fn gradient(&self, what: &'static str) -> Result<Vec<f32>, ExplainError> {
        Err(ExplainError::OtherModule { what: what.into(), module: Module::Gradients })
    }
}

/// The network, which keeps the input parts of words from one call to the next.
impl Classifier for Ask<'_> {
    fn scores(&self, texts: &[Vec<u32>]) -> Vec<Score> {
        let runs: Vec<Run<'_>> = texts.iter().map(|ids| Run { start: None, ids }).collect();
        self.kept.scores(self.model, &runs)
    }
}

/// An explainer as a job: start it, advance it until it is finished, look at it whenever an answer is wanted.
///
/// Each implementation hands the parts of an [`Ask`] on to functions whose signatures show the family: what only asks
/// takes `&impl Classifier`, what looks inside takes the trace, what recalls takes the index.
pub trait Method: Sized {
    /// The name: that of the file, with dashes.
    const NAME: &'static str;
    /// What it answers and what it needs.
    const ABOUT: About;
    /// The settings.
    type Config: Settings;
    /// What is answered.
    type Answer: Clone + std::fmt::Debug + Serialize + Typed + 'static;

    /// Without these it refuses, set as it is. What lives in the module with gradients need not say that it needs them.
    fn needs(_config: &Self::Config) -> &'static [Need] {
        &[]
    }

    /// Prepares the job; one that answers at once has its answer then.
    fn start(config: Self::Config, ask: &Ask<'_>) -> Result<Self, ExplainError>;

    /// Works on while `more` says so, at least one unit of work.
    fn advance(&mut self, _ask: &Ask<'_>, _more: More<'_>) -> Result<Progress, ExplainError> {
        Ok(Progress { done: 1, total: 1, finished: true })
    }

    /// The answer so far.
    fn snapshot(&self, ask: &Ask<'_>) -> Self::Answer;

    /// Whether there is an answer worth a look.
    fn is_ready(&self) -> bool {
        true
    }

    /// Some texts that another engine with the same model may score.
    fn take(&mut self) -> Option<Unit> {
        None
    }

    /// The scores of a unit that was taken, in whatever order they come: the answer does not depend on it.
    fn answer(&mut self, _number: u32, _scores: Vec<Score>) {}

    /// Takes back a unit that will not be scored.
    fn give_back(&mut self, _number: u32) {}

    /// Whether all that is left to do is in other hands.
    fn is_waiting(&self) -> bool {
        false
    }
}

/// Begins a method: reads its settings, refuses what it cannot answer, prepares the job.
pub fn begin<M: Method>(settings: Value, ask: &Ask<'_>) -> Result<Box<M>, ExplainError> {
    let config: M::Config = read(M::NAME, settings, Explained::names(M::ABOUT.explains))?;
    // A wrong number is named before what is missing. A job's own `start`, where there is one, checks it once more for
    // those who call that.
    config.check()?;
    M::needs(&config).iter().try_for_each(|need| need.check(M::NAME, ask))?;
    Ok(Box::new(M::start(config, ask)?))
}
