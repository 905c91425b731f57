//! The attributions that need gradients, by name.

use serde::Serialize;
use serde_json::Value;

use super::{
    super::{Session, SessionError, settings::settings},
    agreeing::Agreeing,
};
use crate::{
    explain::{
        More, Progress,
        agreement::Agreement,
        attribution::Attribution,
        gradient_input,
        integrated_gradients::{self, IntegratedGradients},
    },
    text::TokenizedText,
};

/// The answer of one of them.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Attributed {
    /// Of integrated gradients.
    Integrated(Attribution<integrated_gradients::Fidelity>),
    /// Of gradient × input.
    GradientInput(Attribution<gradient_input::Fidelity>),
    /// Of all attributions side by side.
    Agreement(Box<Agreement>),
}

/// One of them, running.
pub(in crate::session) enum Attributing {
    Integrated(Box<IntegratedGradients>),
    Agreeing(Box<Agreeing>),
    Done(Box<Attributed>),
}

impl Attributing {
    pub(in crate::session) fn start(
        session: &Session,
        method: &str,
        source: &str,
        text: &TokenizedText,
        ids: Vec<u32>,
        value: Value,
    ) -> Result<Self, SessionError> {
        let model = &session.model;
        Ok(match method {
            "integrated-gradients" => {
                Self::Integrated(Box::new(IntegratedGradients::start(settings(method, value)?, model, text, &ids)?))
            }
            "gradient-input" => {
                let answer = gradient_input::explain(&settings(method, value)?, model, text, &ids)?;
                Self::Done(Box::new(Attributed::GradientInput(answer)))
            }
            _ => Self::Agreeing(Box::new(Agreeing::start(settings(method, value)?, session, source, text, ids)?)),
        })
    }

    pub(in crate::session) fn advance(&mut self, session: &Session, more: More<'_>) -> Result<Progress, SessionError> {
        Ok(match self {
            Self::Integrated(job) => job.advance(more)?,
            Self::Agreeing(job) => job.advance(session, more)?,
            Self::Done(_) => Progress { done: 1, total: 1, finished: true },
        })
    }

    pub(in crate::session) fn snapshot(&self) -> Box<Attributed> {
        match self {
            Self::Integrated(job) => Box::new(Attributed::Integrated(job.snapshot())),
            Self::Agreeing(job) => Box::new(Attributed::Agreement(Box::new(job.snapshot()))),
            Self::Done(answer) => answer.clone(),
        }
    }
}
