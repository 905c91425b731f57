//! What several test files share.

pub mod models;
pub mod reviews;
pub mod toys;
pub mod trained;
