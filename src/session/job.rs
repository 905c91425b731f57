//! A running explanation, whatever its method.

use serde::Serialize;
use serde_json::Value;

use super::{Session, SessionError};
use crate::{
    explain::{
        More, Progress,
        catalogue::{Explanation, Running, about},
        common::shared::Unit,
        explained::Explained,
        method::{Ask, Explains},
    },
    model::Model,
    text::TokenizedText,
    trace::Score,
};

/// A running explanation: advance it until it is finished, look at it whenever an answer is wanted.
pub struct Job {
    asked: Asked,
    running: Running,
    explains: Explains,
}

/// The class that an answer is of, by its name: what answers carry besides their own, where it does not go without
/// saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OfClass {
    /// The class.
    pub class: String,
    /// The class it is compared with, where a margin is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub rival: Option<String>,
}

/// What a job was asked about.
pub(super) struct Asked {
    /// Read for the class that is explained.
    model: Model,
    source: String,
    text: TokenizedText,
    ids: Vec<u32>,
    /// Reported by [`Job::spent`].
    seconds: f64,
}

impl Asked {
    pub(super) fn new(
        session: &Session,
        source: &str,
        explained: &Explained,
        explains: Explains,
    ) -> Result<Self, SessionError> {
        let text = session.tokenizer.tokenize(source);
        let ids = session.vocabulary.ids(&text);
        let model = explained.model(&session.model, explains, &session.manifest.classes, &ids)?;
        Ok(Self { model, source: source.to_owned(), text, ids, seconds: 0.0 })
    }

    pub(super) fn of<'a>(&'a self, session: &'a Session) -> Ask<'a> {
        Ask {
            model: &self.model,
            memory: session.memory(),
            average_word: session.manifest.average_word.as_deref(),
            vocabulary: &session.vocabulary,
            source: &self.source,
            text: &self.text,
            ids: &self.ids,
            kept: &session.kept,
            seconds: self.seconds,
        }
    }
}

impl Job {
    /// Begins a method by its name.
    pub(super) fn start(
        session: &Session,
        method: &str,
        source: &str,
        mut settings: Value,
    ) -> Result<Self, SessionError> {
        let explains = about(method)?.explains;
        let explained = Explained::take(method, explains, &mut settings)?;
        let asked = Asked::new(session, source, &explained, explains)?;
        let running = Running::start(method, settings, &asked.of(session))?;
        Ok(Self { asked, running, explains })
    }

    /// Works on while `more` says so, at least one unit of work.
    pub fn advance(&mut self, session: &Session, more: More<'_>) -> Result<Progress, SessionError> {
        Ok(self.running.advance(&self.asked.of(session), more)?)
    }

    /// The answer so far.
    pub fn snapshot(&self, session: &Session) -> Explanation {
        self.running.snapshot(&self.asked.of(session))
    }

    /// The class that the answer is of, and its rival; None of two classes.
    pub fn of_class(&self, session: &Session) -> Option<OfClass> {
        let head = self.asked.model.head();
        let name = |class: usize| session.manifest.classes.get(class).cloned();
        let class = name(head.class()).filter(|_| head.classes() > 2)?;
        let has_rival = self.explains.has_rival() && head.has_rivals();
        Some(OfClass { class, rival: has_rival.then(|| name(head.rival())).flatten() })
    }

    /// Reports to the job how long it has worked since the last report; only the caller has a clock.
    pub fn spent(&mut self, seconds: f64) {
        self.asked.seconds += seconds;
    }

    /// The class that is explained: whoever scores texts of this job must read it.
    pub fn class(&self) -> usize {
        self.asked.model.head().class()
    }

    /// Whether there is an answer worth a look.
    pub fn is_ready(&self) -> bool {
        self.running.is_ready()
    }

    /// Some texts of this job that another engine with the same model may score, if it is of that kind and has any.
    pub fn take(&mut self) -> Option<Unit> {
        self.running.take()
    }

    /// The scores of a unit that was taken, in whatever order they come: the answer does not depend on it.
    pub fn answer(&mut self, number: u32, scores: Vec<Score>) {
        self.running.answer(number, scores);
    }

    /// Takes back a unit that will not be scored.
    pub fn give_back(&mut self, number: u32) {
        self.running.give_back(number);
    }

    /// Whether all that is left to do is in other hands.
    pub fn is_waiting(&self) -> bool {
        self.running.is_waiting()
    }
}
