//! The vocabulary as plain arrays: what native builds run, where the compiler puts them into whatever vector registers
//! there are, and what says which bits every other machine has to give.

use std::ops::{Add, Div, Mul, Sub};

/// Numbers side by side: one AVX-512, two AVX2 or four SSE registers.
pub const LANES: usize = 16;

/// f32 numbers.
#[derive(Debug, Clone, Copy)]
pub struct Floats([f32; LANES]);

/// i32 numbers.
#[derive(Debug, Clone, Copy)]
pub struct Integers([i32; LANES]);

impl Floats {
    /// The same number in every lane.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self([value; LANES])
    }

    /// Reads one number per lane.
    #[inline(always)]
    pub fn load(from: &[f32; LANES]) -> Self {
        Self(*from)
    }

    /// Writes one number per lane.
    #[inline(always)]
    pub fn store(self, to: &mut [f32; LANES]) {
        *to = self.0;
    }

    /// Each lane held between two bounds.
    #[inline(always)]
    pub fn between(self, least: f32, most: f32) -> Self {
        let floor = self.0.map(|x| if x < least { least } else { x });
        Self(floor.map(|x| if x > most { most } else { x }))
    }

    /// Rounds each lane to the nearest integer, ties to even; |lane| must stay below 2²².
    #[inline(always)]
    pub fn store_rounded(self, to: &mut [i16; LANES]) {
        for (to, x) in to.iter_mut().zip(self.0) {
            let rounded = ((x + super::TO_INTEGER).to_bits() as i32).wrapping_sub(super::TO_INTEGER.to_bits() as i32);
            *to = rounded.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        }
    }
}

impl Integers {
    /// Zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        Self([0; LANES])
    }

    /// Adds to each lane its pair of weights times the pair of inputs.
    #[inline(always)]
    pub fn add_products(self, weights: &[[i16; 2]; LANES], inputs: &[i16; 2]) -> Self {
        let mut sums = self.0;
        for (sum, [a, b]) in sums.iter_mut().zip(weights) {
            *sum += i32::from(*a) * i32::from(inputs[0]) + i32::from(*b) * i32::from(inputs[1]);
        }
        Self(sums)
    }

    /// Each lane rounded to f32.
    #[inline(always)]
    pub fn to_floats(self) -> Floats {
        Floats(self.0.map(|x| x as f32))
    }
}

macro_rules! lane_by_lane {
    ($($operation:ident $method:ident $sign:tt),*) => {$(
        impl $operation for Floats {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(std::array::from_fn(|lane| self.0[lane] $sign other.0[lane]))
            }
        }
    )*};
}

lane_by_lane!(Add add +, Sub sub -, Mul mul *, Div div /);
