//! Sums of numbers that are too large to be written.

/// A sum of exponentials, by its logarithm, so that no term can overflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogSum {
    most: f64,
    sum: f64,
}

impl LogSum {
    pub const EMPTY: Self = Self { most: f64::NEG_INFINITY, sum: 0.0 };

    pub fn add(&mut self, log: f64) {
        if log > self.most {
            self.sum *= (self.most - log).exp();
            self.most = log;
        }
        self.sum += (log - self.most).exp();
    }

    pub fn ln(self) -> f64 {
        self.most + self.sum.ln()
    }
}
