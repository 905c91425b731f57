//! What three or more explainers share.

pub mod attribution;
pub mod decompose;
pub mod order;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/phrase_mining/mod.rs"]
pub mod phrase_mining;
pub mod shared;
pub mod tails;
pub mod telescope;
pub mod unit_target;
pub mod work;
