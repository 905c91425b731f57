//! The vocabulary's word vectors as a space: norms, and the nearest tokens by cosine.

use serde::Serialize;

use crate::{
    kernel::{first, ranked},
    model::Model,
    text::{PAD, UNKNOWN},
};

/// A token and how near it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Neighbour {
    /// The token's id.
    pub id: u32,
    /// Cosine of the angle to the vector asked about, −1 to 1.
    pub score: f32,
}

/// Norms of all word vectors; `<pad>`, `<unk>` and zero vectors take no part.
#[derive(Debug, Clone)]
pub struct VectorSpace {
    /// Ids that take part, and their norms.
    norms: Vec<(u32, f32)>,
    mean: f32,
    percentile_99: f32,
}

impl VectorSpace {
    /// Measures the vocabulary of a model. Cost: one pass over the word vectors.
    pub fn new(model: &Model) -> Self {
        let ids = (0..model.config().vocabulary as u32).filter(|&id| id != PAD && id != UNKNOWN);
        let length = |id: u32| model.embedding_of(id).iter().map(|x| x * x).sum::<f32>().sqrt();
        let norms: Vec<(u32, f32)> = ids.map(|id| (id, length(id))).filter(|&(_, norm)| norm > 0.0).collect();
        let order = ranked(norms.len(), &|a, b| norms[a].1.total_cmp(&norms[b].1));
        let sorted: Vec<f32> = order.into_iter().map(|at| norms[at].1).collect();
        let mean = sorted.iter().sum::<f32>() / sorted.len().max(1) as f32;
        let percentile_99 = sorted.get(sorted.len() * 99 / 100).copied().unwrap_or(mean);
        Self { norms, mean, percentile_99 }
    }

    /// The mean norm of a word vector.
    pub fn mean_norm(&self) -> f32 {
        self.mean
    }

    /// The norm that 99 of 100 word vectors stay below.
    pub fn percentile_99(&self) -> f32 {
        self.percentile_99
    }

    /// The `top` tokens of largest cosine to `vector`, ties by id; none for a zero vector.
    pub fn nearest(&self, model: &Model, vector: &[f32], top: usize) -> Vec<Neighbour> {
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length == 0.0 || vector.is_empty() {
            return Vec::new();
        }
        let cosine = |&(id, norm): &(u32, f32)| {
            let dot: f32 = model.embedding_of(id).iter().zip(vector).map(|(a, b)| a * b).sum();
            Neighbour { id, score: dot / (norm * length) }
        };
        let all: Vec<Neighbour> = self.norms.iter().map(cosine).collect();
        // Ids ascend, so that equals stand by id.
        first(all.len(), top, &|a, b| all[b].score.total_cmp(&all[a].score)).into_iter().map(|at| all[at]).collect()
    }
}
