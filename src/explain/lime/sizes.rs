//! How many pieces to remove, when few samples shall tell much: sizes drawn where the kernel's weight and the spread
//! of the answers are, each sample weighed so that sums still estimate those under LIME's own law.
//!
//! LIME removes k of n pieces, k uniform on 1..=n, and weighs the sample by w(k): a quarter of its samples weigh next
//! to nothing. Here k has the probability q(k) ∝ w(k) √(s / (1.1 − s)), s = k / n, and a sample counts
//! ```text
//! ρ(k) = w(k) / (n q(k))        so that the mean of ρ f over samples estimates that of w f under LIME's law.
//! ```
//! This is importance sampling with Neyman's allocation (1934): the best q is w times the spread of a sample's
//! influence over the root of what the sample costs. √s is near that spread for the trained network (measured on two
//! reviews), and the cost is the share that is left to read, 1 − s, and a tenth. ρ never exceeds √(11 n) times its least value.
//!
//! Sizes come from a Kronecker sequence: u + row · (√5 − 1) / 2 modulo 1, u random, so that any number of rows, however
//! few, holds every size as often as q says, up to a few.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

use super::ridge::Moments;

/// (√5 − 1) / 2 in units of 2⁻⁶⁴: the multiples of no other number fill the circle more evenly.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What a text costs beside its words, as a share of reading the whole text (a guess).
const OVERHEAD: f64 = 0.1;

/// The law of the number of pieces removed.
#[derive(Debug, Clone)]
pub struct Sizes {
    /// w by the number of pieces removed less one \[pieces\].
    weights: Vec<f64>,
    /// q, likewise, summed up from the first on; the last is 1.
    cumulative: Vec<f64>,
    /// ρ, likewise.
    ratios: Vec<f64>,
    /// Where the sequence begins, in units of 2⁻⁶⁴.
    shift: u64,
}

impl Sizes {
    /// For LIME's `weights` of samples by the number of pieces removed less one, one for each piece.
    pub fn new(seed: u64, weights: Vec<f64>) -> Self {
        let n = weights.len() as f64;
        let share = |index: usize| (index + 1) as f64 / n;
        let worth = |index: usize| (share(index) / (1.0 + OVERHEAD - share(index))).sqrt();
        let mut densities: Vec<f64> = weights.iter().enumerate().map(|(index, w)| w * worth(index)).collect();
        if densities.iter().sum::<f64>() <= f64::MIN_POSITIVE {
            // A kernel too narrow for any sample: all weigh 0, whatever is drawn.
            densities.fill(1.0);
        }
        let total: f64 = densities.iter().sum();
        let ratio = |(weight, density): (&f64, &f64)| if *density > 0.0 { weight * total / (density * n) } else { 0.0 };
        let ratios = weights.iter().zip(&densities).map(ratio).collect();
        let running = densities.iter().scan(0.0, |sum, density| {
            *sum += density;
            Some(*sum / total)
        });
        let shift = ChaCha8Rng::seed_from_u64(seed).next_u64();
        Self { cumulative: running.collect(), ratios, weights, shift }
    }

    /// Of how many pieces.
    pub fn pieces(&self) -> usize {
        self.weights.len()
    }

    /// How many pieces go in a row, at least 1.
    pub fn removed(&self, row: usize) -> usize {
        let at = (row as u64).wrapping_mul(GOLDEN).wrapping_add(self.shift);
        // The upper 53 bits, which a f64 holds exactly.
        let at = (at >> 11) as f64 / (1u64 << 53) as f64;
        (self.cumulative.partition_point(|&sum| sum <= at) + 1).min(self.pieces())
    }

    /// ρ of a sample that keeps so many pieces; the text itself counts 1.
    pub fn ratio(&self, kept: usize) -> f64 {
        if kept == self.pieces() { 1.0 } else { self.ratios[self.pieces() - kept - 1] }
    }

    /// What the sums over the masks of `samples` of LIME's own, the text itself among them, are on average.
    ///
    /// All pieces are alike: with s₁ = Σ w m / n and s₂ = Σ w m (m − 1) / (n (n − 1)), m the number kept, every x has
    /// the sum s₁ and every product of two s₂.
    pub fn expected_moments(&self, samples: usize) -> Moments {
        let n = self.pieces() as f64;
        let each = (samples - 1) as f64 / n;
        let (mut total, mut single, mut double) = (1.0, 1.0, 1.0);
        for (index, weight) in self.weights.iter().enumerate() {
            let kept = n - (index + 1) as f64;
            total += each * weight;
            single += each * weight * kept / n;
            double += each * weight * kept * (kept - 1.0) / (n * (n - 1.0)).max(1.0);
        }
        Moments::exchangeable(self.pieces(), total, single, double)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_their_law_in_every_prefix_and_count_as_limes() {
        let weights: Vec<f64> = (1..=12).map(|removed| 1.0 / f64::from(removed)).collect();
        let sizes = Sizes::new(5, weights.clone());
        for rows in [50, 400, 5000] {
            let mut counts = [0.0; 12];
            (1..=rows).for_each(|row| counts[sizes.removed(row) - 1] += 1.0);
            let mut below = 0.0;
            for (index, weight) in weights.iter().enumerate() {
                let q = sizes.cumulative[index] - below;
                below = sizes.cumulative[index];
                assert!((counts[index] - q * f64::from(rows as u32)).abs() < 5.0, "{rows}: {counts:?}");
                assert!((q * sizes.ratios[index] * 12.0 - weight).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn too_narrow_a_kernel_weighs_nothing() {
        let sizes = Sizes::new(5, vec![0.0; 4]);
        assert!((1..9).all(|row| (1..=4).contains(&sizes.removed(row))));
        assert_eq!((sizes.ratio(2), sizes.ratio(4)), (0.0, 1.0));
    }
}
