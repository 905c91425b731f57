//! Text → tokens that keep the bytes they came from, and the vocabulary that numbers them.

mod characters;
mod reading;
mod references;
mod tokenizer;
mod vocabulary;

pub use reading::Span;
pub use tokenizer::{MAX_TOKENS, Token, TokenizedText, Tokenizer};
pub use vocabulary::{PAD, TextError, UNKNOWN, Vocabulary};
