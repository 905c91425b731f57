//! What several test files share.

pub mod models;
pub mod toys;
