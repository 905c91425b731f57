//! The vocabulary: one token per line, line n is id n, first `<pad>`, second `<unk>`.

use std::collections::HashMap;

use thiserror::Error;

use super::{TokenizedText, characters::composed};
use crate::said::errors;

/// The id of `<pad>`, which no text ever yields.
pub const PAD: u32 = 0;
/// The id of `<unk>`, which stands for every token outside the vocabulary.
pub const UNKNOWN: u32 = 1;

errors! { "text"
/// What can be wrong with a vocabulary file.
#[derive(Debug, Error, PartialEq)]
pub enum TextError {
    /// The first two lines are not the two special tokens.
    #[error(
        "expected the vocabulary to begin with the lines <pad> and <unk>, found {first:?} and {second:?}; the file is not as it was made: make it again, or import the network with its vocabulary as it is"
    )]
    SpecialTokens {
        /// What stands on the first line.
        first: String,
        /// What stands on the second line.
        second: String,
    },
    /// A token stands on two lines, so an id would be ambiguous.
    #[error(
        "expected every vocabulary line to be different, found {token:?} on lines {first} and {second}; the file is not as it was made: make it again"
    )]
    Repeated {
        /// The token.
        token: String,
        /// The first line it stands on, counted from 1.
        first: usize,
        /// The second line it stands on, counted from 1.
        second: usize,
    },
}
}

/// Tokens ↔ ids.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    tokens: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Vocabulary {
    /// Reads a vocabulary file: one token per line, the first two `<pad>` and `<unk>`.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        Self::new(lines.map(str::to_owned).collect())
    }

    /// Makes a vocabulary of tokens in order of their ids.
    pub fn new(tokens: Vec<String>) -> Result<Self, TextError> {
        let at = |id: u32| tokens.get(id as usize).cloned().unwrap_or_default();
        if at(PAD) != "<pad>" || at(UNKNOWN) != "<unk>" {
            return Err(TextError::SpecialTokens { first: at(PAD), second: at(UNKNOWN) });
        }
        let mut ids = HashMap::with_capacity(tokens.len());
        for (line, token) in tokens.iter().enumerate() {
            if let Some(first) = ids.insert(token.clone(), line as u32) {
                return Err(TextError::Repeated { token: token.clone(), first: first as usize + 1, second: line + 1 });
            }
        }
        // Texts are read composed; a vocabulary may have been written on a system that takes letters and marks apart.
        for (id, token) in tokens.iter().enumerate().filter(|(_, token)| !token.is_ascii()) {
            ids.entry(composed(token)).or_insert(id as u32);
        }
        Ok(Self { tokens, ids })
    }

    /// The id of a token, [`UNKNOWN`] for one outside the vocabulary. A text cannot name the two special tokens.
    pub fn id(&self, token: &str) -> u32 {
        self.ids.get(token).copied().filter(|&id| id > UNKNOWN).unwrap_or(UNKNOWN)
    }

    /// The token of an id; `<unk>` for an id outside the vocabulary.
    pub fn token(&self, id: u32) -> &str {
        self.tokens.get(id as usize).map_or("<unk>", String::as_str)
    }

    /// How many tokens there are, the two special ones included.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// False: the two special tokens are always there.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The ids of a text's tokens.
    pub fn ids(&self, text: &TokenizedText) -> Vec<u32> {
        text.tokens.iter().map(|token| self.id(&token.text)).collect()
    }

    /// The vocabulary file: what [`Vocabulary::parse`] reads.
    pub fn to_text(&self) -> String {
        let mut text = self.tokens.join("\n");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_unknown() {
        let vocabulary = Vocabulary::parse("<pad>\n<unk>\ngood\n8/10\n").unwrap();
        assert_eq!(vocabulary.len(), 4);
        assert_eq!(vocabulary.id("8/10"), 3);
        assert_eq!(vocabulary.id("<pad>"), UNKNOWN);
        assert_eq!(vocabulary.id("nowhere"), UNKNOWN);
        assert_eq!(Vocabulary::parse(&vocabulary.to_text()).unwrap().tokens, vocabulary.tokens);
    }

    #[test]
    fn a_token_is_found_however_the_vocabulary_spells_it() {
        let vocabulary = Vocabulary::parse("<pad>\n<unk>\ncafe\u{301}\nna\u{ef}ve\nnai\u{308}ve\n").unwrap();
        assert_eq!(["caf\u{e9}", "cafe\u{301}", "na\u{ef}ve"].map(|token| vocabulary.id(token)), [2, 2, 3]);
        assert_eq!(vocabulary.token(2), "cafe\u{301}");
    }

    #[test]
    fn refuses_missing_special_tokens_and_repetitions() {
        assert!(matches!(Vocabulary::parse("good\nbad\n"), Err(TextError::SpecialTokens { .. })));
        assert!(matches!(Vocabulary::parse(""), Err(TextError::SpecialTokens { .. })));
        let repeated = Vocabulary::parse("<pad>\n<unk>\ngood\nbad\ngood\n");
        assert!(matches!(repeated, Err(TextError::Repeated { first: 3, second: 5, .. })));
    }
}
