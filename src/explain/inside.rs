//! What one layer held at every step: gates, cell and hidden state of every unit, in the order of a record.
//!
//! Cost: nothing beyond the trace it is read off, which is one pass. Exact: these are the numbers that the network computed.

use crate::{
    explain::{ExplainError, common::unit_target::UnitKind},
    model::{CellKind, Directions, GATE_BLOCKS, Model, Readout, gru, lstm},
    trace::{DirectionTrace, Trace},
};

/// The numbers of one layer.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Inside {
    /// Which layer, from 0 at the embedding.
    pub layer: usize,
    /// Units, those of both directions side by side.
    pub units: usize,
    /// Which number each part holds. LSTM: input, forget, candidate, output, cell, hidden; GRU: candidate, reset, update,
    /// hidden.
    pub parts: Vec<UnitKind>,
    /// \[parts, steps, units\].
    #[cfg_attr(feature = "types", ts(type = "Float32Array"))]
    pub values: Vec<f32>,
    /// Each unit's weight in the score of the class that is explained, of more than two in its margin over the runner-up:
    /// weight · (hidden after a token − hidden before it), summed over the units, is what the token moved the score by. Null
    /// of a layer under the last, of a mean or maximum over all tokens, which is not linear in the last hidden state, and of a
    /// network that reads both ways, whose score after each token is that of another reading.
    #[cfg_attr(feature = "types", ts(type = "Float32Array | null"))]
    pub readout: Option<Vec<f32>>,
}

/// Where the parts of a record stand in a gate row.
const LSTM: [(UnitKind, usize); 4] = [
    (UnitKind::Input, lstm::INPUT),
    (UnitKind::Forget, lstm::FORGET),
    (UnitKind::Candidate, lstm::CANDIDATE),
    (UnitKind::Output, lstm::OUTPUT),
];
const GRU: [(UnitKind, usize); 3] =
    [(UnitKind::Candidate, gru::CANDIDATE), (UnitKind::Reset, gru::RESET), (UnitKind::Update, gru::UPDATE)];

/// The numbers of a layer of a trace, the last one if none is named; the model is read for the class that is explained.
pub fn of_trace(model: &Model, trace: &Trace, layer: Option<usize>) -> Result<Inside, ExplainError> {
    let config = model.config();
    let layer = layer.unwrap_or(config.layers - 1);
    let Some(directions) = trace.layers.get(layer).map(|layer| &layer.directions) else {
        return Err(ExplainError::Below { name: "layer", limit: config.layers, found: layer });
    };
    let (n, steps) = (trace.hidden, trace.ids.len());
    let (mut parts, mut values) = (Vec::new(), Vec::new());
    // One part at every step, all directions side by side.
    let mut put = |part: UnitKind, rows: fn(&DirectionTrace) -> &Vec<f32>, width: usize, from: usize| {
        parts.push(part);
        let of_step = |step: usize| directions.iter().flat_map(move |d| &rows(d)[step * width + from..][..n]);
        values.extend((0..steps).flat_map(of_step));
    };
    let gates: &[(UnitKind, usize)] = if config.cell == CellKind::Lstm { &LSTM } else { &GRU };
    gates.iter().for_each(|&(part, block)| put(part, |d| &d.gates, GATE_BLOCKS * n, block * n));
    if config.cell == CellKind::Lstm {
        put(UnitKind::Cell, |d| &d.cell, n, 0);
    }
    put(UnitKind::Hidden, |d| &d.hidden, n, 0);
    let is_read = layer + 1 == config.layers
        && config.readout == Readout::Last
        && config.directions == Directions::Unidirectional;
    let readout = is_read.then(|| model.head().margin_row().0);
    Ok(Inside { layer, units: config.features(), parts, values, readout })
}
