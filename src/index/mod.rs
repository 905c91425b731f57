//! The activation index.
