//! A running explanation, whatever its method.

use serde::Serialize;
use serde_json::Value;

use super::{
    Session, SessionError,
    gradients::{Attributed, Attributing, Maximization, Maximizing},
    settings::settings,
};
use crate::{
    explain::{
        More, Progress,
        activation_similarity::{ActivationSimilarity, Similarity},
        anchors::{Anchor, Anchors},
        attribution::Attribution,
        cell_decomposition::{self, decompose},
        clamping::{Clamping, clamp},
        contextual_decomposition::{self, ContextualDecomposition},
        contribution_over_time::{ContributionOverTime, Contributions},
        corpus_search::{CorpusSearch, Ranking},
        counterfactuals::{self, Counterfactuals, Kind},
        deep_knn::{self, DeepKnn},
        interactions::{self, Interactions},
        leave_one_out::{self, LeaveOneOut},
        lime::{self, Lime},
        pattern_search::{PatternMatches, PatternSearch},
        phrase_rules::{Rules, rules},
        phrase_tree::{self, PhraseTree},
        support::shared::Unit,
        token_search::{TokenSearch, TokenSearchResult},
        unit_contexts::{UnitContexts, contexts},
    },
    trace::Score,
};

/// The methods that [`Session::start`] knows.
pub const METHODS: [&str; 21] = [
    "leave-one-out",
    "lime",
    "anchors",
    "contribution-over-time",
    "cell-decomposition",
    "clamping",
    "contextual-decomposition",
    "interactions",
    "phrase-tree",
    "integrated-gradients",
    "gradient-input",
    "agreement",
    "counterfactuals",
    "activation-maximization",
    "corpus-search",
    "activation-similarity",
    "token-search",
    "pattern-search",
    "unit-contexts",
    "phrase-rules",
    "deep-knn",
];

/// A running explanation: advance it until it is finished, look at it whenever an answer is wanted.
pub struct Job {
    method: Method,
    /// Seconds told by [`Job::spent`].
    seconds: f64,
}

enum Method {
    LeaveOneOut(LeaveOneOut),
    Lime(Box<Lime>),
    Anchors(Box<Anchors>),
    Contributions(Box<Contributions>),
    /// A method that answers at once.
    Done(Box<Explanation>),
    ContextualDecomposition(Box<ContextualDecomposition>),
    Interactions(Box<Interactions>),
    PhraseTree(Box<PhraseTree>),
    Attributing(Attributing),
    Counterfactuals(Box<counterfactuals::Search>),
    Maximization(Box<Maximizing>),
    CorpusSearch(CorpusSearch),
    Similarity(Box<ActivationSimilarity>),
    TokenSearch(TokenSearch),
    Patterns(Box<PatternSearch>),
    DeepKnn(Box<DeepKnn>),
}

/// The answer of a method.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Explanation {
    /// Of leave-one-out.
    LeaveOneOut(Attribution<leave_one_out::Fidelity>),
    /// Of LIME.
    Lime(Attribution<lime::Fidelity>),
    /// Of anchors.
    Anchor(Box<Anchor>),
    /// Of contributions over time.
    Contributions(ContributionOverTime),
    /// Of cell decomposition.
    CellDecomposition(Attribution<cell_decomposition::Fidelity>),
    /// Of clamping.
    Clamping(Clamping),
    /// Of contextual decomposition.
    ContextualDecomposition(Box<contextual_decomposition::Answer>),
    /// Of interactions.
    Interactions(interactions::Answer),
    /// Of the phrase tree.
    PhraseTree(phrase_tree::Tree),
    /// Of an attribution that needs gradients, and of all attributions side by side.
    Attributed(Box<Attributed>),
    /// Of counterfactuals.
    Counterfactuals(Counterfactuals),
    /// Of activation maximization.
    Maximization(Box<Maximization>),
    /// Of corpus search.
    Ranking(Ranking),
    /// Of activation similarity.
    Similarity(Similarity),
    /// Of token search.
    TokenSearch(TokenSearchResult),
    /// Of pattern search.
    Patterns(PatternMatches),
    /// Of the contexts of a unit.
    Contexts(UnitContexts),
    /// Of phrase rules.
    Rules(Box<Rules>),
    /// Of deep nearest neighbours.
    DeepKnn(Box<deep_knn::Answer>),
}

impl Job {
    /// Begins a method by its name.
    pub(super) fn start(session: &Session, method: &str, source: &str, value: Value) -> Result<Self, SessionError> {
        let text = session.tokenizer.tokenize(source);
        let ids = session.vocabulary.ids(&text);
        let (model, memory) = (&session.model, session.memory());
        let method = match method {
            "leave-one-out" => Method::LeaveOneOut(LeaveOneOut::start(settings(method, value)?, &text, ids)?),
            "lime" => Method::Lime(Box::new(Lime::start(settings(method, value)?, source, &text, ids)?)),
            "anchors" => {
                let classes = model.config().outputs.max(2);
                Method::Anchors(Box::new(Anchors::start(settings(method, value)?, classes, &text, ids)?))
            }
            "contribution-over-time" => {
                let trace = model.trace(&ids);
                Method::Contributions(Box::new(Contributions::start(settings(method, value)?, model, &text, &trace)?))
            }
            "cell-decomposition" => {
                let answer = decompose(&settings(method, value)?, model, &text, &model.trace(&ids))?;
                Method::Done(Box::new(Explanation::CellDecomposition(answer)))
            }
            "clamping" => {
                Method::Done(Box::new(Explanation::Clamping(clamp(&settings(method, value)?, model, &text, &ids)?)))
            }
            "contextual-decomposition" => Method::ContextualDecomposition(Box::new(ContextualDecomposition::start(
                settings(method, value)?,
                model,
                &text,
                ids,
            )?)),
            "interactions" => {
                Method::Interactions(Box::new(Interactions::start(settings(method, value)?, model, &text, ids)?))
            }
            "phrase-tree" => {
                Method::PhraseTree(Box::new(PhraseTree::start(settings(method, value)?, model, &text, ids)?))
            }
            "integrated-gradients" | "gradient-input" | "agreement" => {
                Method::Attributing(Attributing::start(session, method, source, &text, ids, value)?)
            }
            "counterfactuals" => {
                let config: counterfactuals::Config = settings(method, value)?;
                // Leaving words out needs no gradient, and so neither a build that has them.
                let gradient = if config.kind == Kind::Replace { session.gradient(source)? } else { Vec::new() };
                Method::Counterfactuals(Box::new(counterfactuals::Search::start(config, &text, ids, gradient)?))
            }
            "activation-maximization" => {
                Method::Maximization(Box::new(Maximizing::start(session, settings(method, value)?, &ids)?))
            }
            "corpus-search" => {
                Method::CorpusSearch(CorpusSearch::start(settings(method, value)?, model, memory, &ids)?)
            }
            "activation-similarity" => Method::Similarity(Box::new(ActivationSimilarity::start(
                settings(method, value)?,
                model,
                memory,
                &ids,
            )?)),
            "token-search" => Method::TokenSearch(TokenSearch::start(settings(method, value)?, model, memory, &ids)?),
            "pattern-search" => {
                Method::Patterns(Box::new(PatternSearch::start(settings(method, value)?, model, memory, &ids)?))
            }
            "unit-contexts" => {
                let answer = contexts(&settings(method, value)?, model, memory, &session.vocabulary)?;
                Method::Done(Box::new(Explanation::Contexts(answer)))
            }
            "phrase-rules" => {
                let answer = rules(&settings(method, value)?, model, memory, &session.vocabulary, &ids)?;
                Method::Done(Box::new(Explanation::Rules(Box::new(answer))))
            }
            "deep-knn" => Method::DeepKnn(Box::new(DeepKnn::start(settings(method, value)?, memory, model, ids)?)),
            other => return Err(SessionError::Method { found: other.into() }),
        };
        Ok(Self { method, seconds: 0.0 })
    }

    /// Works on while `more` says so, at least one unit of work.
    pub fn advance(&mut self, session: &Session, more: More<'_>) -> Result<Progress, SessionError> {
        Ok(match &mut self.method {
            Method::LeaveOneOut(job) => job.advance(&session.model, more),
            Method::Lime(job) => job.advance(session, more),
            Method::Anchors(job) => {
                let is_ready = job.prepare(&session.model, more);
                if is_ready { job.advance(session, session.memory(), more)? } else { job.progress() }
            }
            Method::Contributions(job) => job.advance(more),
            Method::Done(_) => Progress { done: 1, total: 1, finished: true },
            Method::ContextualDecomposition(job) => job.advance(&session.model, more),
            Method::Interactions(job) => job.advance(&session.model, more),
            Method::PhraseTree(job) => job.advance(&session.model, more),
            Method::Attributing(job) => job.advance(session, more)?,
            Method::Counterfactuals(job) => job.advance(&session.model, more),
            Method::Maximization(job) => job.advance(session, more, self.seconds)?,
            Method::CorpusSearch(job) => job.advance(&session.model, session.memory(), more),
            Method::Similarity(job) => {
                job.advance(&session.model, session.memory(), &mut session.states.borrow_mut(), more)?
            }
            Method::TokenSearch(job) => job.advance(session.memory(), more),
            Method::Patterns(job) => {
                job.advance(&session.model, session.memory(), &mut session.patterns.borrow_mut(), more)?
            }
            Method::DeepKnn(job) => job.advance(&session.model, session.memory(), more)?,
        })
    }

    /// Some texts of this job that another engine with the same model may score, if it is of that kind and has any.
    pub fn take(&mut self) -> Option<Unit> {
        match &mut self.method {
            Method::Lime(job) => job.take(),
            Method::Anchors(job) => job.take(),
            _ => None,
        }
    }

    /// The scores of a unit that was taken, in whatever order they come: the answer does not depend on it.
    pub fn answer(&mut self, number: u32, scores: Vec<Score>) {
        match &mut self.method {
            Method::Lime(job) => job.answer(number, scores),
            Method::Anchors(job) => job.answer(number, scores),
            _ => {}
        }
    }

    /// Takes back a unit that will not be scored.
    pub fn give_back(&mut self, number: u32) {
        match &mut self.method {
            Method::Lime(job) => job.give_back(number),
            Method::Anchors(job) => job.give_back(number),
            _ => {}
        }
    }

    /// Whether all that is left to do is in other hands.
    pub fn is_waiting(&self) -> bool {
        match &self.method {
            Method::Lime(job) => job.is_waiting(),
            Method::Anchors(job) => job.is_waiting(),
            _ => false,
        }
    }

    /// Whether there is an answer worth a look.
    pub fn is_ready(&self) -> bool {
        match &self.method {
            Method::Lime(job) => job.is_ready(),
            Method::Anchors(job) => job.is_ready(),
            _ => true,
        }
    }

    /// Tells the job how long it has worked since it was last told; only the caller has a clock.
    pub fn spent(&mut self, seconds: f64) {
        self.seconds += seconds;
    }

    /// The answer so far.
    pub fn snapshot(&self, session: &Session) -> Result<Explanation, SessionError> {
        let (memory, vocabulary) = (session.memory(), &session.vocabulary);
        Ok(match &self.method {
            Method::LeaveOneOut(job) => Explanation::LeaveOneOut(job.snapshot()),
            Method::Lime(job) => Explanation::Lime(job.snapshot()),
            Method::Anchors(job) => Explanation::Anchor(Box::new(job.snapshot())),
            Method::Contributions(job) => Explanation::Contributions(job.snapshot()),
            Method::Done(answer) => (**answer).clone(),
            Method::ContextualDecomposition(job) => Explanation::ContextualDecomposition(Box::new(job.snapshot())),
            Method::Interactions(job) => Explanation::Interactions(job.snapshot()),
            Method::PhraseTree(job) => Explanation::PhraseTree(job.snapshot()),
            Method::Attributing(job) => Explanation::Attributed(job.snapshot()),
            Method::Counterfactuals(job) => Explanation::Counterfactuals(job.snapshot(vocabulary)),
            Method::Maximization(job) => Explanation::Maximization(job.snapshot(session, self.seconds)),
            Method::CorpusSearch(job) => {
                let seconds = Some(self.seconds).filter(|&seconds| seconds > 0.0);
                Explanation::Ranking(Ranking { seconds, ..job.snapshot(memory, vocabulary) })
            }
            Method::Similarity(job) => Explanation::Similarity(job.snapshot(memory, vocabulary)),
            Method::TokenSearch(job) => Explanation::TokenSearch(job.snapshot(memory, vocabulary)),
            Method::Patterns(job) => Explanation::Patterns(job.snapshot(memory, vocabulary)),
            Method::DeepKnn(job) => Explanation::DeepKnn(Box::new(job.snapshot(memory, vocabulary))),
        })
    }
}
