//! The order of the blocks of a *gate row*, \[4 · hidden\] for either cell, as [`lstm_update`](super::lstm_update) and
//! [`gru_update`](super::gru_update) leave it: whoever reads one names its block from here.

/// Blocks of a gate row.
pub const GATE_BLOCKS: usize = 4;

/// An LSTM's gate row, in PyTorch's order.
pub mod lstm {
    /// i, what is written.
    pub const INPUT: usize = 0;
    /// f, what is kept.
    pub const FORGET: usize = 1;
    /// g, what could be written.
    pub const CANDIDATE: usize = 2;
    /// o, what is shown.
    pub const OUTPUT: usize = 3;
    /// The names of the gates, by block.
    pub const NAMES: [&str; 4] = ["i", "f", "g", "o"];
}

/// A GRU's gate row.
pub mod gru {
    /// n, what could be written.
    pub const CANDIDATE: usize = 0;
    /// r, how much of the state the candidate sees.
    pub const RESET: usize = 1;
    /// z, what is kept.
    pub const UPDATE: usize = 2;
    /// m, the recurrent part of the candidate, which the reset gate scales: no gate, but needed to go back.
    pub const RECURRENT: usize = 3;
    /// The names of the gates, by block; m is none.
    pub const NAMES: [&str; 3] = ["n", "r", "z"];
}
