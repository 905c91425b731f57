//! The rows that deep nearest neighbours compare, of any text: see [`Layer`].

use crate::{
    index::format::Layer,
    model::{Model, Projections, Run, State, StepStates},
    trace::Score,
};

/// A text to read: all its ids, and the run that reads them, perhaps on from a state that some of them left behind.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The whole text.
    pub ids: &'a [u32],
    /// How it is read.
    pub run: Run<'a>,
}

impl<'a> From<&'a [u32]> for Reading<'a> {
    fn from(ids: &'a [u32]) -> Self {
        Self { ids, run: Run::from(ids) }
    }
}

/// The rows of some texts, a matrix \[texts, width\] for each layer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers {
    /// How many texts.
    pub texts: usize,
    /// In the order of [`Layer::all`].
    pub rows: Vec<Vec<f32>>,
}

impl Layers {
    /// Reads texts to their ends; `visit` sees every state on the way, as in [`Model::run`].
    pub fn of_texts(
        model: &Model,
        texts: &[Reading<'_>],
        visit: &mut dyn FnMut(usize, usize, StepStates<'_>),
    ) -> (Self, Vec<Score>) {
        let runs: Vec<Run<'_>> = texts.iter().map(|text| text.run).collect();
        let mut layers = Self::default();
        if let Some(states) = model.run_on(&mut Projections::default(), &runs, visit) {
            states.iter().zip(texts).for_each(|(state, text)| layers.push_state(model, text.ids, state));
            return (layers, states.iter().map(|state| model.score_of_state(state)).collect());
        }
        let zeros = vec![0.0; model.config().features()];
        let mut ends = vec![(zeros.clone(), zeros); texts.len()];
        let scores = model.run(&runs, &mut |run, step, states| {
            visit(run, step, states);
            if step + 1 == runs[run].ids.len() {
                ends[run] = (states.hidden.to_vec(), states.cell.to_vec());
            }
        });
        for ((text, (hidden, cell)), score) in texts.iter().zip(&ends).zip(&scores) {
            layers.push(model, text.ids, hidden, cell, &[score.logit]);
        }
        (layers, scores)
    }

    /// The rows of the first tokens of one text, for each of `ends` their number; None for a bidirectional network,
    /// in which no state is that of a prefix.
    pub fn of_prefixes(model: &Model, ids: &[u32], ends: &[usize]) -> Option<(Self, Vec<Score>)> {
        let states = model.states_along(ids)?;
        let (mut layers, mut scores) = (Self::default(), Vec::new());
        for &end in ends {
            layers.push_state(model, &ids[..end], &states[end]);
            scores.push(model.score_of_state(&states[end]));
        }
        Some((layers, scores))
    }

    fn push_state(&mut self, model: &Model, ids: &[u32], state: &State) {
        let logits = model.logits(&state.features(model.config().readout));
        self.push(model, ids, state.hidden(), state.cell(), &logits);
    }

    fn push(&mut self, model: &Model, ids: &[u32], hidden: &[f32], cell: &[f32], logits: &[f32]) {
        let layers = Layer::all(model.config());
        self.rows.resize(layers.len(), Vec::new());
        self.texts += 1;
        for ((layer, _), rows) in layers.into_iter().zip(&mut self.rows) {
            match layer {
                Layer::Embedding => rows.extend(mean_embedding(model, ids)),
                Layer::Hidden => rows.extend(hidden),
                Layer::Cell => rows.extend(cell),
                Layer::Logit => rows.extend(logits),
            }
        }
    }

    /// Appends the rows of other texts of the same network.
    pub fn append(&mut self, mut others: Self) {
        self.rows.resize(others.rows.len(), Vec::new());
        self.texts += others.texts;
        self.rows.iter_mut().zip(&mut others.rows).for_each(|(rows, others)| rows.append(others));
    }
}

/// The mean of the word vectors of a text, unknown words among them; zeros for the empty text.
fn mean_embedding(model: &Model, ids: &[u32]) -> Vec<f32> {
    let mut mean = vec![0.0f32; model.config().embedding];
    for &id in ids {
        mean.iter_mut().zip(model.embedding_of(id)).for_each(|(sum, value)| *sum += value);
    }
    mean.iter_mut().for_each(|sum| *sum /= ids.len().max(1) as f32);
    mean
}
