//! The record of a step, and the names and order of the gates in it.

pub use crate::kernel::gates::{GATE_BLOCKS, gru, lstm};

/// A gate, the cell or the hidden state: which part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordPart {
    /// One block of the gate row, counted as in a gate row: see [`lstm`] and [`gru`].
    Gate(usize),
    /// c.
    Cell,
    /// h.
    Hidden,
}
