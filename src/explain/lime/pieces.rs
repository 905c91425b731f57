//! The pieces of a text that a perturbation keeps or removes.

use std::collections::HashMap;

use crate::text::{TokenizedText, UNKNOWN};

/// A text cut into pieces.
#[derive(Debug, Clone)]
pub struct Pieces {
    /// The piece of each token.
    of_token: Vec<usize>,
    count: usize,
    gone: Gone,
}

/// What becomes of a token whose piece is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gone {
    Deleted,
    Unknown,
}

impl Pieces {
    /// One piece per distinct token: all its occurrences are deleted together.
    pub fn words(text: &TokenizedText) -> Self {
        let mut numbers = HashMap::new();
        let mut number = |token| {
            let next = numbers.len();
            *numbers.entry(token).or_insert(next)
        };
        let of_token = text.tokens.iter().map(|token| number(token.text.as_str())).collect();
        Self::new(of_token, Gone::Deleted)
    }

    /// One piece per token: a removed one is replaced by `<unk>`, so that the others keep their places.
    pub fn positions(text: &TokenizedText) -> Self {
        Self::new((0..text.tokens.len()).collect(), Gone::Unknown)
    }

    /// One piece per sentence, which is deleted. A sentence ends with `.`, `!`, `?` or `...` and whatever marks follow,
    /// or at a line break; `source` is what the text was cut from. Abbreviations end sentences, too.
    pub fn sentences(source: &str, text: &TokenizedText) -> Self {
        let (mut sentence, mut has_ended, mut last_byte) = (0, false, 0);
        let mut of_token = Vec::with_capacity(text.tokens.len());
        for token in &text.tokens {
            let between = source.get(last_byte..token.bytes.start).unwrap_or("");
            let ends = ends_sentence(&token.text);
            let trails = ends || between.is_empty() && !has_letters(&token.text);
            let breaks = between.contains(['\n', '\r', '<']) || has_ended && !trails;
            if breaks && !of_token.is_empty() {
                (sentence, has_ended) = (sentence + 1, false);
            }
            has_ended |= ends;
            last_byte = token.bytes.end;
            of_token.push(sentence);
        }
        Self::new(of_token, Gone::Deleted)
    }

    fn new(of_token: Vec<usize>, gone: Gone) -> Self {
        let count = of_token.iter().max().map_or(0, |last| last + 1);
        Self { of_token, count, gone }
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Is the text empty?
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The text that is left when only some pieces are kept.
    pub fn left(&self, ids: &[u32], keeps: impl Fn(usize) -> bool) -> Vec<u32> {
        let tokens = ids.iter().zip(&self.of_token);
        match self.gone {
            Gone::Deleted => tokens.filter(|&(_, &piece)| keeps(piece)).map(|(&id, _)| id).collect(),
            Gone::Unknown => tokens.map(|(&id, &piece)| if keeps(piece) { id } else { UNKNOWN }).collect(),
        }
    }

    /// A value per token from a value per piece.
    pub fn to_tokens<T: Copy>(&self, of_piece: &[T]) -> Vec<T> {
        self.of_token.iter().map(|&piece| of_piece[piece]).collect()
    }

    /// Per token, how many tokens its piece has.
    pub fn shared(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.count];
        self.of_token.iter().for_each(|&piece| sizes[piece] += 1);
        self.to_tokens(&sizes)
    }
}

fn ends_sentence(token: &str) -> bool {
    matches!(token, "." | "!" | "?" | "..." | "…")
}

fn has_letters(token: &str) -> bool {
    token.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tokenizer;

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let cases: [(&str, &[usize]); 7] = [
            ("", &[]),
            ("no end", &[0, 0]),
            ("It is. \"Really?!\" yes...", &[0, 0, 0, 1, 1, 1, 1, 1, 2, 2]),
            ("One<br /><br />two\nthree", &[0, 1, 2]),
            ("<br />One.", &[0, 0]),
            ("(Well.) 8/10", &[0, 0, 0, 0, 1]),
            ("... so. .", &[0, 1, 1, 1]),
        ];
        for (source, expected) in cases {
            let text = Tokenizer::Unrolled.tokenize(source);
            assert_eq!(Pieces::sentences(source, &text).of_token, expected, "{source:?}");
        }
    }

    #[test]
    fn removed_pieces_are_deleted_or_become_unknown() {
        let text = Tokenizer::Unrolled.tokenize("good , not good");
        let ids = [5, 6, 7, 5];
        assert_eq!(Pieces::words(&text).left(&ids, |piece| piece != 0), [6, 7]);
        assert_eq!(Pieces::positions(&text).left(&ids, |piece| piece != 0), [UNKNOWN, 6, 7, 5]);
        assert!(Pieces::words(&text).left(&ids, |_| false).is_empty());
    }
}
