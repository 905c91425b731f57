//! How much a job does between two questions whether it may go on.

/// Steps of the network in one unit of work: about 15 ms at the 45 Gop/s that simd128 reaches on LSTM(100→128), whose
/// step is 131,000 operations (untuned beyond that: any number gives the same answers).
const STEPS: usize = 5000;
/// A unit is at least this many texts, or the product of matrices degenerates into one of a matrix and a vector.
const LEAST: usize = 8;
/// A unit is at most this many texts: four units then make LIME's first estimate.
const MOST: usize = 50;

/// How many texts to run at once when they are `tokens` long on average.
pub fn texts_per_unit(tokens: usize) -> usize {
    (STEPS / tokens.max(1)).clamp(LEAST, MOST)
}
