//! Second moments of hidden states, and directions in which the states are large.
//!
//! Subspace iteration: multiply orthonormal directions by the moments, make them orthonormal again, and repeat. What
//! it gives need not be the eigenvectors, only orthonormal and nearly as good; the eigen decomposition of a library,
//! which building an index uses natively, would make the wasm a twentieth larger.

/// Rounds of multiplication: more of them left the number of reviews to be read again where it was.
const ROUNDS: usize = 24;
/// A direction that keeps less than this of its length beside the ones before it is mere rounding.
const LEAST_LEFT: f64 = 1e-8;

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

    /// Orthonormal directions \[components, features\] in which the states are large; `components` is at most
    /// `features`.
    pub fn leading(&self, components: usize) -> Vec<f32> {
        let unit = |at: usize| (0..self.features).map(|feature| f64::from(feature == at)).collect();
        let mut directions: Vec<Vec<f64>> = (0..components).map(unit).collect();
        for _ in 0..ROUNDS {
            directions.iter_mut().for_each(|direction| *direction = self.times(direction));
            orthonormalize(&mut directions);
        }
        directions.into_iter().flatten().map(|value| value as f32).collect()
    }

    fn times(&self, direction: &[f64]) -> Vec<f64> {
        self.sums.chunks_exact(self.features.max(1)).map(|row| dot(row, direction)).collect()
    }
}

/// Gram and Schmidt, each step twice, which leaves nothing but the rounding of f64. A direction that lies in the span
/// of those before it is replaced by one that does not.
fn orthonormalize(directions: &mut [Vec<f64>]) {
    for at in 0..directions.len() {
        let (before, rest) = directions.split_at_mut(at);
        let Some(direction) = rest.first_mut() else { return };
        if !is_new(direction, before) {
            let features = direction.len();
            for axis in 0..features {
                *direction = (0..features).map(|feature| f64::from(feature == axis)).collect();
                if is_new(direction, before) {
                    break;
                }
            }
        }
    }
}

/// Takes the part of a direction that is orthogonal to those before it, at length 1, if there is any.
fn is_new(direction: &mut [f64], before: &[Vec<f64>]) -> bool {
    for _ in 0..2 {
        let length = dot(direction, direction).sqrt();
        for other in before {
            let share = dot(direction, other);
            direction.iter_mut().zip(other).for_each(|(value, other)| *value -= share * other);
        }
        let left = dot(direction, direction).sqrt();
        // A length of zero or none at all is not more.
        if !(left > LEAST_LEFT * length && left > f64::MIN_POSITIVE) {
            return false;
        }
        direction.iter_mut().for_each(|value| *value /= left);
    }
    true
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_orthonormal(basis: &[f32], features: usize) {
        for (i, a) in basis.chunks_exact(features).enumerate() {
            for (j, b) in basis.chunks_exact(features).enumerate() {
                let product: f64 = a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-6, "{i} {j}: {product}");
            }
        }
    }

    #[test]
    fn directions_are_orthonormal_and_the_first_are_those_of_the_states() {
        let mut moments = Moments::new(4);
        for (a, b) in [(3.0, 1.0), (-3.0, 1.0), (3.0, -1.0), (-2.0, -1.0)] {
            let half = 0.5f32.sqrt();
            moments.add(&[a * half, b, a * half, 0.0]);
        }
        let basis = moments.leading(4);
        check_orthonormal(&basis, 4);
        assert!((basis[0].abs() - 0.5f32.sqrt()).abs() < 0.03 && basis[5].abs() > 0.99, "{basis:?}");
    }

    #[test]
    fn states_of_few_directions_or_none_leave_the_others_orthonormal() {
        for states in [&[][..], &[[0.0; 5]], &[[1e-30, 0.0, 0.0, 2e-30, 0.0]], &[[1.0; 5], [-1.0, 1.0, 1.0, 1.0, 1.0]]]
        {
            let mut moments = Moments::new(5);
            states.iter().for_each(|state| moments.add(state));
            check_orthonormal(&moments.leading(5), 5);
            check_orthonormal(&moments.leading(3), 5);
        }
    }
}
