//! States rounded to a few bytes, so that the distance of two of them is never overestimated.
//!
//! | symbol | name | is |
//! |---|---|---|
//! | B | `basis` | orthonormal directions \[components, features\] |
//! | x' | | (Bx, ‖x − BᵀBx‖): the components of a state and the norm of what they leave out |
//! | s, m | `unit`, `steps` | the grid: coordinate j of a row is s·mⱼ·kⱼ, kⱼ in int8; of a query, s·Qⱼ, Qⱼ in int16 |
//! | x̂ | | x' on the grid |
//! | E | errors | at least ‖x̂ − x'‖: a byte for each row, times `error_unit` |
//! | u | `f32::EPSILON` / 2 | the rounding of one f32 operation |
//!
//! **Why it is a bound.** ⟨x, y⟩ = ⟨Bx, By⟩ + ⟨rests⟩ ≤ ⟨Bx, By⟩ + ‖rest of x‖·‖rest of y‖ = ⟨x', y'⟩ by Cauchy and
//! Schwarz, and ‖x'‖ = ‖x‖. So neither the distance of x' and y' nor the angle between them is above that of x and y.
//!
//! * L2: ‖x − y‖ ≥ ‖x' − y'‖ ≥ ‖x̂ − ŷ‖ − E(x) − E(y), by the triangle inequality.
//! * Cosine: x̂ and x' are at most asin(E(x)/‖x̂‖) apart, and angles obey the triangle inequality, too. With θ the angle
//!   between x̂ and ŷ, and sin φ = E(x)/‖x̂‖ + E(y)/‖ŷ‖, which makes φ at least the sum of the two if the right side
//!   stays below 1, cos(x, y) ≤ cos(θ − φ) where θ > φ, and 1 where not.
//!
//! Nothing about the grid is assumed but that E is true: a value that the grid cuts off, because it lies beyond
//! 127 steps, has a large E. ‖x̂ − ŷ‖² and ‖x̂‖² are integers times s², and exact.
//!
//! **Floating point.** A sum of n products of f32, in whatever order, is off by at most n·u of the product of the norms
//! (Higham, *Accuracy and Stability*, §3.1, to first order). [`slack`] is (n + 16)·u: 16 more operations than the sum
//! has cover the rounding of the basis, of square roots, of scaling and the second order.

use super::{moments::Moments, query::Metric};
use crate::{
    index::format::dot,
    kernel::{
        Packed, accumulate,
        scan::{MAX_COLUMNS, MAX_STEP, limit, squared_distances},
    },
};

/// The grid reaches this much beyond the largest known state in every coordinate.
const REACH: f32 = 1.05;
/// Typical errors are this many error units; those of [`UNBOUNDED`] units and more are not told apart.
const TYPICAL_ERROR: f32 = 64.0;
/// The byte that says that nothing is known of the error.
const UNBOUNDED: u8 = u8::MAX;
/// Errors are reported this much larger than they were computed: their own rounding.
const ERROR_MARGIN: f32 = 1.0001;
/// The least unit: for networks whose states are all zero.
const LEAST_UNIT: f32 = 1e-9;

/// An error of more than 30 degrees is no bound of an angle; below, the rounding of its cosine is harmless.
const LARGEST_SINE: f32 = 0.5;

/// How much of the product of its factors' norms a sum of n products in f32 can be off, see the module.
fn slack(terms: usize) -> f32 {
    (terms + 16) as f32 * (f32::EPSILON / 2.0)
}

/// The square root, of what rounding has taken below zero, too.
fn root(square: f32) -> f32 {
    if square > 0.0 { square.sqrt() } else { 0.0 }
}

/// How states are rounded.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    features: usize,
    components: usize,
    basis: Packed,
    unit: f32,
    /// \[columns\]: the components, the norm of the rest, zeros.
    steps: Vec<i8>,
    error_unit: f32,
}

/// A state to be compared with rows.
#[derive(Debug, Clone)]
pub(super) struct GridQuery {
    metric: Metric,
    /// \[columns\].
    fine: Vec<i16>,
    error: f32,
}

/// Room for the numbers in between, kept from one call to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    away: Vec<i32>,
    squared: Vec<i32>,
}

/// A state in the coordinates of a grid, not yet rounded.
struct Coordinates<'a> {
    components: &'a [f32],
    rest: f32,
    /// The rest's true norm is within this range, and the components are off by at most `off` together.
    rest_range: (f32, f32),
    off: f32,
}

impl Grid {
    /// A grid of rows of `columns` bytes that suits states like the `known` ones \[n, features\] with these moments.
    pub fn new(moments: &Moments, known: &[f32], features: usize, columns: usize) -> Self {
        let columns = columns.min(MAX_COLUMNS);
        let components = columns.saturating_sub(1).min(features);
        let basis = Packed::new(&moments.leading(components), components, features);
        let mut grid = Self { features, components, basis, unit: LEAST_UNIT, steps: Vec::new(), error_unit: 1.0 };
        let reaches = grid.reaches(known);
        let widest = reaches.iter().fold(0.0f32, |widest, &reach| widest.max(reach));
        grid.unit = (widest / f32::from(limit(MAX_STEP))).max(LEAST_UNIT);
        let step = |reach: &f32| (reach / (grid.unit * 127.0)).ceil().clamp(1.0, f32::from(MAX_STEP)) as i8;
        grid.steps = reaches.iter().map(step).collect();
        // Rounding to a step is off by its 12th part, squared, on average.
        let typical = grid.steps.iter().map(|&step| (f32::from(step) * grid.unit).powi(2) / 12.0).sum::<f32>().sqrt();
        grid.error_unit = typical / TYPICAL_ERROR;
        grid.steps.resize(columns, 0);
        grid
    }

    /// How far known states \[n, features\] reach in every coordinate, and a little more.
    fn reaches(&self, known: &[f32]) -> Vec<f32> {
        let components = self.components(known);
        let mut reaches = vec![0.0f32; self.components + 1];
        for (at, state) in known.chunks_exact(self.features.max(1)).enumerate() {
            let exact = self.coordinates(state, &components[at * self.components..][..self.components]);
            reaches.iter_mut().zip(exact.values()).for_each(|(reach, value)| *reach = reach.max(REACH * value.abs()));
        }
        reaches
    }

    /// Bytes of a row.
    pub fn columns(&self) -> usize {
        self.steps.len()
    }

    /// Length of a state.
    pub fn features(&self) -> usize {
        self.features
    }

    /// Rounds states \[n, features\] to `rows` \[n, columns\], with a byte each that bounds the error.
    pub fn round(&self, states: &[f32], rows: &mut [i8], errors: &mut [u8]) {
        let components = self.components(states);
        let inverse: Vec<f32> = self.steps.iter().map(|&step| (self.unit * f32::from(step)).recip()).collect();
        let states = states.chunks_exact(self.features.max(1)).enumerate();
        for (((at, state), row), error) in states.zip(rows.chunks_exact_mut(self.columns())).zip(errors) {
            let exact = self.coordinates(state, &components[at * self.components..][..self.components]);
            let rounded = |value: f32, column: usize| (value * inverse[column]).round_ties_even().clamp(-127.0, 127.0);
            for (column, (place, &value)) in row.iter_mut().zip(exact.values()).enumerate() {
                *place = rounded(value, column) as i8;
            }
            let stands = |column: usize| self.unit * f32::from(i16::from(self.steps[column]) * i16::from(row[column]));
            let units = (exact.error(stands) / self.error_unit).ceil();
            *error = if units < f32::from(UNBOUNDED) { units as u8 } else { UNBOUNDED };
        }
    }

    /// Prepares a state \[features\] to be compared.
    pub fn query(&self, state: &[f32], metric: Metric) -> GridQuery {
        let components = self.components(state);
        let exact = self.coordinates(state, &components);
        let mut fine = vec![0; self.columns()];
        for (column, value) in exact.values().enumerate() {
            let limit = f32::from(limit(self.steps[column]));
            fine[column] = (value / self.unit).round_ties_even().clamp(-limit, limit) as i16;
        }
        let error = exact.error(|column| self.unit * f32::from(fine[column]));
        GridQuery { metric, fine, error }
    }

    /// Puts into `bounds` what [`Metric::distance`] of the query and each state that was rounded to `rows` is at
    /// least, as computed in f32.
    pub fn lower_bounds(
        &self,
        query: &GridQuery,
        rows: &[i8],
        errors: &[u8],
        room: &mut Scratch,
        bounds: &mut Vec<f32>,
    ) {
        bounds.clear();
        room.away.clear();
        squared_distances(rows, &self.steps, &query.fine, &mut room.away);
        match query.metric {
            Metric::L2 => self.distances(query, errors, &room.away, bounds),
            Metric::Cosine => {
                room.squared.clear();
                squared_distances(rows, &self.steps, &vec![0; self.columns()], &mut room.squared);
                self.angles(query, errors, room, bounds);
            }
        }
    }

    fn distances(&self, query: &GridQuery, errors: &[u8], away: &[i32], bounds: &mut Vec<f32>) {
        // Once for the rounding here, once for that of the distance which is bounded.
        let unit = self.unit * (1.0 - 2.0 * slack(self.features));
        bounds.extend(away.iter().zip(errors).map(|(&away, &error)| {
            let bound = unit * (away as f32).sqrt() - (f32::from(error) * self.error_unit + query.error);
            if error == UNBOUNDED { f32::NEG_INFINITY } else { bound }
        }));
    }

    /// The cosine that is bounded is a sum of products over the root of two others, in f32. The cosine here is off by
    /// at most 6 u, its square's difference to 1 by 16 u, and so the sine of the angle by the root of that.
    fn angles(&self, query: &GridQuery, errors: &[u8], room: &Scratch, bounds: &mut Vec<f32>) {
        let margin = 2.0 * slack(self.features);
        let sine_margin = (8.0 * f32::EPSILON).sqrt();
        let asked: i32 = query.fine.iter().map(|&fine| i32::from(fine) * i32::from(fine)).sum();
        let asked_norm = (asked as f32).sqrt();
        let (error_unit, asked_error) = (self.error_unit / self.unit, query.error / (self.unit * asked_norm));
        bounds.extend(room.away.iter().zip(&room.squared).zip(errors).map(|((&away, &squared), &error)| {
            let norm = (squared as f32).sqrt();
            // None of the integers is above 2³⁰, but for the one that is subtracted.
            let cosine = (asked + squared).wrapping_sub(away) as f32 / (2.0 * norm * asked_norm);
            let sine = f32::from(error) * error_unit / norm + asked_error;
            let rest = (1.0 - sine * sine).sqrt();
            let most = cosine * rest + (root(1.0 - cosine * cosine) + sine_margin) * sine;
            // Written so that what is no number, as from a state of zero, is no bound either, and without a branch.
            let is_known = (error != UNBOUNDED) & (sine < LARGEST_SINE) & (cosine < rest);
            if is_known { 1.0 - most - margin } else { f32::NEG_INFINITY }
        }));
    }

    fn components(&self, states: &[f32]) -> Vec<f32> {
        let mut components = vec![0.0; states.len() / self.features.max(1) * self.components];
        accumulate(states, &self.basis, &mut components, self.components, 0);
        components
    }

    /// Each component is off by at most slack·‖x‖; their squares' sum then by 2·√components·slack·‖x‖² and a little.
    fn coordinates<'a>(&self, state: &[f32], components: &'a [f32]) -> Coordinates<'a> {
        let squared = dot(state, state);
        let off = slack(self.features) * (self.components.max(1) as f32).sqrt();
        let rest = squared - dot(components, components);
        let range = ((rest - 3.0 * off * squared).max(0.0).sqrt(), (rest + 3.0 * off * squared).max(0.0).sqrt());
        Coordinates { components, rest: rest.max(0.0).sqrt(), rest_range: range, off: off * squared.sqrt() }
    }
}

impl Coordinates<'_> {
    fn values(&self) -> impl Iterator<Item = &f32> {
        self.components.iter().chain([&self.rest])
    }

    /// At least how far the state is from where it stands on the grid, by the value of each column.
    fn error(&self, stands: impl Fn(usize) -> f32) -> f32 {
        let mut squared = 0.0;
        for (column, value) in self.components.iter().enumerate() {
            let away = value - stands(column);
            squared += away * away;
        }
        let rest = stands(self.components.len());
        let away = (self.rest_range.1 - rest).max(rest - self.rest_range.0);
        (squared + away * away).sqrt() * ERROR_MARGIN + self.off
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// States of a few strong directions and a little of everything, as networks have them.
    fn states(many: usize, features: usize, rng: &mut ChaCha8Rng) -> Vec<f32> {
        let strength: Vec<f32> = (0..features).map(|at| 2.0 / (1 + at) as f32).collect();
        let mut number = || rng.random_range(-1.0f32..1.0);
        (0..many * features).map(|at| number() * strength[at % features] + 0.01 * number()).collect()
    }

    #[test]
    fn no_bound_is_above_the_distance_even_where_the_grid_cuts_off() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        for (features, columns) in [(6, 16), (16, 16), (48, 16), (48, 32), (128, 32)] {
            let mut moments = Moments::new(features);
            let mut tried = states(200, features, &mut rng);
            tried.chunks_exact(features).for_each(|state| moments.add(state));
            let grid = Grid::new(&moments, &tried, features, columns);
            // Farther out than the grid reaches, hardly there, and nothing at all.
            for scale in [3.0, 40.0, 1e-3, 1e-12, 0.0] {
                tried.extend(states(20, features, &mut rng).iter().map(|value| value * scale));
            }
            let many = tried.len() / features;
            let (mut rows, mut errors) = (vec![0; many * columns], vec![0; many]);
            grid.round(&tried, &mut rows, &mut errors);
            let (mut room, mut bounds, mut loss) = (Scratch::default(), Vec::new(), 0.0f32);
            for metric in [Metric::L2, Metric::Cosine] {
                for (from, asked) in tried.chunks_exact(features).enumerate().step_by(7) {
                    grid.lower_bounds(&grid.query(asked, metric), &rows, &errors, &mut room, &mut bounds);
                    for (at, (state, &bound)) in tried.chunks_exact(features).zip(&bounds).enumerate() {
                        let distance = metric.distance(state, asked);
                        assert!(bound <= distance, "{features} {columns} {metric:?} {at}: {bound} {distance}");
                        if metric == Metric::L2 && features < columns && from.max(at) < 200 {
                            loss = loss.max(distance - bound);
                        }
                    }
                }
            }
            // Where nothing is left out, only rounding makes the bound smaller; an unknown error makes none at all.
            assert!(loss < 0.5, "{features} {columns}: {loss}");
        }
    }

    #[test]
    fn states_that_are_all_zero_make_a_grid_that_knows_nothing_wrong() {
        let mut moments = Moments::new(5);
        moments.add(&[0.0; 5]);
        let grid = Grid::new(&moments, &[0.0; 5], 5, 16);
        let (mut rows, mut errors) = ([0; 32], [0; 2]);
        grid.round(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0], &mut rows, &mut errors);
        let (mut room, mut bounds) = (Scratch::default(), Vec::new());
        for (metric, most) in [(Metric::L2, [0.5, 0.0]), (Metric::Cosine, [1.0, 0.0])] {
            let query = grid.query(&[0.5, 0.0, 0.0, 0.0, 0.0], metric);
            grid.lower_bounds(&query, &rows, &errors, &mut room, &mut bounds);
            assert!(bounds.iter().zip(most).all(|(&bound, most)| bound <= most), "{metric:?} {bounds:?}");
        }
    }
}
