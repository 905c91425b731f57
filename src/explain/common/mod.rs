//! What three or more explainers share.

pub mod attribution;
pub mod decompose;
pub mod order;
pub mod rows;
pub mod shared;
pub mod tails;
pub mod telescope;
pub mod unit_target;
pub mod work;
