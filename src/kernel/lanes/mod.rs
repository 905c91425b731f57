//! A tiny vocabulary of vector operations: only those that the kernel needs, the same on every target.
//!
//! Lane by lane they are the operations of f32 and i32, never fused, so that every target computes the same bits
//! whatever the number of its lanes. `portable` says what they mean; the others are held against it by tests.

#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
mod avx2;
#[cfg(any(
    test,
    not(any(
        all(target_arch = "wasm32", target_feature = "simd128"),
        all(target_arch = "x86_64", target_feature = "avx2")
    ))
))]
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
pub use avx2::{Floats, Integers, LANES};
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    all(target_arch = "x86_64", target_feature = "avx2")
)))]
pub use portable::{Floats, Integers, LANES};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub use simd128::{Floats, Integers, LANES};

/// 1.5 · 2²³: added to a float of magnitude below 2²², it leaves that float's nearest integer in the lowest bits.
const TO_INTEGER: f32 = 12_582_912.0;

#[cfg(test)]
mod tests {
    use super::{Floats, Integers, LANES, portable};

    /// Numbers of all sizes and both signs, and those at which rounding is in doubt.
    fn floats() -> Vec<f32> {
        let small = (-300..300).map(|i| i as f32 * 0.37);
        let doubtful = (-9..9).map(|i| i as f32 + 0.5);
        let large = [32766.5, 32767.5, -32768.5, 40000.0, -40000.0, 1e6, -1e6, 0.0, -0.0, 1e-30];
        small.chain(doubtful).chain(large).collect()
    }

    /// Every lane of both vocabularies does the same to the same numbers, bit for bit.
    fn check(
        ours: impl Fn(Floats, Floats) -> Floats,
        plain: impl Fn(portable::Floats, portable::Floats) -> portable::Floats,
    ) {
        for &a in &floats() {
            for &b in floats().iter().step_by(7) {
                let (mut one, mut other) = ([0.0; LANES], [0.0; portable::LANES]);
                ours(Floats::splat(a), Floats::splat(b)).store(&mut one);
                plain(portable::Floats::splat(a), portable::Floats::splat(b)).store(&mut other);
                let bits = |x: &f32| if x.is_nan() { f32::NAN.to_bits() } else { x.to_bits() };
                assert!(one.iter().all(|x| bits(x) == bits(&other[0])), "{a} {b}: {one:?} {}", other[0]);
            }
        }
    }

    #[test]
    fn arithmetic_is_that_of_plain_numbers() {
        check(|a, b| a + b, |a, b| a + b);
        check(|a, b| a - b, |a, b| a - b);
        check(|a, b| a * b, |a, b| a * b);
        check(|a, b| a / b, |a, b| a / b);
        check(|a, _| a.between(-7.9, 7.9), |a, _| a.between(-7.9, 7.9));
    }

    #[test]
    fn rounding_and_products_are_those_of_plain_numbers() {
        for &a in &floats() {
            let (mut one, mut other) = ([0; LANES], [0; portable::LANES]);
            Floats::splat(a).store_rounded(&mut one);
            portable::Floats::load(&[a; portable::LANES]).store_rounded(&mut other);
            assert!(one.iter().all(|&x| x == other[0]), "{a}: {one:?} {}", other[0]);
        }
        for pair in [[3, -7], [i16::MAX, i16::MIN], [-1, 32767], [0, 0]] {
            let weights: [[i16; 2]; portable::LANES] =
                std::array::from_fn(|lane| [lane as i16 * 31 - 127, 127 - lane as i16]);
            let (mut one, mut other) = ([0.0; LANES], [0.0; portable::LANES]);
            let first = weights.first_chunk::<LANES>().expect("plain numbers have the most lanes");
            Integers::zero().add_products(first, &pair).add_products(first, &[1, 2]).to_floats().store(&mut one);
            let plain = portable::Integers::zero().add_products(&weights, &pair).add_products(&weights, &[1, 2]);
            plain.to_floats().store(&mut other);
            assert_eq!(one, other[..LANES]);
        }
        let mut lanes = [0.0; LANES];
        let numbers: [f32; LANES] = std::array::from_fn(|lane| lane as f32 / 3.0);
        Floats::load(&numbers).store(&mut lanes);
        assert_eq!(lanes, numbers);
    }
}
