//! What was measured of deep nearest neighbours when an index was built: a part of its metadata.

use serde::{Deserialize, Serialize};

/// How far credibility and confidence may be trusted, measured on the reviews that every published figure is measured
/// on. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "CredibilityMeasured"))]
pub struct Measured {
    /// How many reviews were judged.
    pub reviews: usize,
    /// How often the label with the largest p is right.
    pub accuracy: f64,
    /// How often the network is.
    pub network_accuracy: f64,
    /// For some ε: ε; how often the true label's p is at most ε, as published; and the same with cleverhans' p.
    pub validity: Vec<[f64; 3]>,
    /// Ten bins of credibility, lowest first: mean credibility, reviews, how often the prediction is right.
    pub reliability: Vec<[f64; 3]>,
    /// The least, the middle and the most credible third: as above.
    pub terciles: Vec<[f64; 3]>,
    /// How well strange texts are told from reviews.
    pub strange: Vec<Strange>,
}

/// How well one kind of strange text is told from reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "StrangeTexts"))]
pub struct Strange {
    /// unknown, random, shuffled or foreign.
    pub kind: String,
    /// How many such texts.
    pub texts: usize,
    /// The chance that a strange text looks stranger than a review (the area under the ROC curve; .5 is guessing) by
    /// credibility, by cleverhans' credibility, by the share of rare pairs and by the share of unknown words.
    pub auroc: [f64; 4],
}
