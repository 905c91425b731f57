//! One recurrent step of many rows in fixed point: int8 weights, states rounded to 16 bits, sums in 32.
//!
//! The sums are of integers and exact, so that neither their order nor the machine matters; the one error is the
//! rounding of h to steps of 1/32767. Gates and states stay f32.
//!
//! ```text
//! z = p + s · Σₖ q[k] · round(32767 h[k])      p: bias and input part      q · 32767 s: the recurrent weights
//! ```
//! Everything is laid out in *panels* of [`LANES`] units, all blocks of a panel's units side by side: the sums of a
//! panel become gates and new states without leaving the registers.

use super::{
    activation::{Ratio, Real},
    gates::GATE_BLOCKS,
    lanes::{Floats, Integers, LANES},
};

/// What 1 becomes when a state is rounded.
const ONE: f32 = 32767.0;
/// Rows that share one pass over a panel: their sums, a pair of inputs each and the weights fill 16 registers.
const TILE: usize = 2;

type Lane = [f32; LANES];
type Pair = [i16; 2];

/// The recurrent weights of a cell, in panels.
#[derive(Debug, Clone)]
pub struct Fixed {
    units: usize,
    weights: Weights,
}

#[derive(Debug, Clone)]
enum Weights {
    Lstm(Panels<4>),
    Gru(Panels<3>),
}

#[derive(Debug, Clone)]
struct Panels<const BLOCKS: usize> {
    /// \[panels, pairs of inputs, BLOCKS, LANES, 2\].
    weights: Vec<[[Pair; LANES]; BLOCKS]>,
    /// \[panels, BLOCKS, LANES\]: what an integer sum is multiplied by.
    scales: Vec<[Lane; BLOCKS]>,
}

/// The states of many rows, \[rows, padded units\] each.
#[derive(Debug, Clone)]
pub struct FixedRows {
    units: usize,
    hidden: Vec<f32>,
    cell: Vec<f32>,
    /// h as the product reads it, and the one that is being written.
    rounded: Vec<i16>,
    next: Vec<i16>,
}

/// What the rows of a batch read in one step.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// Gate rows: bias and input part, in the order that the cell wants.
    pub table: &'a [f32],
    /// Which of them each row reads.
    pub rows: &'a [u32],
    /// All rows are in the same state, so that one product serves them all.
    pub alike: bool,
}

impl Fixed {
    /// Packs an LSTM's int8 weights \[4 · units, units\] with a scale a row; None if a sum could overflow 32 bits.
    pub fn lstm(values: &[i8], scales: &[f32], units: usize) -> Option<Self> {
        Some(Self { units, weights: Weights::Lstm(Panels::new(values, scales, units)?) })
    }

    /// Packs a GRU's int8 weights \[3 · units, units\], r, z, n, with a scale a row; None if a sum could overflow.
    pub fn gru(values: &[i8], scales: &[f32], units: usize) -> Option<Self> {
        Some(Self { units, weights: Weights::Gru(Panels::new(values, scales, units)?) })
    }

    /// Length of a gate row in panels: \[panels, 4, LANES\].
    pub fn width(&self) -> usize {
        GATE_BLOCKS * padded(self.units)
    }

    /// Brings rows \[4 · units, columns\] of a linear map into panels, filled up with zeros: its outputs then are gate
    /// rows as [`Fixed::step`] reads them.
    pub fn in_panels(&self, rows: &[f32], columns: usize) -> Vec<f32> {
        let mut panels = vec![0.0; self.width() * columns];
        for (row, values) in rows.chunks_exact(columns).enumerate() {
            let (block, unit) = (row / self.units, row % self.units);
            let at = (unit / LANES * GATE_BLOCKS + block) * LANES + unit % LANES;
            panels[at * columns..][..columns].copy_from_slice(values);
        }
        panels
    }

    /// One step of the first rows, as many as there are inputs. `gates` is empty or receives the gate rows
    /// \[rows, 4 · units\]: i, f, g, o, or n, r, z, m.
    pub fn step(&self, inputs: Inputs<'_>, rows: &mut FixedRows, gates: &mut [f32]) {
        match &self.weights {
            Weights::Lstm(panels) => panels.step(inputs, rows, gates, lstm_update),
            Weights::Gru(panels) => panels.step(inputs, rows, gates, gru_update),
        }
    }
}

impl FixedRows {
    /// Rows that begin with these states, \[rows, units\] each.
    pub fn new(hidden: &[f32], cell: &[f32], units: usize) -> Self {
        let pad = |values: &[f32]| {
            let mut rows = vec![0.0; values.len() / units * padded(units)];
            let pairs = rows.chunks_exact_mut(padded(units)).zip(values.chunks_exact(units));
            pairs.for_each(|(row, values)| row[..units].copy_from_slice(values));
            rows
        };
        let hidden = pad(hidden);
        // The same rounding as a step's, once the value is known to be in range.
        let round = |&h: &f32| (h.clamp(-1.0, 1.0) * ONE).round_ties_even() as i16;
        let rounded: Vec<i16> = hidden.iter().map(round).collect();
        Self { units, cell: pad(cell), next: vec![0; rounded.len()], hidden, rounded }
    }

    /// h of a row \[units\].
    pub fn hidden(&self, row: usize) -> &[f32] {
        &self.hidden[row * padded(self.units)..][..self.units]
    }

    /// c of a row \[units\].
    pub fn cell(&self, row: usize) -> &[f32] {
        &self.cell[row * padded(self.units)..][..self.units]
    }
}

/// Units, filled up to whole panels.
fn padded(units: usize) -> usize {
    units.next_multiple_of(LANES)
}

impl<const BLOCKS: usize> Panels<BLOCKS> {
    fn new(values: &[i8], scales: &[f32], units: usize) -> Option<Self> {
        let largest = |row: &[i8]| row.iter().map(|&q| i64::from(q).abs()).sum::<i64>() * ONE as i64;
        if values.chunks_exact(units).any(|row| largest(row) > i64::from(i32::MAX)) {
            return None;
        }
        let (panels, pairs) = (padded(units) / LANES, padded(units) / 2);
        let mut packed = vec![[[[0; 2]; LANES]; BLOCKS]; panels * pairs];
        let mut packed_scales = vec![[[0.0; LANES]; BLOCKS]; panels];
        for (row, (values, scale)) in values.chunks_exact(units).zip(scales).enumerate() {
            let (block, unit) = (row / units, row % units);
            let (panel, lane) = (unit / LANES, unit % LANES);
            packed_scales[panel][block][lane] = scale / ONE;
            for (input, &q) in values.iter().enumerate() {
                packed[panel * pairs + input / 2][block][lane][input % 2] = q.into();
            }
        }
        Some(Self { weights: packed, scales: packed_scales })
    }

    #[inline(always)]
    fn step(
        &self,
        inputs: Inputs<'_>,
        states: &mut FixedRows,
        gates: &mut [f32],
        update: impl Fn(&Sums<'_, BLOCKS>, Floats, Floats) -> Updated<Floats>,
    ) {
        let panels = self.scales.len();
        let pairs = panels * LANES / 2;
        let units = states.units;
        let table = inputs.table.as_chunks::<LANES>().0.as_chunks::<GATE_BLOCKS>().0;
        let rounded = states.rounded.as_chunks::<2>().0;
        let read = |row: usize| &rounded[row * pairs..][..pairs];
        let hidden = states.hidden.as_chunks_mut::<LANES>().0;
        let cell = states.cell.as_chunks_mut::<LANES>().0;
        let next = states.next.as_chunks_mut::<LANES>().0;
        for (panel, (weights, scales)) in self.weights.chunks_exact(pairs).zip(&self.scales).enumerate() {
            let mut finish = |row: usize, sums: [Integers; BLOCKS]| {
                let at = row * panels + panel;
                let input = &table[inputs.rows[row] as usize * panels + panel];
                let updated = update(&Sums { sums, scales, input }, Floats::load(&cell[at]), Floats::load(&hidden[at]));
                updated.cell.store(&mut cell[at]);
                updated.hidden.store(&mut hidden[at]);
                (updated.hidden * Floats::splat(ONE)).store_rounded(&mut next[at]);
                if !gates.is_empty() {
                    store_gates(
                        updated.gates,
                        &mut gates[row * GATE_BLOCKS * units..][..GATE_BLOCKS * units],
                        panel * LANES,
                    );
                }
            };
            let rows = inputs.rows.len();
            if inputs.alike && rows > 1 {
                let [sums] = multiply(weights, [read(0)]);
                (0..rows).for_each(|row| finish(row, sums));
                continue;
            }
            for row in (0..rows - rows % TILE).step_by(TILE) {
                let [first, second] = multiply(weights, [read(row), read(row + 1)]);
                finish(row, first);
                finish(row + 1, second);
            }
            if rows % TILE == 1 {
                let [last] = multiply(weights, [read(rows - 1)]);
                finish(rows - 1, last);
            }
        }
        std::mem::swap(&mut states.rounded, &mut states.next);
    }
}

/// The sums of one panel for one row, and what makes gates of them.
struct Sums<'a, const BLOCKS: usize> {
    sums: [Integers; BLOCKS],
    scales: &'a [Lane; BLOCKS],
    input: &'a [Lane; GATE_BLOCKS],
}

impl<const BLOCKS: usize> Sums<'_, BLOCKS> {
    /// The recurrent part of a block.
    #[inline(always)]
    fn recurrent(&self, block: usize) -> Floats {
        self.sums[block].to_floats() * Floats::load(&self.scales[block])
    }

    /// The input part of a block of the gate row.
    #[inline(always)]
    fn input(&self, block: usize) -> Floats {
        Floats::load(&self.input[block])
    }
}

/// The panel's sums for `ROWS` rows at once.
#[inline(always)]
fn multiply<const ROWS: usize, const BLOCKS: usize>(
    weights: &[[[Pair; LANES]; BLOCKS]],
    rows: [&[Pair]; ROWS],
) -> [[Integers; BLOCKS]; ROWS] {
    let mut sums = [[Integers::zero(); BLOCKS]; ROWS];
    for (k, weights) in weights.iter().enumerate() {
        for row in 0..ROWS {
            for block in 0..BLOCKS {
                sums[row][block] = sums[row][block].add_products(&weights[block], &rows[row][k]);
            }
        }
    }
    sums
}

/// What a step makes of some units.
struct Updated<T> {
    cell: T,
    hidden: T,
    /// The blocks of the gate row, divided only if somebody wants them.
    gates: [Ratio<T>; GATE_BLOCKS],
}

#[inline(always)]
fn lstm_update(sums: &Sums<'_, 4>, cell: Floats, _: Floats) -> Updated<Floats> {
    lstm(std::array::from_fn(|block| sums.input(block) + sums.recurrent(block)), cell)
}

#[inline(always)]
fn gru_update(sums: &Sums<'_, 3>, _: Floats, hidden: Floats) -> Updated<Floats> {
    let [n, r, z, m] = std::array::from_fn(|block| sums.input(block));
    gru([n, r + sums.recurrent(0), z + sums.recurrent(1), m + sums.recurrent(2)], hidden)
}

/// [`super::lstm_update`] with two divisions instead of five, from the pre-activations of i, f, g, o.
#[inline(always)]
fn lstm<T: Real>([i, f, g, o]: [T; GATE_BLOCKS], cell: T) -> Updated<T> {
    let (i, f, g, o) = (Ratio::sigmoid(i), Ratio::sigmoid(f), Ratio::tanh(g), Ratio::sigmoid(o));
    let under = i.under * g.under;
    let cell = (f.over * cell * under + i.over * g.over * f.under) / (f.under * under);
    let tanh = Ratio::tanh(cell);
    let hidden = o.over * tanh.over / (o.under * tanh.under);
    Updated { cell, hidden, gates: [i, f, g, o] }
}

/// [`super::gru_update`], from the candidate's input part, the pre-activations of r and z, and m.
#[inline(always)]
fn gru<T: Real>([n, r, z, m]: [T; GATE_BLOCKS], hidden: T) -> Updated<T> {
    let (r, z) = (Ratio::sigmoid(r), Ratio::sigmoid(z));
    let n = Ratio::tanh(n + r.value() * m);
    // (1 − z) n + z h over one denominator.
    let hidden = ((z.under - z.over) * n.over + z.over * hidden * n.under) / (z.under * n.under);
    let one = T::constant(1.0);
    Updated { cell: T::constant(0.0), hidden, gates: [n, r, z, Ratio { over: m, under: one }] }
}

/// Writes a panel's gates, from unit `first` on, into a gate row \[4 · units\].
fn store_gates(gates: [Ratio<Floats>; GATE_BLOCKS], row: &mut [f32], first: usize) {
    let units = row.len() / GATE_BLOCKS;
    for (block, gate) in row.chunks_exact_mut(units).zip(gates) {
        let mut lanes = [0.0; LANES];
        gate.value().store(&mut lanes);
        let width = LANES.min(units - first);
        block[first..first + width].copy_from_slice(&lanes[..width]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small whole numbers without a pattern.
    fn numbers(seed: u32) -> impl FnMut() -> i32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as i32 % 255 - 127
        }
    }

    /// The definition, unit by unit in plain numbers: (cell, hidden, gates) of one row.
    fn plain(
        blocks: usize,
        values: &[i8],
        scales: &[f32],
        input: &[f32],
        cell: &[f32],
        hidden: &[f32],
    ) -> [Vec<f32>; 3] {
        let n = hidden.len();
        let rounded: Vec<i64> = hidden.iter().map(|h| (h * ONE).round_ties_even() as i64).collect();
        let recurrent = |row: usize| {
            let sum: i64 = values[row * n..][..n].iter().zip(&rounded).map(|(&q, h)| i64::from(q) * h).sum();
            i32::try_from(sum).unwrap() as f32 * (scales[row] / ONE)
        };
        let mut out = [vec![0.0; n], vec![0.0; n], vec![0.0; 4 * n]];
        for unit in 0..n {
            let input = |block: usize| input[block * n + unit];
            let recurrent = |block: usize| recurrent(block * n + unit);
            let updated = if blocks == 4 {
                lstm(std::array::from_fn(|block| input(block) + recurrent(block)), cell[unit])
            } else {
                let sums = [input(0), input(1) + recurrent(0), input(2) + recurrent(1), input(3) + recurrent(2)];
                gru(sums, hidden[unit])
            };
            (out[0][unit], out[1][unit]) = (updated.cell, updated.hidden);
            updated.gates.iter().enumerate().for_each(|(block, gate)| out[2][block * n + unit] = gate.value());
        }
        out
    }

    #[test]
    fn a_step_of_any_size_has_the_bits_of_the_plain_loops() {
        for (blocks, units, rows) in [(4, 1, 1), (4, 7, 5), (4, 128, 3), (3, 20, 4), (3, 33, 1), (4, 32, 2)] {
            let mut number = numbers(units as u32);
            let values: Vec<i8> = (0..blocks * units * units).map(|_| number() as i8).collect();
            let scales: Vec<f32> = (0..blocks * units).map(|_| number().abs() as f32 / 50_000.0).collect();
            let fixed = if blocks == 4 { Fixed::lstm } else { Fixed::gru }(&values, &scales, units).unwrap();
            let mut floats = |count: usize| (0..count).map(|_| number() as f32 / 127.0).collect::<Vec<f32>>();
            let (inputs, cell, hidden) = (floats(3 * 4 * units), floats(rows * units), floats(rows * units));
            let table: Vec<f32> = inputs.chunks(4 * units).flat_map(|row| fixed.in_panels(row, 1)).collect();
            let mut states = FixedRows::new(&hidden, &cell, units);
            let mut gates = vec![0.0; rows * 4 * units];
            let mut expected: Vec<_> =
                hidden.chunks(units).zip(cell.chunks(units)).map(|(h, c)| (h.to_vec(), c.to_vec())).collect();
            for step in 0..3 {
                let reads: Vec<u32> = (0..rows).map(|row| ((row + step) % 3) as u32).collect();
                fixed.step(Inputs { table: &table, rows: &reads, alike: false }, &mut states, &mut gates);
                for (row, (h, c)) in expected.iter_mut().enumerate() {
                    let input = &inputs[reads[row] as usize * 4 * units..][..4 * units];
                    let [cell, hidden, plain_gates] = plain(blocks, &values, &scales, input, c, h);
                    assert_eq!(states.hidden(row), hidden, "{blocks} blocks, {units} units, row {row}, step {step}");
                    assert_eq!(gates[row * 4 * units..][..4 * units], plain_gates);
                    if blocks == 4 {
                        assert_eq!(states.cell(row), cell);
                    }
                    (*h, *c) = (hidden, cell);
                }
            }
        }
    }

    #[test]
    fn rows_in_the_same_state_can_share_a_product() {
        let (units, rows) = (12, 5);
        let mut number = numbers(3);
        let values: Vec<i8> = (0..4 * units * units).map(|_| number() as i8).collect();
        let fixed = Fixed::lstm(&values, &vec![2e-3; 4 * units], units).unwrap();
        let table: Vec<f32> = (0..rows * fixed.width()).map(|_| number() as f32 / 99.0).collect();
        let state: Vec<f32> = (0..units).map(|_| number() as f32 / 127.0).collect();
        let start = FixedRows::new(&state.repeat(rows), &state.repeat(rows), units);
        let reads: Vec<u32> = (0..rows as u32).collect();
        let step = |alike: bool| {
            let mut states = start.clone();
            fixed.step(Inputs { table: &table, rows: &reads, alike }, &mut states, &mut []);
            (states.hidden, states.cell, states.rounded)
        };
        assert_eq!(step(true), step(false));
    }

    #[test]
    fn sums_that_could_overflow_are_refused() {
        assert!(Fixed::lstm(&vec![127; 4 * 516 * 516], &vec![1.0; 4 * 516], 516).is_some());
        assert!(Fixed::lstm(&vec![127; 4 * 517 * 517], &vec![1.0; 4 * 517], 517).is_none());
    }
}
