//! The vocabulary in WebAssembly's 128-bit vector instructions, those that every current browser has.
#![allow(unsafe_code)]

use core::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_div, f32x4_mul, f32x4_pmax, f32x4_pmin, f32x4_splat, f32x4_sub,
    i16x8_narrow_i32x4, i32x4_add, i32x4_dot_i16x8, i32x4_splat, i32x4_sub, v128, v128_load, v128_load32_splat,
    v128_store, v128_store64_lane,
};
use std::ops::{Add, Div, Mul, Sub};

/// Numbers side by side.
pub const LANES: usize = 4;

/// f32 numbers.
#[derive(Debug, Clone, Copy)]
pub struct Floats(v128);

/// i32 numbers.
#[derive(Debug, Clone, Copy)]
pub struct Integers(v128);

impl Floats {
    /// The same number in every lane.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self(f32x4_splat(value))
    }

    /// Reads one number per lane.
    #[inline(always)]
    pub fn load(from: &[f32; LANES]) -> Self {
        // SAFETY: the 16 bytes read are those of the array; v128_load needs no alignment.
        Self(unsafe { v128_load(from.as_ptr().cast()) })
    }

    /// Writes one number per lane.
    #[inline(always)]
    pub fn store(self, to: &mut [f32; LANES]) {
        // SAFETY: the 16 bytes written are those of the array; v128_store needs no alignment.
        unsafe { v128_store(to.as_mut_ptr().cast(), self.0) }
    }

    /// Each lane held between two bounds.
    #[inline(always)]
    pub fn between(self, least: f32, most: f32) -> Self {
        // pmin and pmax are one instruction each, and keep a NaN that stands first.
        Self(f32x4_pmin(f32x4_pmax(self.0, f32x4_splat(least)), f32x4_splat(most)))
    }

    /// Rounds each lane to the nearest integer, ties to even; |lane| must stay below 2²².
    #[inline(always)]
    pub fn store_rounded(self, to: &mut [i16; LANES]) {
        let shifted = f32x4_add(self.0, f32x4_splat(super::TO_INTEGER));
        let rounded = i32x4_sub(shifted, i32x4_splat(super::TO_INTEGER.to_bits() as i32));
        // SAFETY: the 8 bytes written are those of the array; the store needs no alignment.
        unsafe { v128_store64_lane::<0>(i16x8_narrow_i32x4(rounded, rounded), to.as_mut_ptr().cast()) }
    }
}

impl Integers {
    /// Zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        Self(i32x4_splat(0))
    }

    /// Adds to each lane its pair of weights times the pair of inputs.
    #[inline(always)]
    pub fn add_products(self, weights: &[[i16; 2]; LANES], inputs: &[i16; 2]) -> Self {
        // SAFETY: the 16 bytes read are those of the weights, the 4 bytes those of the inputs; neither needs alignment.
        let (weights, inputs) =
            unsafe { (v128_load(weights.as_ptr().cast()), v128_load32_splat(inputs.as_ptr().cast())) };
        Self(i32x4_add(self.0, i32x4_dot_i16x8(weights, inputs)))
    }

    /// Each lane rounded to f32.
    #[inline(always)]
    pub fn to_floats(self) -> Floats {
        Floats(f32x4_convert_i32x4(self.0))
    }
}

macro_rules! lane_by_lane {
    ($($operation:ident $method:ident $instruction:ident),*) => {$(
        impl $operation for Floats {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self($instruction(self.0, other.0))
            }
        }
    )*};
}

lane_by_lane!(Add add f32x4_add, Sub sub f32x4_sub, Mul mul f32x4_mul, Div div f32x4_div);
