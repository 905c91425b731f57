//! The average word: what a network reads on the average, as one word vector.

use crate::{index::ActivationIndex, model::Model};

/// The mean word vector of the training texts, \[embedding\], of each word as often as they hold it, unknown words included;
/// None of texts without a word. In f64 and in the order of the vocabulary, so that every machine gives the same bits.
pub fn average_word(model: &Model, index: &ActivationIndex) -> Option<Vec<f32>> {
    let mut sums = vec![0.0f64; model.config().embedding];
    let mut words = 0.0;
    for id in 0..model.config().vocabulary as u32 {
        let count = f64::from(index.count(id));
        words += count;
        sums.iter_mut().zip(model.embedding_of(id)).for_each(|(sum, &value)| *sum += count * f64::from(value));
    }
    (words > 0.0).then(|| sums.iter().map(|sum| (sum / words) as f32).collect())
}
