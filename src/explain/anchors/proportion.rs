//! A share that was counted, and how far the truth may be from it.

use serde::Serialize;

/// Halvings of an interval: 2⁻⁵² of it is left.
const HALVINGS: usize = 52;
/// What each end of the interval may leave out: two ends make 5 %.
const TAIL: f64 = 0.025;

/// So many of so many, with its 95 % interval by Clopper and Pearson (1934): the shares under which a count so high, or so
/// low, would come in more than 2.5 % of cases. It covers at least 95 %, whatever the share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Proportion {
    /// The share counted; 0 of nothing.
    pub share: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Out of how many.
    pub samples: u64,
}

impl Proportion {
    /// `hits` of `samples`.
    pub fn of(hits: u64, samples: u64) -> Self {
        let share = hits as f64 / samples.max(1) as f64;
        Self { share, low: lower_end(hits, samples), high: 1.0 - lower_end(samples - hits, samples), samples }
    }
}

/// Hits of a measurement under way, and samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally(pub u64, pub u64);

impl Tally {
    /// The share so far; None before the first sample.
    pub fn proportion(self) -> Option<Proportion> {
        (self.1 > 0).then(|| Proportion::of(self.0, self.1))
    }
}

/// The share p under which `hits` or more of `samples` come in 2.5 % of cases.
fn lower_end(hits: u64, samples: u64) -> f64 {
    if hits == 0 {
        return 0.0;
    }
    let choose = log_choose(hits, samples);
    bisect(0.0, hits as f64 / samples as f64, &|p| tail(choose, hits, samples, p) < TAIL)
}

/// The logarithm of the ways to choose `some` of `all`.
fn log_choose(some: u64, all: u64) -> f64 {
    let some = some.min(all - some);
    (1..=some).map(|i| libm::log((all - some + i) as f64 / i as f64)).sum()
}

/// P(X ≥ hits) of a binomial, for p below hits / samples: its terms descend, so that the first are all that counts.
fn tail(choose: f64, hits: u64, samples: u64, p: f64) -> f64 {
    let (hits, samples) = (hits as f64, samples as f64);
    let first = choose + hits * libm::log(p) + (samples - hits) * libm::log(1.0 - p);
    let (mut term, mut sum, mut at) = (libm::exp(first), 0.0, hits);
    while term > sum * 1e-16 {
        sum += term;
        term *= p / (1.0 - p) * (samples - at) / (at + 1.0);
        at += 1.0;
    }
    sum
}

/// The border between the x for which `below` holds and those above, from `from` to `to`.
pub fn bisect(mut from: f64, mut to: f64, below: &dyn Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (from + to);
        if below(middle) { from = middle } else { to = middle }
    }
    0.5 * (from + to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_those_of_the_tables() {
        // Beta quantiles, as any table of binomial limits has them.
        for (hits, samples, low, high) in [
            (0, 10, 0.0, 0.308_497_1),
            (10, 10, 0.691_502_9, 1.0),
            (5, 10, 0.187_086_0, 0.812_914_0),
            (81, 263, 0.252_736_7, 0.367_621_9),
        ] {
            let found = Proportion::of(hits, samples);
            assert!((found.low - low).abs() < 1e-6 && (found.high - high).abs() < 1e-6, "{found:?}");
        }
        let many = Proportion::of(9_500, 10_000);
        assert!((many.low - 0.945_6).abs() < 2e-4 && (many.high - 0.954_2).abs() < 2e-4, "{many:?}");
        assert_eq!(Proportion::of(0, 0), Proportion { share: 0.0, low: 0.0, high: 1.0, samples: 0 });
    }

    #[test]
    fn at_each_end_the_tail_is_as_it_should_be() {
        for (hits, samples) in [(1u64, 7u64), (3, 7), (500, 1024), (1000, 1024), (1023, 1024)] {
            let found = Proportion::of(hits, samples);
            let tail = |hits, p| tail(log_choose(hits, samples), hits, samples, p);
            assert!((tail(hits, found.low) - TAIL).abs() < 1e-9);
            assert!((tail(samples - hits, 1.0 - found.high) - TAIL).abs() < 1e-9);
        }
    }
}
