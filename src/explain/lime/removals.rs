//! Which pieces go from each sample.

use rand::Rng;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{masks::Masks, sizes::Sizes};

/// LIME's law of removal: how many pieces go is uniform on 1..=n, then which ones, without replacement. Row 0 keeps
/// everything.
///
/// Each row has its own stream of random numbers, so that it depends on nothing but the seed and its number.
#[derive(Debug, Clone)]
pub struct Removals {
    seed: ChaCha8Rng,
    /// All pieces; those of the current row that go stand first.
    order: Vec<u32>,
    /// How many go in each row, if not by LIME's law.
    sizes: Option<Sizes>,
}

impl Removals {
    /// Rows for a text of so many pieces.
    pub fn new(seed: u64, pieces: usize) -> Self {
        Self { seed: ChaCha8Rng::seed_from_u64(seed), order: (0..pieces as u32).collect(), sizes: None }
    }

    /// The same law, save that how many pieces go is drawn as `sizes` says.
    pub fn of_sizes(seed: u64, sizes: Sizes) -> Self {
        Self { sizes: Some(sizes.clone()), ..Self::new(seed, sizes.pieces()) }
    }

    /// Adds the next row to `masks`.
    pub fn draw(&mut self, masks: &mut Masks) {
        let (row, n) = (masks.rows(), self.order.len() as u32);
        if row == 0 || n == 0 {
            return masks.push(|_| true);
        }
        let mut rng = self.seed.clone();
        rng.set_stream(row as u64);
        self.order.iter_mut().zip(0..).for_each(|(piece, index)| *piece = index);
        let removed = match &self.sizes {
            Some(sizes) => sizes.removed(row) as u32,
            None => rng.random_range(1..=n),
        };
        for index in 0..removed {
            self.order.swap(index as usize, rng.random_range(index..n) as usize);
        }
        let mut keep = vec![true; n as usize];
        self.order[..removed as usize].iter().for_each(|&piece| keep[piece as usize] = false);
        masks.push(|piece| keep[piece]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removals_follow_the_law() {
        let (pieces, samples) = (9, 40_000);
        let (mut removals, mut masks) = (Removals::new(3, pieces), Masks::new(pieces));
        (0..samples).for_each(|_| removals.draw(&mut masks));
        assert_eq!(masks.kept(0), pieces);
        let rows = 1..samples;
        let mut sizes = vec![0.0f64; pieces];
        rows.clone().for_each(|row| sizes[masks.kept(row)] += 1.0);
        let expected = rows.len() as f64 / pieces as f64;
        assert!(sizes.iter().all(|&n| (n - expected).abs() < 5.0 * expected.sqrt()), "{sizes:?}");
        for piece in 0..pieces {
            let kept = rows.clone().filter(|&row| masks.keeps(row, piece)).count() as f64 / rows.len() as f64;
            assert!((kept - 4.0 / 9.0).abs() < 0.015, "piece {piece} is kept in {kept}");
        }
    }
}
