//! What several explainers share: masks, ridge regression, the best k.
