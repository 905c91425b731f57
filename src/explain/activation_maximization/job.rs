//! The ascent, and after it the search that it is compared with.

use super::{
    ascent::{Ascent, Config, METHOD, Maximization, RealToken},
    vector_space::VectorSpace,
};
use crate::explain::{
    ExplainError, More, Progress,
    corpus_search::{self, CorpusSearch},
    method::{About, Ask, Method, Need, Question},
};

/// The ascent, and after it the search it is compared with.
pub struct ActivationMaximization {
    space: VectorSpace,
    ascent: Ascent,
    ascent_seconds: Option<f64>,
    search: CorpusSearch,
}

impl Method for ActivationMaximization {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About { uses: &[Need::Index], ..About::of(Question::Looking) };
    type Config = Config;
    type Answer = Maximization;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::StateAfterEachWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let search = corpus_search::Config {
            from: config.from,
            position: config.position,
            target: config.target,
            top: 1,
            ..corpus_search::Config::default()
        };
        let search = CorpusSearch::start(search, ask.model, ask.memory, ask.ids)?;
        let space = VectorSpace::new(ask.model);
        let ascent = Ascent::start(config, ask.model, &space, ask.ids)?;
        Ok(Self { space, ascent, ascent_seconds: None, search })
    }

    /// Ascent and search never share a call, so that each one's time can be reported.
    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        let before = self.ascent.progress();
        let (ascent, search) = if before.finished {
            self.ascent_seconds.get_or_insert(ask.seconds);
            (before, self.search.advance(ask.model, ask.memory, more))
        } else {
            (self.ascent.advance(more)?, self.search.progress())
        };
        let (done, total) = (ascent.done + search.done, ascent.total + search.total);
        Ok(Progress { done, total, finished: ascent.finished && search.finished })
    }

    fn snapshot(&self, ask: &Ask<'_>) -> Maximization {
        let (memory, vocabulary, seconds) = (ask.memory, ask.vocabulary, ask.seconds);
        let ranking = self.search.snapshot(memory, vocabulary);
        let searched = ranking.items.first().filter(|_| self.search.progress().finished);
        let ascent_seconds = self.ascent_seconds.unwrap_or(seconds);
        let told = |seconds: f64| Some(seconds).filter(|&seconds| seconds > 0.0);
        Maximization {
            searched: searched.map(|word| RealToken { token: word.token.clone(), score: word.score }),
            search_passes: ranking.passes as u64,
            seconds: told(ascent_seconds),
            search_seconds: told(seconds - ascent_seconds),
            ..self.ascent.snapshot(ask.model, &self.space, memory, vocabulary)
        }
    }
}
