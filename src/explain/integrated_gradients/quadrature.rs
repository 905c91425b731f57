//! Gauss–Legendre quadrature on the interval from 0 to 1.
//!
//! With n nodes it integrates every polynomial of degree 2n − 1 exactly. The nodes are the roots of the Legendre polynomial
//! P_n, found by Newton's iteration from Tricomi's first guess; the weight of a root x is 2 / ((1 − x²) P′_n(x)²), halved
//! here as the interval is half as long as the usual one (Golub & Welsch 1969 give another way to the same numbers).

/// A place and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Between 0 and 1.
    pub at: f64,
    /// The weights of all nodes add up to 1.
    pub weight: f64,
}

/// Newton doubles the digits in each step; from the first guess, five suffice up to 10,000 nodes, the rest is margin.
const STEPS: usize = 10;

/// The rule with `count` nodes, ascending.
pub fn gauss_legendre(count: usize) -> Vec<Node> {
    let node = |index: usize| {
        // Counted from the top, so that the cosines of the first guesses ascend with the index.
        let from_top = (count - index) as f64;
        let mut x = libm::cos(std::f64::consts::PI * (from_top - 0.25) / (count as f64 + 0.5));
        for _ in 0..STEPS {
            let (value, slope) = legendre(count, x);
            x -= value / slope;
        }
        let (_, slope) = legendre(count, x);
        Node { at: 0.5 + 0.5 * x, weight: 1.0 / ((1.0 - x * x) * slope * slope) }
    };
    (0..count).map(node).collect()
}

/// P_n(x) and its derivative, by Bonnet's recursion (k + 1) P_{k+1} = (2k + 1) x P_k − k P_{k−1}.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for k in 0..n {
        let k = k as f64;
        (before, value) = (value, ((2.0 * k + 1.0) * x * value - k * before) / (k + 1.0));
    }
    (value, n as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_of_degree_2n_minus_1_are_integrated_exactly() {
        for count in [1, 2, 3, 10, 50, 200] {
            let rule = gauss_legendre(count);
            for degree in [0, 1, count, 2 * count - 1] {
                let found: f64 = rule.iter().map(|node| node.weight * node.at.powi(degree as i32)).sum();
                assert!((found - 1.0 / (degree as f64 + 1.0)).abs() < 1e-13, "{count} nodes, degree {degree}: {found}");
            }
        }
        assert!(gauss_legendre(0).is_empty());
    }
}
