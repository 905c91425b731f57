//! The vocabulary that a network was trained with, as other programs write it down.
//!
//! A bundle's own begins with `<pad>` and `<unk>`; here they may stand anywhere, or be called otherwise, and every token
//! takes its row of the embedding along.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::{
    model::Weights,
    session::SessionError,
    text::{Tokenizer, UNKNOWN as UNKNOWN_ID, Vocabulary},
};

/// What the token for unknown words is called, in small letters; the first that is there.
const UNKNOWN: [&str; 6] = ["<unk>", "[unk]", "<oov>", "[oov]", "<unknown>", "[unknown]"];
/// What the token that fills up short texts is called.
const PADDING: [&str; 4] = ["<pad>", "[pad]", "<padding>", "<blank>"];

/// Reads the tokens in the order of their ids: one a line, or JSON, a list of tokens or an object of tokens and ids.
pub fn read(bytes: Vec<u8>, is_json: bool) -> Result<Vec<String>> {
    let text = String::from_utf8(bytes).context("expected UTF-8 text; convert the file")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match serde_json::from_str(text) {
        Ok(value @ (Value::Array(_) | Value::Object(_))) => of_json(value),
        Err(error) if is_json => bail!("expected JSON, a list of tokens or an object of tokens and ids, found {error}"),
        _ => of_lines(text),
    }
}

fn of_lines(text: &str) -> Result<Vec<String>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let lines: Vec<String> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned()).collect();
    ensure!(
        lines.len() < 2 || !lines.iter().all(|line| line.contains('\t')),
        "expected one token a line and nothing else, found a tab on every line, such as {:?}; leave only the tokens, in the order of their ids",
        lines[0]
    );
    Ok(lines)
}

fn of_json(value: Value) -> Result<Vec<String>> {
    let expected = "expected a JSON list of tokens, or an object that gives each token its id, from 0 on and each once";
    let mut tokens: Vec<(u64, String)> = match value {
        Value::Array(tokens) => {
            let token = |(id, token): (usize, Value)| Some((id as u64, token.as_str()?.to_owned()));
            tokens.into_iter().enumerate().map(token).collect::<Option<_>>()
        }
        Value::Object(ids) => ids.into_iter().map(|(token, id)| Some((id.as_u64()?, token))).collect(),
        _ => None,
    }
    .with_context(|| format!("{expected}, found something else; write it so"))?;
    tokens.sort();
    let gap = (0u64..).zip(&tokens).find(|(expected, (id, _))| expected != id);
    if let Some((missing, (id, token))) = gap {
        bail!("{expected}, found {token:?} with {id} where {missing} was to be; write it so");
    }
    Ok(tokens.into_iter().map(|(_, token)| token).collect())
}

/// A vocabulary in a bundle's order, and where each of its rows of the embedding comes from; `<pad>` has none where the
/// network was trained without, since no text ever reads it.
#[derive(Debug)]
pub struct Placed {
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    rows: Vec<Option<usize>>,
}

impl Placed {
    /// Puts the two special tokens first. `rows` are those of the embedding; `unknown` names the token for unknown words,
    /// where it is not called as usual.
    pub fn new(mut tokens: Vec<String>, rows: usize, unknown: Option<&str>) -> Result<Self> {
        while tokens.len() > rows && tokens.last().is_some_and(String::is_empty) {
            tokens.pop();
        }
        check_distinct(&tokens)?;
        let unknown = find_unknown(&tokens, unknown)?;
        if tokens.len() != rows {
            bail!(SessionError::VocabularySize { expected: rows, found: tokens.len() });
        }
        let padding = find(&tokens, &PADDING).filter(|&at| at != unknown);
        let words = (0..rows).filter(|&at| at != unknown && Some(at) != padding);
        let order: Vec<Option<usize>> = [padding, Some(unknown)].into_iter().chain(words.map(Some)).collect();
        let names = ["<pad>", "<unk>"].map(str::to_owned).into_iter();
        let lines = names.chain(order[2..].iter().flatten().map(|&at| as_line(&tokens[at])));
        Ok(Self { vocabulary: Vocabulary::new(lines.collect())?, rows: order })
    }

    /// Whether a token has another id than it had.
    pub fn is_moved(&self) -> bool {
        self.rows.iter().enumerate().any(|(id, row)| *row != Some(id))
    }

    /// Brings the rows of the embedding into the same order.
    pub fn move_rows(&self, weights: &mut Weights, width: usize) {
        let given = std::mem::take(&mut weights.embedding);
        let row =
            |row: &Option<usize>| row.map_or_else(|| vec![0.0; width], |at| given[at * width..][..width].to_vec());
        weights.embedding = self.rows.iter().flat_map(row).collect();
    }
}

/// An id must be clear. The remedies leave every row where it is.
fn check_distinct(tokens: &[String]) -> Result<()> {
    let mut seen = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(first) = seen.insert(token, at) else { continue };
        ensure!(
            !token.is_empty(),
            "expected one token a line, found lines {} and {} empty; if a token is a line feed, write the vocabulary as JSON, a list of the tokens in the order of their ids",
            first + 1,
            at + 1
        );
        bail!(
            "expected every token once, found {token:?} with the ids {first} and {at}; write another in place of the one that the network's own lookup does not give, one that no text has"
        );
    }
    Ok(())
}

fn find_unknown(tokens: &[String], named: Option<&str>) -> Result<usize> {
    match named {
        Some(named) => tokens.iter().position(|token| token == named).with_context(|| {
            format!("expected the token {named:?} of --unknown in the vocabulary, found none; name one that is there")
        }),
        None => find(tokens, &UNKNOWN).with_context(|| {
            format!(
                "expected a token that is read in place of words the network does not know, such as <unk> or [UNK], found none of that name among {}; name it with --unknown TOKEN (a network that passes over such words cannot be imported)",
                tokens.len()
            )
        }),
    }
}

/// The first of these names that is there, whatever its case; as it is written first.
fn find(tokens: &[String], names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| {
        let exact = tokens.iter().position(|token| token == name);
        exact.or_else(|| tokens.iter().position(|token| token.eq_ignore_ascii_case(name)))
    })
}

/// A token as a line of a bundle's vocabulary. What no line can hold, and what is a bundle's own name for something else,
/// becomes one that no text is ever cut into: tokens do not begin with a space.
fn as_line(token: &str) -> String {
    match token {
        "<pad>" | "<unk>" => format!(" {token}"),
        token if token.contains(['\n', '\r']) => format!(" {}", token.escape_debug()),
        token => token.to_owned(),
    }
}

/// What to know of a vocabulary some of whose tokens the rule never makes, such as one that knows capitals.
pub fn unreachable(vocabulary: &Vocabulary, tokenizer: Tokenizer) -> Option<String> {
    let (count, example) = never_made(vocabulary, tokenizer);
    let spared = count - never_made(vocabulary, Tokenizer::Whitespace).0.min(count);
    let remedy = match spared {
        0 => String::new(),
        spared => format!(
            "; if the network was trained on texts that were only split at spaces, import it with --tokenizer whitespace, which can read {spared} of them"
        ),
    };
    let all = vocabulary.len();
    example.map(|example| {
        format!("{count} of the {all} tokens are never read, as no text is cut into them, such as {example:?}{remedy}")
    })
}

/// How many tokens no text is cut into, and the first of them.
fn never_made(vocabulary: &Vocabulary, tokenizer: Tokenizer) -> (usize, Option<&str>) {
    let gives = |text: &str, before: usize, id: u32| {
        let tokens = tokenizer.tokenize(text).tokens;
        tokens.len() == before + 1 && tokens.last().is_some_and(|token| vocabulary.id(&token.text) == id)
    };
    let is_made = |id: u32| {
        let token = vocabulary.token(id);
        // The ends of contractions, such as 's, are there only behind a word.
        gives(token, 0, id) || gives(&format!("x{token}"), 1, id)
    };
    let mut never = (UNKNOWN_ID + 1..vocabulary.len() as u32).filter(|&id| !is_made(id));
    let first = never.next();
    (never.count() + usize::from(first.is_some()), first.map(|id| vocabulary.token(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_that_no_text_is_cut_into_are_counted() {
        let said = |tokens: &[&str], tokenizer| unreachable(&placed(tokens, None).unwrap().vocabulary, tokenizer);
        let plain =
            ["<pad>", "<unk>", "it", "'s", "'ll", "n't", "8/10", "...", "--", "cafe\u{301}", "&", "1,000", "*****"];
        assert_eq!(said(&plain, Tokenizer::Unrolled), None);
        let cased = ["<pad>", "<unk>", "good", "Good", "U.S.", "\n"];
        let told = said(&cased, Tokenizer::Unrolled).unwrap();
        assert!(told.starts_with("3 of the 6 tokens") && told.contains("\"Good\"; if"), "{told}");
        assert!(told.ends_with("--tokenizer whitespace, which can read 2 of them"), "{told}");
        let told = said(&cased, Tokenizer::Whitespace).unwrap();
        assert!(told.starts_with("1 of the 6") && !told.contains("--tokenizer"), "{told}");
    }

    fn placed(tokens: &[&str], unknown: Option<&str>) -> Result<Placed> {
        Placed::new(tokens.iter().map(|&token| token.to_owned()).collect(), tokens.len(), unknown)
    }

    /// The embedding whose row r is r + 1, brought into order.
    fn rows(placed: &Placed, given: usize) -> Vec<f32> {
        let embedding = (1..=given).map(|row| row as f32).collect();
        let mut weights = Weights { embedding, layers: Vec::new(), out: Vec::new(), out_bias: Vec::new() };
        placed.move_rows(&mut weights, 1);
        weights.embedding
    }

    #[test]
    fn special_tokens_may_stand_anywhere_and_take_their_rows_along() {
        let cases: [(&[&str], &[f32]); 6] = [
            (&["<pad>", "<unk>", "a", "b"], &[1.0, 2.0, 3.0, 4.0]),
            (&["<unk>", "<pad>", "a", "b"], &[2.0, 1.0, 3.0, 4.0]),
            (&["a", "b", "<unk>", "<pad>"], &[4.0, 3.0, 1.0, 2.0]),
            (&["[PAD]", "a", "[UNK]", "b"], &[1.0, 3.0, 2.0, 4.0]),
            // Without padding there is a row of nothing, which no text reads.
            (&["a", "b", "<UNK>"], &[0.0, 3.0, 1.0, 2.0]),
            (&["", "[UNK]", "a", "b"], &[0.0, 2.0, 1.0, 3.0, 4.0]),
        ];
        for (tokens, expected) in cases {
            let placed = placed(tokens, None).unwrap();
            assert_eq!(rows(&placed, tokens.len()), expected, "{tokens:?}");
            assert_eq!(placed.is_moved(), tokens[0] != "<pad>", "{tokens:?}");
            for (at, token) in tokens.iter().enumerate().filter(|(_, token)| ["a", "b"].contains(token)) {
                assert_eq!(expected[placed.vocabulary.id(token) as usize], at as f32 + 1.0, "{tokens:?} {token}");
            }
        }
    }

    #[test]
    fn the_unknown_token_can_be_named_even_the_padding() {
        let found = placed(&["0", "a", "b"], Some("0")).unwrap();
        assert_eq!(rows(&found, 3), [0.0, 1.0, 2.0, 3.0]);
        let found = placed(&["<pad>", "a", "b"], Some("<pad>")).unwrap();
        assert_eq!(rows(&found, 3), [0.0, 1.0, 2.0, 3.0]);
        let refused = placed(&["a", "b"], None).unwrap_err().to_string();
        assert!(refused.contains("--unknown TOKEN"), "{refused}");
        assert!(placed(&["a", "b"], Some("c")).unwrap_err().to_string().contains("\"c\" of --unknown"));
    }

    #[test]
    fn marks_line_ends_and_json_are_read() {
        let expected = ["<pad>", "<unk>", "good"];
        let cases = [
            "<pad>\n<unk>\ngood\n",
            "\u{feff}<pad>\n<unk>\ngood",
            "<pad>\r\n<unk>\r\ngood\r\n",
            "[\"<pad>\", \"<unk>\", \"good\"]",
            "\u{feff}{\"good\": 2, \"<unk>\": 1, \"<pad>\": 0}",
        ];
        for text in cases {
            assert_eq!(read(text.into(), false).unwrap(), expected, "{text:?}");
        }
        assert_eq!(read("[PAD]\n[UNK]\n".into(), false).unwrap(), ["[PAD]", "[UNK]"]);
        for (text, is_json, says) in [
            ("{\"a\": 0, \"b\": 2}", false, "found \"b\" with 2 where 1"),
            ("{\"a\": \"0\"}", false, "found something else"),
            ("[\"a\",", true, "expected JSON"),
            ("<pad>\t7\n<unk>\t3\n", false, "a tab on every line"),
        ] {
            let refused = format!("{:#}", read(text.into(), is_json).unwrap_err());
            assert!(refused.contains(says), "{refused}");
        }
    }

    #[test]
    fn a_line_feed_among_the_tokens_is_told_apart_from_a_missing_one() {
        let lines = read("<pad>\n<unk>\n\n\ngood\n".into(), false).unwrap();
        let refused = Placed::new(lines, 4, None).unwrap_err().to_string();
        assert!(refused.contains("lines 3 and 4 empty") && refused.contains("JSON"), "{refused}");
        let placed = placed(&["<pad>", "<unk>", "\n", " ", "good"], None).unwrap();
        assert_eq!(placed.vocabulary.to_text(), "<pad>\n<unk>\n \\n\n \ngood\n");
        assert_eq!(placed.vocabulary.id("good"), 4);
        let refused = self::placed(&["<unk>", "a", "a"], None).unwrap_err().to_string();
        assert!(refused.contains("with the ids 1 and 2"), "{refused}");
        // Blank lines at the end are no tokens.
        assert_eq!(Placed::new(["<pad>", "<unk>", "", ""].map(str::to_owned).to_vec(), 2, None).unwrap().rows.len(), 2);
    }
}
