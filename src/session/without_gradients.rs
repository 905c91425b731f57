//! The other side of gradients.rs, for a build without them: the same names, and every beginning refuses.

use serde::Serialize;
use serde_json::Value;

use super::{Session, SessionError};
use crate::{
    explain::{More, Progress},
    text::TokenizedText,
};

impl Session {
    /// Refuses: see [`SessionError::NoGradients`].
    pub fn gradient(&self, _text: &str) -> Result<Vec<f32>, SessionError> {
        Err(SessionError::NoGradients { what: "the gradient of a text" })
    }
}

/// Never there.
#[derive(Debug, Clone, Serialize)]
pub enum Maximization {}

/// Never there.
pub(super) enum Maximizing {}

impl Maximizing {
    pub(super) fn start(_session: &Session, _config: Value, _ids: &[u32]) -> Result<Self, SessionError> {
        Err(SessionError::NoGradients { what: "activation-maximization" })
    }

    pub(super) fn advance(
        &mut self,
        _session: &Session,
        _more: More<'_>,
        _seconds: f64,
    ) -> Result<Progress, SessionError> {
        match *self {}
    }

    pub(super) fn snapshot(&self, _session: &Session, _seconds: f64) -> Box<Maximization> {
        match *self {}
    }
}

/// Never there.
#[derive(Debug, Clone, Serialize)]
pub enum Attributed {}

/// Never there.
pub(super) enum Attributing {}

impl Attributing {
    pub(super) fn start(
        _session: &Session,
        method: &str,
        _source: &str,
        _text: &TokenizedText,
        _ids: Vec<u32>,
        _value: Value,
    ) -> Result<Self, SessionError> {
        Err(SessionError::NoGradients {
            what: match method {
                "agreement" => "agreement",
                "gradient-input" => "gradient-input",
                _ => "integrated-gradients",
            },
        })
    }

    pub(super) fn advance(&mut self, _session: &Session, _more: More<'_>) -> Result<Progress, SessionError> {
        match *self {}
    }

    pub(super) fn snapshot(&self) -> Box<Attributed> {
        match *self {}
    }
}
