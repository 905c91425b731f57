//! How many rows a matrix by words is to have.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kernel::first;

/// How many words to give a row of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "lowercase"))]
#[serde(try_from = "Value", into = "Value")]
pub enum Rows {
    /// Every word.
    #[default]
    All,
    /// Those that were worth most at some time.
    #[cfg_attr(feature = "types", ts(untagged))]
    Strongest(usize),
}

impl Rows {
    /// Which of so many words get a row, in text order: those of a span in any case, then the strongest by the size of what
    /// they are worth at most; of equal ones the first.
    pub fn of(self, words: usize, span: Option<(usize, usize)>, most: &dyn Fn(usize) -> f64) -> Vec<usize> {
        let mut wanted: Vec<usize> = (0..words).collect();
        if let Self::Strongest(rows) = self {
            let asked = span.map_or(0..0, |(from, to)| from..to);
            let strongest = first(words, rows.max(asked.len()), &|a, b| {
                let by_size = || most(b).abs().total_cmp(&most(a).abs());
                asked.contains(&b).cmp(&asked.contains(&a)).then_with(by_size)
            });
            wanted.retain(|word| strongest.contains(word));
        }
        wanted
    }
}

impl From<Rows> for Value {
    fn from(rows: Rows) -> Self {
        match rows {
            Rows::All => "all".into(),
            Rows::Strongest(rows) => rows.into(),
        }
    }
}

/// From a number or the word: an untagged enum would bring a parser of its own, 4 kB of what each module weighs.
impl TryFrom<Value> for Rows {
    type Error = &'static str;

    fn try_from(written: Value) -> Result<Self, Self::Error> {
        match written.as_u64() {
            Some(rows) => Ok(Self::Strongest(rows as usize)),
            None if written == "all" => Ok(Self::All),
            None => Err("expected a number or all"),
        }
    }
}
