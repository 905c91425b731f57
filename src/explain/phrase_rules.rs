//! Phrase rules: what does the network go by, whatever the text?
//!
//! Murdoch & Szlam (2017, "Automatic rule extraction from long short-term memory networks") put the phrases of the training
//! texts in order of what they do to the network's odds, S = mean of Π λ₁ over all occurrences, divided by the mean of
//! Π λ₀ (`make/phrase_mining` finds them when an index is built). The list is a classifier: the first of its phrases that a
//! text holds decides, and where none stands the class of most verdicts. Beside it stands a plain decision tree that asks
//! which of the same phrases a text holds, trained on the network's verdicts, and, as a comparison of our own, the vote of
//! all phrases that fire, Σ ±ln S.
//!
//! Cost: a look at the text for the phrases that begin with its words.
//!
//! Fidelity: the share of reviews for which rules and network say the same, over `assess`, which neither the network nor the
//! choice of rules has seen; beside it the share that is right by the true label.
//!
//! Do not believe it for a single text: a list that agrees with the network in four texts of five is wrong about it in the
//! fifth, and where it agrees the network need not have gone by that phrase. S is an average over contexts; "not" three
//! words earlier is outside a phrase. Rules lack what they do not list: rare phrases, and everything the words do together.

use serde::Serialize;

use super::{
    ExplainError,
    method::{About, Ask, Explains, Method, Need, Question},
    settings::settings,
};
use crate::{
    index::{
        Memory,
        phrases::{self, LEAF, POINTS, RATIO, SIDES, TreeNode},
    },
    model::{Classifier, Model, favours},
    text::Vocabulary,
};

/// The method's name.
const METHOD: &str = "phrase-rules";
/// The side of the split that figures are reported for: the last of [`SIDES`].
const TOLD: usize = SIDES.len() - 1;

settings! {
    /// Settings of phrase rules.
    #[derive(PartialEq, Eq)]
    pub struct Config {
        /// So many of the first phrases of each class are left out.
        pub from: usize = 0;
        /// So many phrases of each class are listed.
        pub count: usize = 20;
    }
}

/// A phrase of the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PhraseRule"))]
pub struct Rule {
    /// Its place in the list, counted from 0.
    pub rank: usize,
    /// Its words.
    pub tokens: Vec<String>,
    /// The class that it speaks for: 1 the last.
    pub class: u8,
    /// S: on average it multiplies the odds of its class by about so much.
    pub score: f64,
    /// Places in training.
    pub occurrences: u32,
    /// Training reviews.
    pub reviews: u32,
    /// The tokens at which it begins in the text; none in the lists.
    pub positions: Vec<usize>,
}

/// How well a list of a length stands in for the network, as shares of the reviews of `assess`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RulePoint"))]
pub struct Point {
    /// Rules of the list.
    pub rules: u32,
    /// Reviews in which one of them fires.
    pub fired: f64,
    /// Reviews with the network's verdict.
    pub fidelity: f64,
    /// Reviews with their true class.
    pub accuracy: f64,
    /// Fidelity if the phrases that fire are added up.
    pub vote_fidelity: f64,
    /// Accuracy then.
    pub vote_accuracy: f64,
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "RuleNode"))]
pub struct Node {
    /// The words that are looked for; none at a leaf.
    pub tokens: Vec<String>,
    /// Where to go on without them; 0 at a leaf.
    pub without: u32,
    /// Where to go on with them; 0 at a leaf.
    pub with: u32,
    /// Training reviews that come here and that the network judges to be of the last class.
    pub positive: u32,
    /// The others that come here.
    pub negative: u32,
    /// The verdict of most of them.
    pub class: u8,
}

/// The rules, and what they say of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "PhraseRules"))]
pub struct Rules {
    /// phrase-rules.
    pub method: &'static str,
    /// The form of the cell decomposition: gamma or beta.
    pub form: &'static str,
    /// Each word of a phrase multiplies the odds by more than this somewhere in training.
    pub ratio: f64,
    /// Training holds each phrase at least so often.
    pub minimum: u32,
    /// Phrases of the list.
    pub total: usize,
    /// The first phrases that speak for the last class.
    pub positive: Vec<Rule>,
    /// The first that speak for the other.
    pub negative: Vec<Rule>,
    /// Those that the text holds, in the order of the list: the first decides.
    pub firing: Vec<Rule>,
    /// What the list says.
    pub verdict: u8,
    /// What the network says.
    pub network: u8,
    /// Whether they say the same.
    pub agrees: bool,
    /// What the sum of all phrases says.
    pub vote: u8,
    /// What is said where no rule fires.
    pub fallback: u8,
    /// Reviews of `assess`, on which the figures rest.
    pub reviews: usize,
    /// The list by its length, the whole list last; empty where there is no review of `assess`, and where the network
    /// gives all of them the same verdict, which any list would.
    pub curve: Vec<Point>,
    /// Fidelity of the whole list of the form that was not chosen; null where the curve is empty.
    pub other_fidelity: Option<f64>,
    /// The tree, its root first.
    pub tree: Vec<Node>,
    /// The nodes that the text comes through.
    pub path: Vec<usize>,
    /// What the tree says.
    pub tree_verdict: u8,
    /// The share of reviews for which it gives the network's verdict; null where the curve is empty.
    pub tree_fidelity: Option<f64>,
    /// The share of their true classes.
    pub tree_accuracy: f64,
}

/// The job, which answers at once.
pub struct PhraseRules(Rules);

impl Method for PhraseRules {
    const NAME: &'static str = METHOD;
    const ABOUT: About = About::of(Question::Looking).explaining(Explains::Recalled);
    type Config = Config;
    type Answer = Rules;

    fn needs(_config: &Config) -> &'static [Need] {
        &[Need::Index, Need::TwoClasses, Need::StateAfterEachWord]
    }

    fn start(config: Config, ask: &Ask<'_>) -> Result<Self, ExplainError> {
        rules(&config, ask.model, ask.memory, ask.vocabulary, ask.ids).map(Self)
    }

    fn snapshot(&self, _ask: &Ask<'_>) -> Rules {
        self.0.clone()
    }
}

/// Looks for the rules in a text; `ids` are those of its tokens.
pub fn rules(
    config: &Config,
    model: &Model,
    memory: Memory<'_>,
    vocabulary: &Vocabulary,
    ids: &[u32],
) -> Result<Rules, ExplainError> {
    // No other network than those that the method takes has rules in its index.
    let index = memory.index.ok_or(ExplainError::NoIndex { method: METHOD })?;
    let all = index.phrases().ok_or(ExplainError::NoPhraseRules { method: METHOD })?;
    let verdicts = index.reviews().iter().filter(|review| review.split == SIDES[TOLD]);
    let verdicts: Vec<bool> = verdicts.map(|review| favours(review.probability)).collect();
    let (reviews, varies) = (verdicts.len(), verdicts.iter().any(|verdict| *verdict != verdicts[0]));
    let told = Told { all, vocabulary, reviews, varies };
    let probability = model.scores(&[ids.to_vec()]).first().map_or(0.0, |score| score.probability);
    let firing = all.finder().firing(ids);
    let (verdict, network, votes) = (all.verdict(&firing), u8::from(favours(probability)), all.votes(&firing));
    let other = all.figure(usize::from(!all.is_beta), POINTS - 1, TOLD);
    let [agree, right] = all.tree_figures[TOLD];
    let listed = |class: u8| {
        let of_class = (0..all.len()).filter(|&rank| all.classes[rank] == class);
        of_class.skip(config.from).take(config.count).map(|rank| told.rule(rank, &[])).collect()
    };
    Ok(Rules {
        method: METHOD,
        form: if all.is_beta { "beta" } else { "gamma" },
        ratio: RATIO,
        minimum: all.minimum,
        total: all.len(),
        positive: listed(1),
        negative: listed(0),
        verdict,
        network,
        agrees: verdict == network,
        vote: if votes == 0.0 { verdict } else { u8::from(votes > 0.0) },
        fallback: all.fallback,
        reviews,
        curve: told.curve(),
        other_fidelity: told.fidelity(other.agree),
        tree: told.tree(),
        path: all.path(&firing),
        tree_verdict: all.tree_verdict(&firing),
        tree_fidelity: told.fidelity(agree),
        tree_accuracy: told.share(right),
        firing: firing.into_iter().map(|rank| told.rule(rank, ids)).collect(),
    })
}

/// Stored rules, to be reported.
struct Told<'a> {
    all: &'a phrases::PhraseRules,
    vocabulary: &'a Vocabulary,
    reviews: usize,
    /// Whether the network gives the reviews different verdicts.
    varies: bool,
}

impl Told<'_> {
    fn share(&self, count: u32) -> f64 {
        f64::from(count) / self.reviews.max(1) as f64
    }

    fn fidelity(&self, agreeing: u32) -> Option<f64> {
        self.varies.then(|| self.share(agreeing))
    }

    fn words(&self, rank: usize) -> Vec<String> {
        self.all.phrase(rank).iter().map(|&id| self.vocabulary.token(id).to_owned()).collect()
    }

    fn rule(&self, rank: usize, ids: &[u32]) -> Rule {
        let (all, tokens) = (self.all, self.words(rank));
        Rule {
            rank,
            class: all.classes[rank],
            score: f64::from(all.scores[rank]).exp(),
            occurrences: all.occurrences[rank],
            reviews: all.reviews[rank],
            positions: all.places(rank, ids),
            tokens,
        }
    }

    /// Short lists are as long as the whole one at several points; one of them is reported.
    fn curve(&self) -> Vec<Point> {
        let own = usize::from(self.all.is_beta);
        let mut curve: Vec<Point> = Vec::new();
        for point in (0..POINTS).filter(|_| self.varies) {
            let figure = self.all.figure(own, point, TOLD);
            if curve.last().is_none_or(|last| last.rules < figure.rules) {
                let vote = self.all.figure(2, point, TOLD);
                curve.push(Point {
                    rules: figure.rules,
                    fired: self.share(figure.fired),
                    fidelity: self.share(figure.agree),
                    accuracy: self.share(figure.right),
                    vote_fidelity: self.share(vote.agree),
                    vote_accuracy: self.share(vote.right),
                });
            }
        }
        curve
    }

    fn tree(&self) -> Vec<Node> {
        let node = |node: &TreeNode| {
            let is_leaf = node.phrase == LEAF;
            let tokens = if is_leaf { Vec::new() } else { self.words(node.phrase as usize) };
            let ([without, with], [negative, positive]) = (node.children, node.counts);
            Node { tokens, without, with, positive, negative, class: node.class(self.all.fallback) }
        };
        self.all.tree.iter().map(node).collect()
    }
}
