//! What needs gradients: the gradient of a text, the attributions made of it, and activation maximization with the search
//! it is compared with.

mod agreeing;
mod attributing;

use super::{Session, SessionError};
use crate::{
    explain::{
        More, Progress,
        activation_maximization::{ActivationMaximization, Config, RealToken},
        corpus_search::{self, CorpusSearch},
        support::vector_space::VectorSpace,
    },
    model::{ModelError, network::Network},
};

pub use attributing::Attributed;
pub(super) use attributing::Attributing;

pub use crate::explain::activation_maximization::Maximization;

impl Session {
    /// The gradient of the logit with respect to every word vector of a text, \[tokens, embedding\] in rows.
    pub fn gradient(&self, text: &str) -> Result<Vec<f32>, SessionError> {
        let ids = self.vocabulary.ids(&self.tokenizer.tokenize(text));
        let network = Network::constant(self.model.config(), self.model.weights()).map_err(ModelError::from)?;
        Ok(network.input_gradient(&ids).map_err(ModelError::from)?)
    }
}

/// The ascent, and after it the search it is compared with.
pub(super) struct Maximizing {
    space: VectorSpace,
    ascent: ActivationMaximization,
    ascent_seconds: Option<f64>,
    search: CorpusSearch,
}

impl Maximizing {
    pub(super) fn start(session: &Session, config: Config, ids: &[u32]) -> Result<Self, SessionError> {
        let search = corpus_search::Config {
            from: config.from,
            position: config.position,
            target: config.target,
            top: 1,
            ..corpus_search::Config::default()
        };
        let search = CorpusSearch::start(search, &session.model, session.memory(), ids)?;
        let space = VectorSpace::new(&session.model);
        let ascent = ActivationMaximization::start(config, &session.model, &space, ids)?;
        Ok(Self { space, ascent, ascent_seconds: None, search })
    }

    /// Ascent and search never share a call, so that each one's time can be told.
    pub(super) fn advance(
        &mut self,
        session: &Session,
        more: More<'_>,
        seconds: f64,
    ) -> Result<Progress, SessionError> {
        let before = self.ascent.progress();
        let (ascent, search) = if before.finished {
            self.ascent_seconds.get_or_insert(seconds);
            (before, self.search.advance(&session.model, session.memory(), more))
        } else {
            (self.ascent.advance(more)?, self.search.progress())
        };
        let (done, total) = (ascent.done + search.done, ascent.total + search.total);
        Ok(Progress { done, total, finished: ascent.finished && search.finished })
    }

    pub(super) fn snapshot(&self, session: &Session, seconds: f64) -> Box<Maximization> {
        let (memory, vocabulary) = (session.memory(), &session.vocabulary);
        let ranking = self.search.snapshot(memory, vocabulary);
        let searched = ranking.items.first().filter(|_| self.search.progress().finished);
        let ascent_seconds = self.ascent_seconds.unwrap_or(seconds);
        let told = |seconds: f64| Some(seconds).filter(|&seconds| seconds > 0.0);
        Box::new(Maximization {
            searched: searched.map(|word| RealToken { token: word.token.clone(), score: word.score }),
            search_passes: ranking.passes as u64,
            seconds: told(ascent_seconds),
            search_seconds: told(seconds - ascent_seconds),
            ..self.ascent.snapshot(&session.model, &self.space, memory, vocabulary)
        })
    }
}
