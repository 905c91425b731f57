//! The recurrence: one row at a time for a trace, many rows at once for everything else, and the same network in candle
//! for gradients.

pub(super) mod batch;
mod cell;
mod clamped;
mod fixed;
mod gates;
#[cfg(feature = "gradients")]
pub mod network;
mod projections;
mod reading;
#[cfg(feature = "gradients")]
mod recurrence;
mod rows;
mod state;
pub(super) mod tracing;

pub use batch::{LayersBelow, StepStates};
pub use cell::Cell;
pub use clamped::Clamp;
pub use gates::{GATE_BLOCKS, RecordPart, gru, lstm};
pub use projections::Projections;
pub use state::{LayerState, Run, State};
