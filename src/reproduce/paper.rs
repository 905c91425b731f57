//! What the paper printed: Lopes, "An Integrative Approach to Visualizing Recurrent Neural Networks".

/// Table 1: accuracy on training, validation and test reviews.
pub const ACCURACY: [f64; 3] = [0.9321, 0.8498, 0.8464];
/// §5.2: the first review is rightly called positive with this confidence.
pub const FIRST_REVIEW: f64 = 0.98;
/// §5.2: the second is wrongly called negative with this confidence.
pub const SECOND_REVIEW: f64 = 0.84;
/// §5.3: what the optimized vector makes of the positive class.
pub const MAXIMIZED: f64 = 0.98;
/// §5.3: ratings among the ten tokens nearest to it.
pub const RATINGS_AMONG_TEN: usize = 4;
/// The tokens of Figure 4.
pub const SEARCHED: [&str; 11] =
    ["Treat", "McBain", "10/10", "9/10", "/>9/10", "being.<br", "/>10/10", "/>13", "7/10", "8/10", "DW"];
/// Table 2: bigrams found for `poetic`, and what the network says of their sentences.
pub const LIKE_POETIC: [(&str, f64); 3] = [("Dog Days", 0.98), ("true hero", 0.97), ("Tigerland follows", 0.97)];
/// Table 3: bigrams found for `Toy Story`.
pub const LIKE_TOY_STORY: [(&str, f64); 3] = [("In 1988", 0.03), ("In an", 0.09), ("Awful Movie", 0.02)];
