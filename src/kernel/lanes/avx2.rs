//! The vocabulary in the 256-bit vector instructions of x86-64 processors since 2013: what a native build runs, because
//! the compiler does not find the instruction for pairs of products by itself.
//!
//! The file is compiled only where `target_feature = "avx2"` holds for the whole build (see `mod.rs`), so that a processor
//! which runs it at all has its instructions. Loads and stores are those that need no alignment.
#![allow(unsafe_code)]

use core::arch::x86_64::{
    __m256, __m256i, _mm_storeu_si128, _mm256_add_epi32, _mm256_add_ps, _mm256_castps_si256, _mm256_castsi256_si128,
    _mm256_cvtepi32_ps, _mm256_div_ps, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_max_ps,
    _mm256_min_ps, _mm256_mul_ps, _mm256_packs_epi32, _mm256_permute4x64_epi64, _mm256_set1_epi32, _mm256_set1_ps,
    _mm256_setzero_si256, _mm256_storeu_ps, _mm256_sub_epi32, _mm256_sub_ps,
};
use std::ops::{Add, Div, Mul, Sub};

/// Numbers side by side.
pub const LANES: usize = 8;

/// f32 numbers.
#[derive(Debug, Clone, Copy)]
pub struct Floats(__m256);

/// i32 numbers.
#[derive(Debug, Clone, Copy)]
pub struct Integers(__m256i);

// SAFETY, of every block here: this file is compiled only where AVX2 is switched on for the whole program, and reads
// and writes are of 32, 16 or 4 bytes that lie within the arrays behind the references; none needs alignment.

impl Floats {
    /// The same number in every lane.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        // SAFETY: this file is built for AVX2 processors only; registers only, no memory.
        Self(unsafe { _mm256_set1_ps(value) })
    }

    /// Reads one number per lane.
    #[inline(always)]
    pub fn load(from: &[f32; LANES]) -> Self {
        // SAFETY: this file is built for AVX2 processors only; the 32 bytes read are those of the array.
        Self(unsafe { _mm256_loadu_ps(from.as_ptr()) })
    }

    /// Writes one number per lane.
    #[inline(always)]
    pub fn store(self, to: &mut [f32; LANES]) {
        // SAFETY: this file is built for AVX2 processors only; the 32 bytes written are those of the array.
        unsafe { _mm256_storeu_ps(to.as_mut_ptr(), self.0) }
    }

    /// Each lane held between two bounds.
    #[inline(always)]
    pub fn between(self, least: f32, most: f32) -> Self {
        // SAFETY: this file is built for AVX2 processors only; registers only, no memory.
        // A NaN stands second, where these instructions keep it.
        Self(unsafe { _mm256_min_ps(_mm256_set1_ps(most), _mm256_max_ps(_mm256_set1_ps(least), self.0)) })
    }

    /// Rounds each lane to the nearest integer, ties to even; |lane| must stay below 2²².
    #[inline(always)]
    pub fn store_rounded(self, to: &mut [i16; LANES]) {
        let shift = super::TO_INTEGER;
        // SAFETY: this file is built for AVX2 processors only; the 16 bytes written are those of the array.
        unsafe {
            let shifted = _mm256_castps_si256(_mm256_add_ps(self.0, _mm256_set1_ps(shift)));
            let rounded = _mm256_sub_epi32(shifted, _mm256_set1_epi32(shift.to_bits() as i32));
            let packed = _mm256_permute4x64_epi64::<0b1000>(_mm256_packs_epi32(rounded, rounded));
            _mm_storeu_si128(to.as_mut_ptr().cast(), _mm256_castsi256_si128(packed));
        }
    }
}

impl Integers {
    /// Zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        // SAFETY: this file is built for AVX2 processors only; registers only, no memory.
        Self(unsafe { _mm256_setzero_si256() })
    }

    /// Adds to each lane its pair of weights times the pair of inputs.
    #[inline(always)]
    pub fn add_products(self, weights: &[[i16; 2]; LANES], inputs: &[i16; 2]) -> Self {
        let pair = i32::from(inputs[0]) & 0xFFFF | i32::from(inputs[1]) << 16;
        // SAFETY: this file is built for AVX2 processors only; the 32 bytes read are those of the weights.
        unsafe {
            let weights = _mm256_loadu_si256(weights.as_ptr().cast());
            Self(_mm256_add_epi32(self.0, _mm256_madd_epi16(weights, _mm256_set1_epi32(pair))))
        }
    }

    /// Each lane rounded to f32.
    #[inline(always)]
    pub fn to_floats(self) -> Floats {
        // SAFETY: this file is built for AVX2 processors only; registers only, no memory.
        Floats(unsafe { _mm256_cvtepi32_ps(self.0) })
    }
}

macro_rules! lane_by_lane {
    ($($operation:ident $method:ident $instruction:ident),*) => {$(
        impl $operation for Floats {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: this file is built for AVX2 processors only; registers only, no memory.
                Self(unsafe { $instruction(self.0, other.0) })
            }
        }
    )*};
}

lane_by_lane!(Add add _mm256_add_ps, Sub sub _mm256_sub_ps, Mul mul _mm256_mul_ps, Div div _mm256_div_ps);
