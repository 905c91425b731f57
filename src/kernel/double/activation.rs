//! Sigmoid, tanh and their linearization, in f64: large parts that cancel would take f32's digits with them.
//!
//! Branch-free arithmetic, so that the compiler can put it into vector registers and every machine computes the same
//! bits; absolute errors are a few units of 1e-16, which is all that sums of parts need.

/// Beyond this |x| every function here has reached its limit.
const FAR: f64 = 700.0;
/// 1.5 · 2⁵²: a number of moderate size added to it is rounded to a whole one, which then stands in its lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: a product of the first with a small whole number is exact (fdlibm's e_exp.c).
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
/// 1/13!, 1/12!, …, 1/1!, 1/0!: on |r| ≤ ½ ln 2 what is left out is below 1e-17.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

#[inline(always)]
fn exp(x: f64) -> f64 {
    let x = if x < -FAR { -FAR } else { x };
    let x = if x > FAR { FAR } else { x };
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let rest = x - whole * LN_2[0] - whole * LN_2[1];
    let series = TAYLOR[1..].iter().fold(TAYLOR[0], |sum, coefficient| sum * rest + coefficient);
    series * f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0f64.to_bits()))
}

/// Each x becomes 1 / (1 + e⁻ˣ). Over a slice and never inlined: one copy of the series, in vector registers.
#[inline(never)]
pub fn sigmoid(values: &mut [f64]) {
    values.iter_mut().for_each(|x| *x = 1.0 / (1.0 + exp(-*x)));
}

/// Each x becomes tanh x.
#[inline(never)]
pub fn tanh(values: &mut [f64]) {
    values.iter_mut().for_each(|x| *x = 1.0 - 2.0 / (1.0 + exp(2.0 * *x)));
}

/// What the part a and the rest b do to an activation s of a + b + c, the bias c always counted first, averaged over
/// the two orders of a and b: a' = ½ \[s(a+c) − s(c) + s(a+b+c) − s(b+c)\], b' likewise; a' + b' + s(c) = s(a+b+c).
#[inline(always)]
pub fn shares(with_part: f64, with_rest: f64, whole: f64, bias: f64) -> (f64, f64) {
    (0.5 * (with_part - bias + whole - with_rest), 0.5 * (with_rest - bias + whole - with_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(function: fn(&mut [f64]), x: f64) -> f64 {
        let mut values = [x];
        function(&mut values);
        values[0]
    }

    #[test]
    fn agree_with_libm_and_hold_at_the_ends() {
        for step in -400_000..=400_000 {
            let x = f64::from(step) * 1e-4;
            assert!((of(tanh, x) - libm::tanh(x)).abs() < 5e-16, "{x}");
            assert!((of(sigmoid, x) - 1.0 / (1.0 + libm::exp(-x))).abs() < 5e-16, "{x}");
        }
        for (x, sign) in [(1e300, 1.0), (-1e300, -1.0), (f64::INFINITY, 1.0), (f64::NEG_INFINITY, -1.0)] {
            assert_eq!(of(tanh, x), sign);
            assert_eq!(of(sigmoid, x).round(), (sign + 1.0) / 2.0);
        }
        assert_eq!((of(tanh, 0.0), of(sigmoid, 0.0)), (0.0, 0.5));
    }
}
