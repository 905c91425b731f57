//! Every attribution of a text, one after the other, and then the curves that compare them.

use super::curves::{Compared, Curves, METHOD, Weighed, texts_of_curves};
use crate::{
    explain::{
        ExplainError, More, Progress, Target,
        cell_decomposition::{self, Form, decompose},
        contextual_decomposition::{self, ContextualDecomposition},
        gradient_input,
        integrated_gradients::{self, IntegratedGradients},
        leave_one_out::{self, LeaveOneOut},
        lime::{self, All, Features, Lime},
        method::{About, Ask, Explains, Method, Question},
        settings::{Range, settings},
    },
    model::{Classifier, Model},
    text::TokenizedText,
};

settings! {
    /// Settings of the comparison.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// LIME's samples.
        samples: usize = 1000, lime::SAMPLES;
        /// Nodes of integrated gradients.
        nodes: usize = 50, integrated_gradients::NODES;
        /// Random orders.
        random: usize = 20, Range::between(2.0, MOST_RANDOM as f64);
        /// Of LIME and of the random orders.
        seed: u64 = 0;
    }
}

/// More would take longer than all else and say the same.
const MOST_RANDOM: usize = 200;
/// Its time grows with the square of the length, in f64: beyond, it would take longer than all other methods.
const LONGEST_DECOMPOSED: usize = 600;

/// Which method runs now.
#[derive(Debug, Clone, Copy)]
enum Stage {
    Left,
    Lime,
    Integrated,
    Decomposed,
    Rest,
    Curves,
}

/// The methods in the order in which they run; those that have answered are in `weighed`.
pub struct Agreement {
    config: Config,
    text: TokenizedText,
    ids: Vec<u32>,
    left: LeaveOneOut,
    lime: Box<Lime>,
    integrated: Box<IntegratedGradients>,
    /// None for a network that it does not decompose.
    decomposed: Option<Box<ContextualDecomposition>>,
    stage: Stage,
    weighed: Vec<Weighed>,
    left_out: Vec<[String; 2]>,
    curves: Option<Curves>,
}

fn weighed(name: &str, weights: Vec<f64>, note: Option<String>) -> Weighed {
    Weighed { name: name.to_owned(), weights, note, shared: None, warning: false, runaway: None }
}

/// Contextual decomposition of every word, or why there is none.
fn decomposing(model: &Model, text: &TokenizedText, ids: &[u32]) -> Result<Box<ContextualDecomposition>, String> {
    if ids.len() > LONGEST_DECOMPOSED {
        return Err(format!("it would take too long for more than {LONGEST_DECOMPOSED} words; ask it by itself"));
    }
    let config = contextual_decomposition::Config::default();
    let job = ContextualDecomposition::start(config, model, text, ids.to_vec());
    job.map(Box::new).map_err(|error| error.to_string())
}

impl Method for Agreement {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Trust).explaining(Explains::Both);
    type Config = Config;
    type Answer = Compared;

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        let Ask { model, source, text, .. } = *ask;
        let ids = ask.ids.to_vec();
        let left = LeaveOneOut::start(leave_one_out::Config::default(), text, ids.clone())?;
        let lime = lime::Config {
            samples: config.samples,
            target: Target::Logit,
            features: Features::Every(All::All),
            seed: config.seed,
            ..lime::Config::default()
        };
        let lime = Box::new(Lime::start(lime, source, text, ids.clone())?);
        let integrated = integrated_gradients::Config { nodes: config.nodes, ..Default::default() };
        let integrated = Box::new(IntegratedGradients::start(integrated, model, text, &ids)?);
        let decomposed = decomposing(model, text, &ids);
        let left_out = decomposed.as_ref().err().map(|why| ["contextual-decomposition".to_owned(), why.clone()]);
        let (decomposed, left_out) = (decomposed.ok(), left_out.into_iter().collect());
        let (text, stage, weighed) = (text.clone(), Stage::Left, Vec::new());
        Ok(Self { config, text, ids, left, lime, integrated, decomposed, stage, weighed, left_out, curves: None })
    }

    /// One method at a time; progress counts words, samples, nodes and texts alike.
    fn advance(&mut self, ask: &Ask<'_>, more: More<'_>) -> Result<Progress, ExplainError> {
        let model = ask.model;
        match self.stage {
            Stage::Left if self.left.advance(model, more).finished => {
                self.weighed.push(weighed("leave-one-out", self.left.snapshot().weights, None));
                self.stage = Stage::Lime;
            }
            Stage::Lime if self.lime.advance(model, more).finished => {
                let found = self.lime.snapshot();
                let fit = found.fidelity.r2.map_or("nothing varies".to_owned(), |r2| format!("R² {r2:.2}"));
                let note = format!("{fit} over {} samples", found.fidelity.samples);
                let weights = found.weights_by_place();
                self.weighed.push(Weighed { shared: found.shared, ..weighed("lime", weights, Some(note)) });
                self.stage = Stage::Integrated;
            }
            Stage::Integrated if self.integrated.advance(more)?.finished => {
                let found = self.integrated.snapshot();
                let note = format!("from unknown words only, scored {:+.2}", found.fidelity.baseline_score);
                self.weighed.push(weighed("integrated-gradients", found.weights, Some(note)));
                self.stage = if self.decomposed.is_some() { Stage::Decomposed } else { Stage::Rest };
            }
            Stage::Decomposed => self.decompose(model, more),
            Stage::Rest => {
                self.look_inside(model)?;
                self.curves = Some(self.begin_curves(model));
                self.stage = Stage::Curves;
            }
            Stage::Curves => {
                if let Some(curves) = &mut self.curves {
                    curves.advance(model, more);
                }
            }
            _ => {}
        }
        Ok(self.progress())
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Compared {
        let tokens = self.text.tokens.iter().map(|token| token.text.clone()).collect();
        Compared::of(tokens, self.weighed.clone(), self.left_out.clone(), self.curves.as_ref(), self.config.seed)
    }
}

impl Agreement {
    fn decompose(&mut self, model: &Model, more: More<'_>) {
        let Some(job) = &mut self.decomposed else { return };
        if !job.advance(&model.margin(), more).finished {
            return;
        }
        let found = job.snapshot();
        let note = (found.fidelity.runaway_words > 0)
            .then(|| format!("{} words ran away: their weights are not theirs", found.fidelity.runaway_words));
        let runaway = Some(found.fidelity.runaway);
        self.weighed.push(Weighed { runaway, ..weighed("contextual-decomposition", found.weights, note) });
        self.stage = Stage::Rest;
    }

    /// The methods that answer at once.
    fn look_inside(&mut self, model: &Model) -> Result<(), ExplainError> {
        let margin = model.margin();
        let trace = margin.trace(&self.ids);
        for (form, name) in [(Form::Gamma, "cell-decomposition γ"), (Form::Beta, "cell-decomposition β")] {
            let config = cell_decomposition::Config { form, ..Default::default() };
            match decompose(&config, &margin, &self.text, &trace) {
                Ok(found) => self.weighed.push(weighed(name, found.weights, None)),
                Err(error) => self.left_out.push([name.to_owned(), error.to_string()]),
            }
        }
        let found = gradient_input::explain(&gradient_input::Config::default(), model, &self.text, &self.ids)?;
        let note = Some("a warning: its order has hardly anything to do with leaving words out".to_owned());
        self.weighed.push(Weighed { warning: true, ..weighed("gradient-input", found.weights, note) });
        Ok(())
    }

    fn begin_curves(&self, model: &Model) -> Curves {
        let score = model.scores(std::slice::from_ref(&self.ids));
        let verdict = if score.first().is_none_or(|score| score.favoured) { 1.0 } else { -1.0 };
        let weights: Vec<&[f64]> = self.weighed.iter().map(|method| method.weights.as_slice()).collect();
        Curves::start(&self.ids, &weights, verdict, self.config.random, self.config.seed)
    }

    fn progress(&self) -> Progress {
        let decomposed = self.decomposed.as_ref().map(|job| job.progress());
        let first = [self.left.progress(), self.lime.progress(), self.integrated.progress()];
        let parts: Vec<Progress> = first.into_iter().chain(decomposed).collect();
        let curves = self.curves.as_ref().map(Curves::progress);
        let texts = curves.map_or_else(
            || texts_of_curves(self.ids.len(), 7 - self.left_out.len() + self.config.random),
            |part| part.total,
        );
        let done = |part: &Progress| part.done;
        Progress {
            done: parts.iter().chain(&curves).map(done).sum(),
            total: parts.iter().map(|part| part.total).sum::<u64>() + texts,
            finished: curves.is_some_and(|part| part.finished),
        }
    }
}
