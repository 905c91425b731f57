//! Second moments of hidden states, and the directions in which the states are largest.

use nalgebra::DMatrix;

/// Σ h hᵀ over some states.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    features: usize,
    /// \[features, features\].
    sums: Vec<f64>,
}

impl Moments {
    /// Of no states yet.
    pub fn new(features: usize) -> Self {
        Self { features, sums: vec![0.0; features * features] }
    }

    /// Counts a state \[features\] in.
    pub fn add(&mut self, state: &[f32]) {
        for (row, &a) in self.sums.chunks_exact_mut(self.features.max(1)).zip(state) {
            row.iter_mut().zip(state).for_each(|(sum, &b)| *sum += f64::from(a) * f64::from(b));
        }
    }

    /// Counts the states of another in.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn join(&mut self, other: &Self) {
        self.sums.iter_mut().zip(&other.sums).for_each(|(sum, other)| *sum += other);
    }

    /// The eigenvectors, the one of the largest eigenvalue first: `components` orthogonal unit vectors \[components,
    /// features\]. Cost: some features³.
    pub fn leading(&self, components: usize) -> Vec<f32> {
        let eigen = DMatrix::from_row_slice(self.features, self.features, &self.sums).symmetric_eigen();
        let mut order: Vec<usize> = (0..self.features).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let directions = order.into_iter().take(components);
        directions.flat_map(|at| eigen.eigenvectors.column(at).iter().map(|&x| x as f32).collect::<Vec<_>>()).collect()
    }
}
