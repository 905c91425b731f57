//! A few orthonormal directions that hold most of what hidden states differ in, so that more of them fit an index.

/// An orthonormal basis \[components, width\].
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    width: usize,
    basis: Vec<f32>,
}

impl Projection {
    /// Takes an orthonormal basis whose rows have `width` numbers.
    pub fn new(basis: Vec<f32>, width: usize) -> Self {
        Self { width, basis }
    }

    /// The directions \[components, width\].
    pub fn basis(&self) -> &[f32] {
        &self.basis
    }

    /// How many directions there are.
    pub fn components(&self) -> usize {
        self.basis.len() / self.width.max(1)
    }

    /// The components of a state, appended to `values`; returns the norm of what they leave out.
    pub fn project(&self, state: &[f32], values: &mut Vec<f32>) -> f32 {
        let mut rest = dot(state, state);
        for direction in self.basis.chunks_exact(self.width.max(1)) {
            let component = dot(direction, state);
            rest -= component * component;
            values.push(component);
        }
        // Rounding can take a state that lies wholly in the basis a little below zero.
        rest.max(0.0).sqrt()
    }
}

/// Sums run in this many lanes, always in the same order, so that every machine gets the same bits and the compiler
/// can use vector registers.
const LANES: usize = 8;

/// Σ aᵢ bᵢ.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    fold(a, b, |a, b| a * b)
}

/// Σ (aᵢ − bᵢ)².
pub(crate) fn squared_distance(a: &[f32], b: &[f32]) -> f32 {
    fold(a, b, |a, b| (a - b) * (a - b))
}

#[inline(always)]
fn fold(a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0.0f32; LANES];
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += term(a[lane], b[lane]);
        }
    }
    let rest = a_rest.iter().zip(b_rest).fold(0.0, |sum, (&a, &b)| sum + term(a, b));
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_and_residual_hold_the_whole_norm() {
        let half = 0.5f32.sqrt();
        let projection = Projection::new(vec![half, half, 0.0, 0.0, 0.0, 1.0], 3);
        let mut values = Vec::new();
        let residual = projection.project(&[3.0, 1.0, -2.0], &mut values);
        assert_eq!(projection.components(), 2);
        assert!((values[0] - 4.0 * half).abs() < 1e-6 && values[1] == -2.0);
        assert!((residual - 2.0f32.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn sums_of_any_length_equal_the_plain_loop() {
        for length in 0..40 {
            let a: Vec<f32> = (0..length).map(|i| i as f32 * 0.5 - 3.0).collect();
            let b: Vec<f32> = (0..length).map(|i| 2.0 - i as f32 * 0.25).collect();
            let plain: f32 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
            assert!((dot(&a, &b) - plain).abs() <= 1e-3, "{length}");
            assert!((squared_distance(&a, &b) - (dot(&a, &a) - 2.0 * plain + dot(&b, &b))).abs() <= 1e-2, "{length}");
        }
    }
}
