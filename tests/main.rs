//! Whatever crosses two rooms, in one program: each of its own would link candle once more.

mod activation_maximization;
mod agreement;
mod architecture;
mod circles;
mod classes;
mod cli;
mod commands;
mod contribution;
mod counterfactuals;
mod deep_knn;
mod exact;
mod explainers_anchors;
mod explainers_anchors_alibi;
mod explainers_contextual_decomposition;
mod explainers_leave_one_out;
mod explainers_lime;
mod explainers_lime_itself;
mod explainers_lime_sampler;
mod explainers_phrases;
mod fixed_point;
mod foreign;
mod formats;
mod gradients;
mod index;
mod integrated_gradients;
mod methods;
mod network;
mod parity;
mod patterns;
mod phrase_rules;
mod reproduce;
mod rule_tree;
mod support;
mod text;
#[cfg(feature = "types")]
mod types;
