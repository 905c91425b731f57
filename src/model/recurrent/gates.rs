//! The record of a step: what the last layer leaves behind.

/// A gate, the cell or the hidden state: which part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordPart {
    /// One block of the gate row, counted as in a gate row: i, f, g, o or n, r, z, m.
    Gate(usize),
    /// c.
    Cell,
    /// h.
    Hidden,
}
