//! Sigmoid and tanh as branch-free arithmetic, so that the compiler can put them into vector registers and every
//! machine computes the same bits.

use std::ops::{Add, Div, Mul, Sub};

use super::lanes::Floats;

/// The largest error of [`tanh`] against exact arithmetic, in units in the last place of its value, tested over a
/// dense grid.
pub const MAX_TANH_ERROR_ULP: f32 = 8.0;
/// The largest error of [`sigmoid`] in units in the last place of 1 (2⁻²³); small values have no more than these.
pub const MAX_SIGMOID_ERROR_ULP: f32 = 2.5;

/// Beyond this |x|, tanh x is within 3e-7 of ±1.
const TANH_SATURATES: f32 = 7.9;

/// What the activations are computed in: one number, or several side by side.
pub trait Real: Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> {
    /// A constant.
    fn constant(value: f32) -> Self;
    /// Held between two bounds; NaN stays NaN.
    fn between(self, least: f32, most: f32) -> Self;
}

impl Real for f32 {
    #[inline(always)]
    fn constant(value: f32) -> Self {
        value
    }

    #[inline(always)]
    fn between(self, least: f32, most: f32) -> Self {
        // Comparisons rather than f32::clamp: they become one vector instruction each, and NaN stays NaN.
        let x = if self < least { least } else { self };
        if x > most { most } else { x }
    }
}

impl Real for Floats {
    #[inline(always)]
    fn constant(value: f32) -> Self {
        Self::splat(value)
    }

    #[inline(always)]
    fn between(self, least: f32, most: f32) -> Self {
        Self::between(self, least, most)
    }
}

/// Coefficients of x⁶, x⁴, x², 1 in P: minimax in relative error on \[0, 7.9\] together with Q, 1.3e-7 before rounding
/// (fitted by Lawson's iteration).
#[allow(clippy::excessive_precision)]
const P: [f32; 4] = [1.153_181_4e-5, 2.960_471e-3, 0.129_344_15, 0.999_999_87];
/// Coefficients of x⁸, x⁶, x⁴, x², 1 in Q.
#[allow(clippy::excessive_precision)]
const Q: [f32; 5] = [2.492_539_8e-7, 2.400_117_2e-4, 2.385_407_3e-2, 0.462_676_42, 1.0];

/// A number that is still to be divided: division costs as much as half a polynomial, and several can share one.
#[derive(Debug, Clone, Copy)]
pub struct Ratio<T> {
    /// What is divided.
    pub over: T,
    /// What it is divided by; at least 1.
    pub under: T,
}

impl<T: Real> Ratio<T> {
    /// tanh x ≈ x·P(x²) / Q(x²).
    #[inline(always)]
    pub fn tanh(x: T) -> Self {
        let x = x.between(-TANH_SATURATES, TANH_SATURATES);
        let square = x * x;
        let horner = |coefficients: &[f32]| {
            let (first, rest) = (T::constant(coefficients[0]), &coefficients[1..]);
            rest.iter().fold(first, |sum, &coefficient| sum * square + T::constant(coefficient))
        };
        Self { over: x * horner(&P), under: horner(&Q) }
    }

    /// 1 / (1 + e⁻ˣ) = ½ (1 + tanh(x/2)).
    #[inline(always)]
    pub fn sigmoid(x: T) -> Self {
        let half = T::constant(0.5);
        let Self { over, under } = Self::tanh(half * x);
        Self { over: half * (under + over), under }
    }

    /// The quotient.
    #[inline(always)]
    pub fn value(self) -> T {
        self.over / self.under
    }
}

/// tanh x, to [`MAX_TANH_ERROR_ULP`].
#[inline(always)]
pub fn tanh<T: Real>(x: T) -> T {
    Ratio::tanh(x).value()
}

/// 1 / (1 + e⁻ˣ), to [`MAX_SIGMOID_ERROR_ULP`].
#[inline(always)]
pub fn sigmoid<T: Real>(x: T) -> T {
    Ratio::sigmoid(x).value()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps of 5e-5 from −20 to 20, and steps of a thousandth of an octave down to 1e-30.
    fn grid() -> impl Iterator<Item = f32> {
        let small = (0..100_000).flat_map(|step| [1.0, -1.0].map(|sign| sign * 2f32.powf(-step as f32 / 1000.0)));
        (-400_000..=400_000).map(|step| step as f32 * 5e-5).chain(small)
    }

    #[test]
    fn errors_stay_below_the_stated_bounds_on_a_dense_grid() {
        let (mut most_tanh, mut most_sigmoid) = (0.0f64, 0.0f64);
        for x in grid() {
            let exact = f64::from(x).tanh();
            let unit = f64::from((exact as f32).abs().next_up() - (exact as f32).abs());
            most_tanh = most_tanh.max((f64::from(tanh(x)) - exact).abs() / unit);
            let exact = 1.0 / (1.0 + (-f64::from(x)).exp());
            most_sigmoid = most_sigmoid.max((f64::from(sigmoid(x)) - exact).abs() / f64::from(f32::EPSILON));
            assert!(tanh(x).abs() <= 1.0 && (0.0..=1.0).contains(&sigmoid(x)), "{x}");
        }
        assert!(most_tanh <= MAX_TANH_ERROR_ULP.into(), "tanh {most_tanh}");
        assert!(most_sigmoid <= MAX_SIGMOID_ERROR_ULP.into(), "sigmoid {most_sigmoid}");
    }

    #[test]
    fn edges() {
        assert_eq!(tanh(0.0), 0.0);
        assert_eq!(sigmoid(0.0), 0.5);
        assert!((tanh(f32::INFINITY) - 1.0).abs() <= 4.0 * f32::EPSILON);
        assert!((sigmoid(f32::NEG_INFINITY)).abs() <= 2.5 * f32::EPSILON);
        assert!(tanh(f32::NAN).is_nan());
    }

    #[test]
    fn lanes_give_the_bits_of_single_numbers() {
        use super::super::lanes::LANES;
        for x in grid().step_by(101) {
            let mut lanes = [0.0; LANES];
            tanh(Floats::splat(x)).store(&mut lanes);
            assert!(lanes.iter().all(|lane| lane.to_bits() == tanh(x).to_bits()), "{x}");
        }
    }
}
