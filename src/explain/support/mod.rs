//! What several explainers share: masks, ridge regression, the best k.

pub mod assisted;
pub mod bandit;
pub mod beam;
pub mod decompose;
pub mod masks;
pub mod order;
pub mod pattern_pass;
pub mod pattern_runs;
pub mod perturbation;
pub mod pieces;
pub mod proportion;
pub mod quadrature;
pub mod ranks;
pub mod ridge;
pub mod rule_memory;
pub mod samples;
pub mod sandwich;
pub mod selection;
pub mod shared;
pub mod sizes;
pub mod subsets;
pub mod surrogate;
pub mod tails;
pub mod telescope;
pub mod vector_space;
pub mod work;
