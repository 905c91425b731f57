//! Integrated gradients: how the score rises on the straight way from a text that says nothing to this one.
//!
//! Sundararajan, Taly & Yan 2017, "Axiomatic attribution for deep networks", equation 1. With x the word vectors of the
//! text, x′ those of the *baseline* and F the score,
//!
//! ```text
//! weight(t) = Σ_e (x_te − x′_te) · ∫₀¹ ∂F(x′ + α (x − x′)) / ∂x_te dα
//! ```
//!
//! 1. Nodes α_i and weights ω_i of Gauss–Legendre quadrature ([`gauss_legendre`]).
//! 2. The gate rows before the recurrence are linear in x: a point of the way is P′ + α (P − P′), where P and P′ are the
//!    rows of text and baseline, multiplied once. Some points go through the network side by side.
//! 3. One way back from Σ ω_i F(x_i) gives the gradients D of all gate rows; weight(t) = Σ_i D_ti · (P − P′)_t, which is
//!    the sum over e above, word vectors and input weights already multiplied.
//!
//! Nodes are taken in an order that is spread over the way; what is there before all are done is scaled up to the whole.
//!
//! Cost: `nodes` passes with their ways back.
//!
//! Fidelity: the weights of all words add up to score − baseline score (*completeness*); `gap` is by how much the
//! quadrature misses that.
//!
//! Do not believe it without a look at the baseline's own score: the weights explain the difference to that text, and no
//! baseline is neutral. Nor when it disagrees with leaving the word out: it asks what an infinitesimal bit of the word
//! does on texts made of half words that the network never met.

pub mod quadrature;

use candle_core::{Device, Tensor, Var};
use serde::{Deserialize, Serialize};

use super::{
    ExplainError, More, Progress, Target, check_span,
    common::attribution::Attribution,
    method::{About, Ask, Method, Question},
    settings::{Range, Settings, settings},
};
use crate::{
    kernel::ranked,
    model::{Model, ModelError, network::Network},
    text::{PAD, TokenizedText, UNKNOWN},
};
use quadrature::{Node, gauss_legendre};

/// The method's name.
const METHOD: &str = "integrated-gradients";

/// The text that says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Baseline {
    /// As many unknown words, `<unk>`: the network has met it in training.
    #[default]
    Unknown,
    /// The mean vector of the vocabulary at every place.
    Mean,
    /// The vector of zeros at every place.
    Zero,
    /// `<pad>` at every place, which no network trained without padding has met.
    Pad,
}

settings! {
    /// Settings of integrated gradients.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// Points on the way: 50, as Captum takes.
        pub nodes: usize = 50, NODES;
        /// Where the way begins.
        pub baseline: Baseline = Baseline::default();
        /// Which score is explained.
        pub target: Target = Target::Logit;
        /// A range of tokens, FROM..TO without TO, whose weight as a whole is wanted too: the sum of theirs.
        pub span: Option<(usize, usize)> = None;
    }
}

/// How many nodes there may be: beyond the most, only rounding is left to gain.
pub(super) const NODES: Range = Range::between(1.0, 1000.0);
/// Steps of the network in one unit of work, all points counted: about 40 MB of record and gradients, and some 50 ms.
const UNIT_STEPS: usize = 2500;

/// How far the weights may be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "IntegratedFidelity"))]
pub struct Fidelity {
    /// F(x).
    pub score: f64,
    /// F(x′): what the network says of the text that says nothing.
    pub baseline_score: f64,
    /// Σ weights − (F(x) − F(x′)); what the quadrature misses once all nodes are done.
    pub gap: f64,
    /// Nodes on the way.
    pub nodes: usize,
    /// Nodes done; with fewer than all, the weights are scaled up.
    pub nodes_done: usize,
    /// Where the way began.
    pub baseline: Baseline,
}

/// One direction's gate rows before the recurrence, \[steps, 4 · hidden\] in the order in which it reads.
struct Way {
    begin: Vec<f32>,
    rise: Vec<f32>,
}

/// A job that goes along the way.
pub struct IntegratedGradients {
    config: Config,
    tokens: Vec<String>,
    network: Network,
    ways: Vec<Way>,
    /// F(x) and F(x′).
    scores: [f64; 2],
    /// In the order in which they are taken.
    nodes: Vec<Node>,
    done: usize,
    /// Σ over the nodes done, per token.
    sums: Vec<f64>,
}

impl IntegratedGradients {
    /// Prepares the job; `ids` are those of the text's tokens. Reads text and baseline once.
    pub fn start(config: Config, model: &Model, text: &TokenizedText, ids: &[u32]) -> Result<Self, ExplainError> {
        if let Some(span) = config.span {
            check_span(span, ids.len())?;
        }
        config.check()?;
        let network = Network::of(model).map_err(ModelError::from)?;
        let rows = [rows_of(model, ids), baseline_of(model, config.baseline).repeat(ids.len())];
        let (scores, ways) = ends(&network, rows, ids.len(), config.target).map_err(ModelError::from)?;
        let tokens = text.tokens.iter().map(|token| token.text.clone()).collect();
        let nodes = spread(gauss_legendre(config.nodes));
        Ok(Self { config, tokens, network, ways, scores, nodes, done: 0, sums: vec![0.0; ids.len()] })
    }

    /// Goes on until all nodes are done or `more` says no. Progress counts nodes.
    pub fn advance(&mut self, more: More<'_>) -> Result<Progress, ExplainError> {
        while self.done < self.nodes.len() {
            self.take_some().map_err(ModelError::from)?;
            if !more() {
                break;
            }
        }
        Ok(self.progress())
    }

    /// How many nodes are done.
    pub fn progress(&self) -> Progress {
        let (done, total) = (self.done as u64, self.nodes.len() as u64);
        Progress { done, total, finished: done == total }
    }

    /// The weights so far.
    pub fn snapshot(&self) -> Attribution<Fidelity> {
        let taken: f64 = self.nodes[..self.done].iter().map(|node| node.weight).sum();
        let scale = if self.done == 0 || self.done == self.nodes.len() { 1.0 } else { 1.0 / taken };
        let weights: Vec<f64> = self.sums.iter().map(|sum| sum * scale).collect();
        let [score, baseline_score] = self.scores;
        let Config { target, baseline, nodes, span } = self.config;
        let gap = weights.iter().sum::<f64>() - (score - baseline_score);
        Attribution {
            method: METHOD,
            target,
            tokens: self.tokens.clone(),
            shared: None,
            span_weight: span.map(|(from, to)| weights[from..to].iter().sum()),
            without: None,
            weights,
            standard_errors: None,
            intercept: Some(baseline_score),
            fidelity: Fidelity { score, baseline_score, gap, nodes, nodes_done: self.done, baseline },
            seed: None,
        }
    }

    /// One unit of work: the next few nodes, side by side.
    fn take_some(&mut self) -> candle_core::Result<()> {
        let steps = self.sums.len();
        if steps == 0 {
            self.done = self.nodes.len();
            return Ok(());
        }
        let last = self.nodes.len().min(self.done + (UNIT_STEPS / steps).max(1));
        let nodes = &self.nodes[self.done..last];
        let points = self.ways.iter().map(|way| {
            let values = way.points(nodes, steps);
            let width = values.len() / (steps * nodes.len());
            Var::from_vec(values, (steps, nodes.len(), width), &Device::Cpu)
        });
        let points: Vec<Var> = points.collect::<candle_core::Result<_>>()?;
        let logits = self.network.forward_projected(points.iter().map(|point| point.as_tensor().clone()).collect())?;
        let weights = Tensor::from_iter(nodes.iter().map(|node| node.weight as f32), &Device::Cpu)?.unsqueeze(1)?;
        let slopes = self.network.read(&logits, self.config.target)?.1.broadcast_mul(&weights)?;
        let gradients = (logits * slopes)?.sum_all()?.backward()?;
        for (direction, (way, point)) in self.ways.iter().zip(&points).enumerate() {
            let Some(gradient) = gradients.get(point) else { continue };
            let gradient: Vec<f32> = gradient.flatten_all()?.to_vec1()?;
            for (step, rise) in way.along(&gradient, steps).enumerate() {
                self.sums[if direction == 1 { steps - 1 - step } else { step }] += rise;
            }
        }
        self.done = last;
        Ok(())
    }
}

impl Method for IntegratedGradients {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Words);
    type Config = Config;
    type Answer = Attribution<Fidelity>;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        Self::start(config, ask.model, ask.text, ask.ids)
    }

    fn advance(&mut self, _ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        self.advance(more)
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Attribution<Fidelity> {
        self.snapshot()
    }
}

impl Way {
    /// The points of some nodes, [steps, nodes, 4 · hidden].
    fn points(&self, nodes: &[Node], steps: usize) -> Vec<f32> {
        let width = self.begin.len() / steps;
        let mut points = Vec::with_capacity(self.begin.len() * nodes.len());
        for (begin, rise) in self.begin.chunks_exact(width).zip(self.rise.chunks_exact(width)) {
            for node in nodes {
                let at = node.at as f32;
                points.extend(begin.iter().zip(rise).map(|(begin, rise)| begin + at * rise));
            }
        }
        points
    }

    /// Of gradients [steps, nodes, 4 · hidden], what each step's add up to along its rise.
    fn along<'a>(&'a self, gradient: &'a [f32], steps: usize) -> impl Iterator<Item = f64> + 'a {
        let width = self.rise.len() / steps;
        let dot = |(a, b): (&f32, &f32)| f64::from(*a) * f64::from(*b);
        let step = move |(rise, rows): (&[f32], &'a [f32])| {
            rows.chunks_exact(width).map(|row| row.iter().zip(rise).map(dot).sum::<f64>()).sum()
        };
        self.rise.chunks_exact(width).zip(gradient.chunks_exact(gradient.len() / steps)).map(step)
    }
}

/// Word vectors one after the other.
fn rows_of(model: &Model, ids: &[u32]) -> Vec<f32> {
    ids.iter().flat_map(|&id| model.embedding_of(id)).copied().collect()
}

fn baseline_of(model: &Model, baseline: Baseline) -> Vec<f32> {
    let width = model.config().embedding;
    match baseline {
        Baseline::Unknown => model.embedding_of(UNKNOWN).to_vec(),
        Baseline::Pad => model.embedding_of(PAD).to_vec(),
        Baseline::Zero => vec![0.0; width],
        Baseline::Mean => {
            let words = UNKNOWN + 1..model.config().vocabulary as u32;
            let mut sums = vec![0.0f64; width];
            words.clone().for_each(|id| {
                sums.iter_mut().zip(model.embedding_of(id)).for_each(|(sum, x)| *sum += f64::from(*x));
            });
            sums.iter().map(|sum| (sum / words.len().max(1) as f64) as f32).collect()
        }
    }
}

/// Scores of text and baseline, and what lies between them in front of the recurrence.
fn ends(
    network: &Network,
    rows: [Vec<f32>; 2],
    steps: usize,
    target: Target,
) -> candle_core::Result<([f64; 2], Vec<Way>)> {
    let width = network.config().embedding;
    let [text, baseline] = rows.map(|rows| Tensor::from_vec(rows, (steps, 1, width), &Device::Cpu));
    let inputs = [text?, baseline?];
    let score = |inputs: &Tensor| {
        Ok::<f64, candle_core::Error>(f64::from(network.read(&network.forward(inputs)?, target)?.0[0]))
    };
    let scores = [score(&inputs[0])?, score(&inputs[1])?];
    if steps == 0 {
        return Ok((scores, Vec::new()));
    }
    let [text, baseline] = inputs.map(|inputs| network.first_projections(&inputs));
    let way = |(text, baseline): (&Tensor, &Tensor)| {
        let [text, begin] = [text, baseline].map(|rows| rows.flatten_all()?.to_vec1::<f32>());
        let (text, begin) = (text?, begin?);
        Ok(Way { rise: text.iter().zip(&begin).map(|(x, y)| x - y).collect(), begin })
    };
    Ok((scores, text?.iter().zip(&baseline?).map(way).collect::<candle_core::Result<_>>()?))
}

/// The nodes in an order in which the first few stand for all: by the fractional part of multiples of the golden ratio.
fn spread(nodes: Vec<Node>) -> Vec<Node> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let key = |index: usize| (index as f64 + 0.5) * GOLDEN % 1.0;
    ranked(nodes.len(), &|a, b| key(a).total_cmp(&key(b))).into_iter().map(|index| nodes[index]).collect()
}
